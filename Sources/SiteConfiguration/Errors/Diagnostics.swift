/// Collects what is wrong while the configuration is read, so that one check shows everything.
///
/// A class, because every reader of one configuration adds to the same list, which never leaves the reading.
final class Diagnostics {
    /// Errors, and warnings, kept of one configuration; the rest is counted.
    static let limit = 50

    private var errors: [ConfigurationNotice] = []
    private var omitted = 0
    private(set) var warnings: [ConfigurationNotice] = []
    /// Files in the order in which they were read, for sorting.
    private var files: [String] = []

    var hasErrors: Bool { !errors.isEmpty }

    func willRead(file: String) {
        if !files.contains(file) { files.append(file) }
    }

    func report(_ message: String, at position: TextPosition) {
        guard errors.count < Self.limit else {
            omitted += 1
            return
        }
        errors.append(ConfigurationNotice(position: position, message: message))
    }

    func warn(_ message: String, at position: TextPosition) {
        guard warnings.count < Self.limit else { return }
        warnings.append(ConfigurationNotice(position: position, message: message))
    }

    /// What ends the reading when there was any error.
    var failure: ConfigurationErrors { ConfigurationErrors(errors: inFileOrder(errors), omitted: omitted) }

    private func inFileOrder(_ notices: [ConfigurationNotice]) -> [ConfigurationNotice] {
        notices.enumerated().sorted { left, right in
            key(left.element, left.offset) < key(right.element, right.offset)
        }
        .map(\.element)
    }

    private func key(_ notice: ConfigurationNotice, _ found: Int) -> (Int, Int, Int, Int) {
        let file = files.firstIndex(of: notice.position.file) ?? files.count
        return (file, notice.position.line, notice.position.column, found)
    }
}
