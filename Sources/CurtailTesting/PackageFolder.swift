package import Foundation

/// The folder that holds `Package.swift`.
package enum PackageFolder {
    /// Found from where this file was compiled.
    package static let url = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of something in the package.
    package static func path(_ relative: String) -> String { url.appendingPathComponent(relative).path }
}
