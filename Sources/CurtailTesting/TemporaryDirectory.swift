package import Foundation

/// A folder of its own for one test; removed with everything in it when the last reference goes.
package final class TemporaryDirectory: Sendable {
    /// Where the directory is.
    package let url: URL

    /// Makes the folder under the system's temporary folder.
    ///
    /// - Throws: Foundation's error when it cannot be made.
    package init() throws {
        // A short name, because the path of a UNIX socket in it has room for 107 bytes.
        let name = "curtail-\(UInt32.random(in: .min ... .max))-\(ProcessInfo.processInfo.processIdentifier)"
        url = FileManager.default.temporaryDirectory.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of the directory.
    package var path: String { url.path }

    /// The path of a file in the folder, which need not exist.
    package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Writes a file, whole, and the folders that it lies in.
    ///
    /// - Parameters:
    ///   - text: its content, as UTF-8.
    ///   - name: its name, relative to this folder.
    ///   - appending: whether the content goes behind what is there.
    /// - Returns: its path.
    /// - Throws: Foundation's error when it cannot be written.
    @discardableResult
    package func write(_ text: String, to name: String, appending: Bool = false) throws -> String {
        try write(Array(text.utf8), to: name, appending: appending)
    }

    /// Writes a file of bytes, as ``write(_:to:appending:)`` one of text.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String, appending: Bool = false) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        guard appending, let handle = try? FileHandle(forWritingTo: file) else {
            try Data(bytes).write(to: file)
            return file.path
        }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
        return file.path
    }

    /// The content of a file, with bytes that are not UTF-8 replaced.
    ///
    /// - Parameter name: its name, relative to this folder.
    /// - Returns: the whole content.
    /// - Throws: Foundation's error when it cannot be read.
    package func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
    }
}
