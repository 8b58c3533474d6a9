/// Collects the mistakes of one configuration while it is read, so that one check shows all of them.
///
/// A class, because every reader of one configuration adds to the same list, which never leaves the reading.
package final class Diagnostics {
    /// Errors, and warnings, kept of one configuration; the rest is counted.
    package static let limit = 50

    /// Whether a record is read: it was valid when it was written, and no range is held against it again.
    package let isOfRecord: Bool
    private var found: [ConfigurationNotice] = []
    /// Errors beyond the limit, which are not listed.
    package private(set) var omitted = 0
    /// Allowed and probably not meant, in the order in which it was found.
    package private(set) var warnings: [ConfigurationNotice] = []
    /// Files in the order in which they were read, for sorting.
    private var files: [String] = []
    /// Keys that were missing or wrong, by the place of the map that they belong to.
    private var wrong: [TextPosition: Set<String>] = [:]

    package init(isOfRecord: Bool = false) { self.isOfRecord = isOfRecord }

    /// Whether anything has to be mended before the configuration can be used.
    package var hasErrors: Bool { !found.isEmpty }

    /// Notes the next file, so that its errors stand after those of the files before.
    package func willRead(file: String) {
        if !files.contains(file) { files.append(file) }
    }

    /// Adds an error.
    package func report(_ message: String, at position: TextPosition) {
        guard found.count < Self.limit else {
            omitted += 1
            return
        }
        found.append(ConfigurationNotice(position: position, message: message))
    }

    /// Adds a warning.
    package func warn(_ message: String, at position: TextPosition) {
        guard warnings.count < Self.limit else { return }
        warnings.append(ConfigurationNotice(position: position, message: message))
    }

    /// Notes keys of a map that have no right value.
    func note(wrong keys: Set<String>, of map: TextPosition) {
        if !keys.isEmpty { wrong[map, default: []].formUnion(keys) }
    }

    /// Keys of a map that have no right value.
    func wrongKeys(of map: TextPosition) -> Set<String> { wrong[map] ?? [] }

    /// The errors in the order of the files.
    package var errors: [ConfigurationNotice] {
        found.enumerated().sorted { left, right in
            key(left.element, left.offset) < key(right.element, right.offset)
        }
        .map(\.element)
    }

    private func key(_ notice: ConfigurationNotice, _ found: Int) -> (Int, Int, Int, Int) {
        let file = files.firstIndex(of: notice.position.file) ?? files.count
        return (file, notice.position.line, notice.position.column, found)
    }
}
