package import Foundation

/// The folder that holds `Package.swift`.
package enum PackageFolder {
    /// Found from where this file was compiled.
    package static let url = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of something in the package.
    package static func path(_ relative: String) -> String { url.appendingPathComponent(relative).path }
}

/// Large real recordings beside the package, which a clone need not have.
///
/// Whatever can be said of made-up data is tested with that (``MadePrices``). What is left for real data says why it is
/// skipped where there is none: `@Test("…", .enabled(if: SharedData.isPresent(path), "\(SharedData.absence)"))`. The
/// checks of every change fail then (`.ci/run`).
package enum SharedData {
    /// The folder beside the package.
    package static let url = PackageFolder.url.deletingLastPathComponent().appendingPathComponent("shared")

    /// Why a test is skipped without them.
    package static let absence = "real recordings are not beside this clone, in the folder shared"

    /// Whether this file or folder is there.
    package static func isPresent(_ relative: String) -> Bool {
        FileManager.default.fileExists(atPath: path(relative))
    }

    /// The path of a shared file, which need not exist.
    package static func path(_ relative: String) -> String { url.appendingPathComponent(relative).path }
}
