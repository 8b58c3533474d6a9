/// A page as a tree, read strictly: whatever is not well-formed is an error that says where.
final class PageElement {
    let name: String
    let attributes: [String: String]
    private(set) var children: [PageElement] = []
    /// Text directly in it and in what it holds, in order.
    private(set) var text = ""

    private init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// Every element of a name in it, in order.
    func all(_ name: String) -> [PageElement] {
        children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
    }

    /// Every element in it, in order.
    var everything: [PageElement] { children.flatMap { [$0] + $0.everything } }

    /// The table whose caption has this name, as rows of cells.
    func table(_ name: String) -> PageElement? {
        all("table").first { $0.all("caption").first?.attributes["id"] == "\(name)-caption" }
    }

    /// The cells of the rows of a part of a table.
    func rows(_ part: String) -> [[PageElement]] {
        all(part).flatMap { $0.all("tr") }.map { $0.children.filter { ["td", "th"].contains($0.name) } }
    }

    /// What the cell shows exactly: the value of its element, or its text.
    var exact: String { all("data").first?.attributes["value"] ?? text }

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Reads a page.
    static func read(_ page: String) throws -> PageElement {
        var rest = page[...]
        guard rest.hasPrefix("<!DOCTYPE html>") else { throw Failure(description: "no document type") }
        rest = rest.dropFirst(15)
        let root = PageElement(name: "", attributes: [:])
        var open = [root]
        while let start = rest.firstIndex(of: "<") {
            let words = try unescaped(rest[..<start])
            for element in open { element.text += words }
            guard let end = rest[start...].firstIndex(of: ">") else {
                throw Failure(description: "an element that does not end: \(rest[start...].prefix(40))")
            }
            try take(String(rest[rest.index(after: start)..<end]), &open)
            rest = rest[rest.index(after: end)...]
        }
        guard open.count == 1, let html = root.children.first, root.children.count == 1 else {
            throw Failure(description: "\(open.last?.name ?? "") is not closed")
        }
        return html
    }

    private static func take(_ tag: String, _ open: inout [PageElement]) throws {
        guard let parent = open.last else { throw Failure(description: "nothing is open at <\(tag)>") }
        if tag.hasPrefix("/") {
            guard open.count > 1, parent.name == tag.dropFirst() else {
                throw Failure(description: "<\(tag)> closes \(parent.name)")
            }
            open.removeLast()
            return
        }
        let isVoid = tag.hasSuffix("/")
        let inner = isVoid ? tag.dropLast() : tag[...]
        let name = inner.prefix { $0.isLetter || $0.isNumber }
        guard !name.isEmpty else { throw Failure(description: "<\(tag)> has no name") }
        let attributes = try attributes(inner.dropFirst(name.count), of: tag)
        let element = PageElement(name: String(name), attributes: attributes)
        parent.children.append(element)
        if !isVoid { open.append(element) }
    }

    private static func attributes(_ text: Substring, of tag: String) throws -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = text
        while !rest.isEmpty {
            guard let match = rest.prefixMatch(of: /\s([a-zA-Z-]+)="([^"<]*)"/) else {
                throw Failure(description: "attributes of <\(tag)>")
            }
            let name = String(match.output.1)
            guard attributes.updateValue(try unescaped(match.output.2), forKey: name) == nil else {
                throw Failure(description: "<\(tag)> has \(name) twice")
            }
            rest = rest[match.range.upperBound...]
        }
        return attributes
    }

    private static func unescaped(_ text: Substring) throws -> String {
        var plain = ""
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            let names = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
            guard let (name, character) = names.first(where: { rest[start...].hasPrefix($0.key) }) else {
                throw Failure(description: "an unknown reference: \(rest[start...].prefix(20))")
            }
            plain += character
            rest = rest[start...].dropFirst(name.count)
        }
        return plain + rest
    }
}
