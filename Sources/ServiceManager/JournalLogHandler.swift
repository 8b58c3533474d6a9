package import Logging

/// Carries what libraries log into the same journal.
package struct JournalLogHandler: LogHandler {
    /// The details that every message of this handler gets.
    package var metadata: Logger.Metadata = [:]
    /// The source of details that every message gets; nil where there is none.
    package var metadataProvider: Logger.MetadataProvider?
    /// The least level that is written.
    package var logLevel: Logger.Level
    private let label: String
    private let journal: Journal

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - label: of the logger; journalled as `CURTAIL_LOGGER`.
    ///   - journal: shared with the daemon's own entries.
    ///   - level: what is less severe is not written.
    package init(label: String, journal: Journal, level: Logger.Level = .notice) {
        self.label = label
        self.journal = journal
        self.logLevel = level
    }

    /// A detail that every message of this handler gets.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var details = metadata
        details.merge(metadataProvider?.get() ?? [:]) { $1 }
        details.merge(event.metadata ?? [:]) { $1 }
        var text = "\(label): \(event.message)"
        if let error = event.error { text += " (\(error))" }
        for (key, value) in details.sorted(by: { $0.key < $1.key }) { text += " \(key)=\(value)" }
        journal.write(
            JournalRecord(
                priority: Self.priority(of: event.level), messageID: nil, text: text,
                fields: [
                    JournalRecord.Field(name: "CURTAIL_LOGGER", value: label),
                    JournalRecord.Field(name: "CODE_FILE", value: event.file),
                    JournalRecord.Field(name: "CODE_FUNC", value: event.function),
                    JournalRecord.Field(name: "CODE_LINE", value: "\(event.line)"),
                ]))
    }

    static func priority(of level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
