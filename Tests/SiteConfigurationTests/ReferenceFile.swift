import SiteRecord

@testable import SiteConfiguration

/// The shipped `Config/curtaild.yaml`, written from the declarations of the keys.
struct ReferenceFile {
    private static let width = 110
    private static let head = """
        # curtaild: the whole configuration, every key with its meaning and [default; allowed values].
        #
        # As shipped it starts anywhere: a small simulated group, in shadow mode, which decides and records but
        # commands nothing. A line that begins with # and no blank is a setting that is off; delete the # to use
        # it. Units stand in the key names.
        # Check a change before it is used:     curtailctl check /etc/curtaild/curtaild.yaml
        # Apply it without a restart:           curtailctl reload --wait
        # Files conf.d/*.yaml beside this one are read after it, in name order: their keys replace these, their
        # groups and sources are added. Secrets never stand here; they come from systemd credentials.
        """

    private var lines: [String] = []

    /// The whole file, with a line end after the last line.
    static var text: String {
        ([head] + lines(of: SiteSettings.section(of: Sample.context.drivers).outline)).joined(separator: "\n")
            + "\n"
    }

    /// The lines of every key of a section, an empty line before each.
    static func lines(of section: SectionOutline) -> [String] {
        var file = ReferenceFile()
        for key in section.keys {
            file.lines.append("")
            file.write(key, indent: "", isOff: false)
        }
        return file.lines
    }

    private mutating func write(_ key: KeyOutline, indent: String, isOff: Bool) {
        if let inner = key.kind.inner, !key.kind.isList {
            let isOff = isOff || (key.kind.isSwitch && !inner.isShippedOn)
            comment(inner.documentation, indent: indent)
            lines.append("\(indent)\(isOff ? "#" : "")\(key.name):")
            for below in inner.keys { write(below, indent: indent + "  ", isOff: isOff) }
        } else if let inner = key.kind.inner {
            let isOff = isOff || !key.isRequired
            comment(key.documentation + " " + notes(key), indent: indent)
            comment("The keys of an entry:", indent: indent)
            document(inner, indent: indent, depth: "  ")
            lines.append("\(indent)\(isOff ? "#" : "")\(key.name):")
            for line in (key.sample ?? "").split(separator: "\n") {
                let blanks = line.prefix { $0 == " " }
                lines.append("\(indent)  \(blanks)\(isOff ? "#" : "")\(line.dropFirst(blanks.count))")
            }
        } else {
            comment(key.documentation + " " + notes(key), indent: indent)
            let sample = key.sample ?? key.standard.word
            let isOff = isOff || sample.hasPrefix("#")
            lines.append("\(indent)\(isOff ? "#" : "")\(key.name): \(sample.drop { $0 == "#" })")
        }
    }

    /// The keys of an entry, whose sample lines stand below without a word between.
    private mutating func document(_ section: SectionOutline, indent: String, depth: String) {
        for key in section.keys {
            let words = key.documentation.isEmpty ? key.kind.inner?.documentation ?? "" : key.documentation
            comment("\(key.name): \(words) \(notes(key))", indent: indent, first: depth, rest: depth + "  ")
            if let inner = key.kind.inner { document(inner, indent: indent, depth: depth + "  ") }
        }
    }

    /// `[900 s; 0 to 604800]`, or that the key has to be written.
    private func notes(_ key: KeyOutline) -> String {
        let allowed = [key.kind.allowed].filter { !$0.isEmpty }
        let unit = key.kind.unit.isEmpty ? "" : " \(key.kind.unit)"
        let standard =
            switch key.standard {
            case .absent(let word): word + unit
            case .text(let text): text + unit
            case .list, .entries, .section: key.kind.isList ? "none" : key.standard.word
            }
        if key.isRequired {
            let range = (allowed + (unit.isEmpty ? [] : [String(unit.dropFirst())])).joined(separator: " ")
            return range.isEmpty ? "Required." : "Required. [\(range)]"
        }
        return "[\(([standard] + allowed).joined(separator: "; "))]"
    }

    private mutating func comment(_ text: String, indent: String, first: String = "", rest: String = "") {
        var line = "\(indent)# \(first)"
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > Self.width {
                lines.append(line)
                line = "\(indent)# \(rest)"
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        if !isEmpty { lines.append(line) }
    }
}
