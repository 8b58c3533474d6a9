package import SitePorts

/// One message for the journal with its fields, in writing order.
package struct JournalRecord: Hashable, Sendable {
    /// One structured field.
    package struct Field: Hashable, Sendable {
        /// `[A-Z0-9_]`, at most 64 bytes, no leading digit or underscore: anything else journald drops silently.
        package let name: String
        /// The text of the field.
        package let value: String
    }

    /// syslog(3) level, 0 to 7.
    package let priority: Int
    /// 32 lower-case hexadecimal digits; nil for what libraries log.
    package let messageID: String?
    /// The entry's message, for a terminal.
    package let text: String
    /// Every field of the entry, `MESSAGE` among them, in the order in which they are sent.
    package let fields: [Field]

    package init(priority: Int, messageID: String?, text: String, fields: [Field]) {
        self.priority = priority
        self.messageID = messageID
        self.text = text
        self.fields = fields
    }

    /// The fields of an entry, its message first.
    package init(_ entry: JournalEntry) {
        self.init(
            priority: entry.priority.rawValue, messageID: entry.message.rawValue, text: entry.text,
            fields: entry.fields.map { Field(name: "CURTAIL_\($0.key.rawValue)", value: $0.value) }
                .sorted { $0.name < $1.name })
    }

    /// The whole entry as journald takes it: `NAME=value` parts.
    var assignments: [String] {
        var parts = ["MESSAGE=\(text)", "PRIORITY=\(priority)", "SYSLOG_IDENTIFIER=curtaild"]
        if let messageID { parts.append("MESSAGE_ID=\(messageID)") }
        return parts + fields.map { "\($0.name)=\($0.value)" }
    }

    /// One line for a service manager or a log collector that reads standard error.
    package var prefixedLine: String { "<\(priority)>\(lineWithFields)" }

    /// One line for a person at a terminal.
    package var plainLine: String {
        let label =
            switch priority {
            case ...2: "CRITICAL: "
            case 3: "error: "
            case 4: "warning: "
            case 5, 6: ""
            default: "debug: "
            }
        return "\(label)\(text.onOneLine)"
    }

    private var lineWithFields: String {
        guard !fields.isEmpty else { return text.onOneLine }
        let list = fields.map { "\($0.name)=\($0.value.onOneLine)" }.joined(separator: " ")
        return "\(text.onOneLine) [\(list)]"
    }
}
