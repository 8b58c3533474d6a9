import CHostSystem

/// Inflates a gzip stream piece by piece; several members in a row are one stream.
@safe
package final class GzipInflater {
    /// Why bytes are not a gzip stream.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// zlib's negative result code.
        package let code: Int32

        package var description: String { "the gzip data is damaged (zlib result \(code))" }
    }

    private let inflater: OpaquePointer
    /// Whether the last member was complete and nothing followed it.
    package private(set) var isAtEnd = false

    /// Makes an inflater; nil when there is no memory for one.
    package init?() {
        guard let inflater = unsafe chs_inflater_open() else { return nil }
        unsafe self.inflater = inflater
    }

    deinit { unsafe chs_inflater_close(inflater) }

    /// Inflates some of the input.
    ///
    /// - Parameters:
    ///   - input: compressed bytes that follow those taken before.
    ///   - start: where to begin in `input`.
    ///   - output: what was inflated is appended here.
    ///   - room: at most so many bytes are appended.
    /// - Returns: how many bytes of `input` were taken.
    /// - Throws: ``Failure`` when the bytes are not gzip.
    package func inflate(
        _ input: [UInt8], from start: Int, into output: inout [UInt8], room: Int
    ) throws(Failure) -> Int {
        var consumed = 0
        var result: Int32 = 0
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            unsafe input.withUnsafeBufferPointer { source in
                let rest = unsafe UnsafeBufferPointer(rebasing: source[start...])
                unsafe result = chs_inflater_step(
                    inflater, rest.baseAddress, rest.count, &consumed, buffer.baseAddress, room, &count)
            }
        }
        guard result >= 0 else { throw Failure(code: result) }
        isAtEnd = result == 1
        output.append(contentsOf: piece)
        return consumed
    }
}
