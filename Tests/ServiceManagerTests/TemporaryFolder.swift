import Foundation

/// A folder of one test, removed with this object.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/curtaild-test-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
