extension Markup {
    /// A part of the page with its heading.
    mutating func section(_ name: StaticString, _ title: String, _ content: (inout Markup) -> Void) {
        element("section", ["id": "\(name)", "aria-labelledby": "\(name)-title"]) { markup in
            markup.element("h2", ["id": "\(name)-title"], title)
            content(&markup)
        }
    }

    mutating func paragraph(_ text: String) { element("p", text) }

    /// What is shown when it is asked for; it needs no script.
    mutating func details(_ summary: String, _ content: (inout Markup) -> Void) {
        element("details") { markup in
            markup.element("summary", summary)
            content(&markup)
        }
    }

    /// A term of a list and what belongs to it.
    mutating func term(_ term: String, _ content: (inout Markup) -> Void) {
        element("div") { markup in
            markup.element("dt", term)
            markup.element("dd") { content(&$0) }
        }
    }
}
