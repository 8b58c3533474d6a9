import GridUnits

/// A table with a caption, column heads and row heads, in a frame that scrolls where it is too wide.
struct DataTable {
    struct Column {
        let title: String
        let isNumber: Bool

        static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }

        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    /// One value, with its exact form where it is shown rounded.
    enum Cell {
        case text(String)
        case dollars(Money?)
        case energy(Energy?)
        case power(Power?)
        case price(EnergyPrice?)
        case count(Int64)
        case instant(UTCInstant?, String)
        /// Where in the ledger or on the page to look further.
        case codes([String])
        case link(to: String, String)
    }

    /// Unique on the page.
    let name: String
    let caption: String
    /// For tables of hundreds of rows: numbers are shown with all their digits, so that a cell is no more than its number.
    var isDense = false
    let columns: [Column]
    var rows: [[Cell]] = []
    /// A line of text below each row, across all columns; none for an empty text.
    var notes: [String] = []
    /// Sums, below a line.
    var totals: [[Cell]] = []

    init(_ name: String, _ caption: String, _ columns: [Column]) {
        self.name = name
        self.caption = caption
        self.columns = columns
    }

    func write(to markup: inout Markup) {
        // A frame that scrolls has to be reached by keyboard, and to have a name.
        let frame: Markup.Attributes = [
            "class": "scroll", "role": "region", "aria-labelledby": "\(name)-caption", "tabindex": "0",
        ]
        markup.element("div", frame) { markup in
            markup.element("table", isDense ? ["class": "dense"] : [:]) { markup in
                markup.element("caption", ["id": "\(name)-caption"], caption)
                markup.element("thead") { markup in
                    markup.element("tr") { markup in
                        for column in columns {
                            markup.element(
                                "th", ["scope": "col", "class": column.isNumber ? "number" : "text"],
                                column.title)
                        }
                    }
                }
                markup.element("tbody") { markup in
                    for (index, row) in rows.enumerated() {
                        let note = index < notes.count ? notes[index] : ""
                        write(row, hasNote: !note.isEmpty, to: &markup)
                        if !note.isEmpty { write(note: note, to: &markup) }
                    }
                }
                guard !totals.isEmpty else { return }
                markup.element("tfoot") { markup in
                    for row in totals { write(row, hasNote: false, to: &markup) }
                }
            }
        }
    }

    private func write(_ row: [Cell], hasNote: Bool, to markup: inout Markup) {
        markup.element("tr", hasNote ? ["class": "noted"] : [:]) { markup in
            for (index, cell) in row.enumerated() {
                let isNumber = columns[index].isNumber
                let style: Markup.Attributes = ["class": isNumber ? "number" : "text"]
                if isDense, index == 0 {
                    // A th before td is its row's header already; thousands of rows need not say so.
                    markup.element("th", [:]) { cell.writeExactly(to: &$0) }
                } else if index == 0 {
                    markup.element("th", ["scope": "row", "class": isNumber ? "number" : "text"]) {
                        cell.write(to: &$0)
                    }
                } else if isDense {
                    markup.element("td", isNumber ? [:] : style) { cell.writeExactly(to: &$0) }
                } else {
                    markup.element("td", style) { cell.write(to: &$0) }
                }
            }
        }
    }

    private func write(note: String, to markup: inout Markup) {
        markup.element("tr", ["class": "note"]) { markup in
            // In an element of its own, which stays in sight while the table scrolls.
            markup.element("td", ["colspan": "\(columns.count)"]) { $0.element("div", note) }
        }
    }
}

extension DataTable.Cell {
    /// Quantities with all their digits, times as the market's clock shows them, and nothing around them.
    fileprivate func writeExactly(to markup: inout Markup) {
        switch self {
        case .energy(let energy?): markup.words(Shown.exactly(energy))
        case .power(let power?): markup.words(Shown.exactly(power))
        case .price(let price?): markup.words(Shown.exactly(price))
        case .instant(.some, let shown): markup.words(shown)
        case .text, .dollars, .energy, .power, .price, .count, .instant, .codes, .link: write(to: &markup)
        }
    }

    fileprivate func write(to markup: inout Markup) {
        switch self {
        case .text(let text): markup.words(text)
        case .dollars(let amount?): markup.dollars(amount)
        case .energy(let energy?): markup.energy(energy)
        case .power(let power?): markup.power(power)
        case .price(let price?): markup.price(price)
        case .count(let number): markup.words(Shown.count(number))
        case .instant(let instant?, let shown): markup.instant(instant, shown)
        case .codes(let texts):
            for (index, text) in texts.enumerated() {
                if index > 0 { markup.void("br") }
                markup.element("code", text)
            }
        case .link(let target, let text): markup.element("a", ["href": "#\(target)"], text)
        case .dollars(nil), .energy(nil), .power(nil), .price(nil), .instant(nil, _):
            // A dash alone says nothing to who cannot see it.
            markup.element("span", ["class": "unknown", "title": "not known"], "\u{2013}")
        }
    }
}
