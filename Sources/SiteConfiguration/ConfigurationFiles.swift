import SiteRecord
import Foundation
import SiteRecord

/// Reads the files of one configuration and keeps what was read for its digest.
final class ConfigurationFiles {
    /// Bytes of one file; a CSV of 500,000 units has about half of that.
    static let sizeLimit = 64 << 20

    private let diagnostics: Diagnostics
    private(set) var paths: [String]
    private(set) var digestInput: [UInt8]

    /// Starts with what was read before; with nothing by default.
    init(diagnostics: Diagnostics, paths: [String] = [], digestInput: [UInt8] = []) {
        self.diagnostics = diagnostics
        self.paths = paths
        self.digestInput = digestInput
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - label: its name in the digest, the same wherever the configuration lies; nil for the main file.
    ///   - position: the place that names it, where an error belongs; nil for the file itself.
    /// - Returns: nil when it cannot be read, which has been reported.
    func read(path: String, label: String?, namedAt position: TextPosition? = nil) -> [UInt8]? {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            guard data.count <= Self.sizeLimit else {
                diagnostics.report(
                    "\(path) has \(data.count) bytes; at most \(Self.sizeLimit) are read",
                    at: position ?? .file(path))
                return nil
            }
            let bytes = [UInt8](data)
            took(bytes, path: path, label: label)
            return bytes
        } catch {
            let why = (error as? CocoaError).map { reason($0) } ?? error.localizedDescription
            diagnostics.report("\(path) cannot be read: \(why)", at: position ?? .file(path))
            return nil
        }
    }

    /// Notes bytes as read, so that they count in the digest.
    func took(_ bytes: [UInt8], path: String, label: String?) {
        paths.append(path)
        digest(bytes, label: label)
    }

    /// Notes a value that takes the place of one in the files.
    func took(setting: String) { digest(Array(setting.utf8), label: "setting") }

    private func digest(_ bytes: [UInt8], label: String?) {
        // The main file alone is its own digest input, so that `sha256sum` gives the same.
        // What follows it is framed by NUL bytes, which YAML cannot contain.
        if let label { digestInput += [0] + Array("\(label)\u{0}\(bytes.count)\u{0}".utf8) }
        digestInput += bytes
    }

    /// The bytes as text without a byte-order mark; nil when they are not UTF-8, which has been reported.
    func text(of bytes: [UInt8], file: String) -> String? {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if let text = String(validating: content, as: UTF8.self) { return text }
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        diagnostics.report(
            "this line is not UTF-8 text; save the file as UTF-8",
            at: TextPosition(file: file, line: line + 1, column: 1))
        return nil
    }

    private func reason(_ error: CocoaError) -> String {
        switch error.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "permission denied; check its owner and mode"
        default: error.localizedDescription
        }
    }
}
