package import Foundation

/// Real recordings beside the package, where a checkout has them; tests that need them are skipped elsewhere.
///
/// Use as `@Test("…", .enabled(if: SharedData.isPresent("data/some-file.csv")))`.
package enum SharedData {
    /// The folder beside the package.
    package static let url = PackageFolder.url.deletingLastPathComponent().appendingPathComponent("shared")

    /// Whether any shared data is there.
    package static var isPresent: Bool { isPresent("") }

    /// Whether this file or folder is there.
    package static func isPresent(_ relative: String) -> Bool {
        FileManager.default.fileExists(atPath: path(relative))
    }

    /// The path of a shared file, which need not exist.
    package static func path(_ relative: String) -> String { url.appendingPathComponent(relative).path }
}
