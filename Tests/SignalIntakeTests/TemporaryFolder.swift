import Foundation
import HostSystem

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/cs-\(UInt32.random(in: 0...UInt32.max))-\(UInt32.random(in: 0...UInt32.max))"
        try HostFolder.make(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String, appending: Bool = false) throws -> String {
        try write(Array(text.utf8), to: name, appending: appending)
    }

    func write(_ bytes: [UInt8], to name: String, appending: Bool = false) throws -> String {
        try HostFolder.write(bytes, to: "\(path)/\(name)", appending: appending)
        return "\(path)/\(name)"
    }

    func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }
}

/// Published data that lies beside the package on some machines.
enum PublicData {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data").path

    static let isThere = FileManager.default.fileExists(atPath: "\(folder)/README.md")
}
