package import HostSystem

/// Why a whole file was not read, or not to its end.
package enum SignalFileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(HostFailure)
    /// The gzip data is wrong or ends too early.
    case damagedGzip(path: String, reason: String)
    case tooLarge(path: String, limitBytes: Int)
    /// The first line is no header and no signal that we know.
    case unknownHeader(path: String, header: String)
    /// One settlement point under several types, and the configuration does not say which.
    case ambiguousPoint(path: String, point: String, types: [String])

    package var description: String {
        switch self {
        case .unreadable(let error): "\(error). Nothing was taken from it."
        case .damagedGzip(let path, let reason):
            "\(path): \(reason). Fetch the file again; test it with: gzip -t \(path)"
        case .tooLarge(let path, let limit): "\(path) holds more than \(limit) bytes. Split it and try again."
        case .unknownHeader(let path, let header):
            "\(path) begins with “\(header.prefix(120))”, which is no known format. Known headers: "
                + ReportLayout.knownHeaders
                + "; \(FrequencyFileReader.header); or lines of JSON or line protocol."
        case .ambiguousPoint(let path, let point, let types):
            "\(path) holds \(point) as \(types.joined(separator: " and as ")), which are different points. "
                + (types.contains { $0.hasSuffix("EW") }
                    ? "Set settlement_point_type: \(types.first { $0.hasSuffix("EW") } ?? "LZEW") for physical load, "
                        + "which ERCOT settles at the energy-weighted price, or name the other type."
                    : "Set settlement_point_type to one of them.")
        }
    }
}
