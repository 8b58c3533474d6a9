extension Kind {
    /// A section that stands below the key.
    package static func section(_ section: Section<Value>) -> Kind {
        let required = section.outline.keys.filter(\.isRequired).map(\.name)
        let wanted = "\(section.name): with \(required.joined(separator: " and ")) below it"
        return Kind(KindOutline(wanted: wanted, inner: section.outline)) { written, present in
            // The mistakes are reported; the right keys of the section still count for other rules.
            var value = present ?? section.standard
            section.read(written.section.section(written.key), into: &value)
            return value
        } show: {
            .section(section.settings($0))
        }
    }

    /// A list of sections alike.
    ///
    /// - Parameters:
    ///   - section: an entry.
    ///   - limit: entries that one list may have.
    ///   - least: entries that there have to be.
    /// - Returns: a kind that keeps every entry, right or wrong, in the order of ``WrittenSection/entries(_:)``.
    package static func entries<Entry>(
        of section: Section<Entry>, atMost limit: Int = 1_000, atLeast least: Int = 0
    ) -> Kind where Value == [Entry] {
        let first = section.outline.keys.first { $0.isRequired }?.name ?? section.outline.identity.first
        let beginning = "with - \(first ?? ""):"
        let wanted =
            least > 0 ? "a list of at least one, each \(beginning)" : "a list, each entry \(beginning)"
        return Kind(KindOutline(wanted: wanted, inner: section.outline, isList: true)) { written, _ in
            guard case .list(let elements) = written.node.content else {
                written.report("this is \(written.node.kindName); write \(wanted)")
                return nil
            }
            guard elements.count >= least || written.isRecorded else {
                written.report("the list is empty; write at least one, \(beginning)")
                return nil
            }
            guard elements.count <= limit else {
                written.report("there are \(elements.count) entries; at most \(limit) are possible")
                return nil
            }
            return written.section.entries(written.key).map { below in
                var entry = section.standard
                section.read(below, into: &entry)
                return entry
            }
        } show: { entries in
            .entries(
                entries.map {
                    SettingValue.Entry(name: section.name(of: $0), settings: section.settings($0))
                })
        }
    }

    /// A map from words of one enumeration to words of another.
    ///
    /// - Parameters:
    ///   - keys: the words that may stand before the colon.
    ///   - example: a pair, for messages.
    /// - Returns: the kind.
    package static func map<Name: Word, Choice: Word>(
        from keys: [Name], example: (Name, Choice)
    ) -> Kind where Value == [Name: Choice] {
        let (names, choices) = (keys.map(\.rawValue), Choice.allCases.map(\.rawValue))
        let wanted = "a map such as {\(example.0.rawValue): \(example.1.rawValue)}"
        return Kind(KindOutline(wanted: wanted)) { written, _ in
            guard case .map(let members) = written.node.content else {
                written.report("this is \(written.node.kindName); write \(wanted)")
                return nil
            }
            var map: [Name: Choice] = [:]
            for member in members {
                guard let name = keys.first(where: { $0.rawValue == member.key }) else {
                    written.report(Words.unknown(member.key, among: names), at: member.keyPosition)
                    continue
                }
                map[name] = member.value.text.flatMap(Choice.init(rawValue:))
                guard map[name] == nil else { continue }
                let text = member.value.text ?? member.value.kindName
                written.report(
                    "\(member.key): \(Words.unknown(text, among: choices))", at: member.value.position)
            }
            return map.count == members.count ? map : nil
        } show: { map in
            .section(
                keys.compactMap { key in
                    map[key].map { Setting(name: key.rawValue, value: .text($0.rawValue)) }
                })
        }
    }
}
