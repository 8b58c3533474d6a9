import Glibc

/// Finds line ends as fast as the C library can.
package enum NewlineSearch {
    /// The position of the first newline, or nil.
    ///
    /// - Parameters:
    ///   - bytes: where to look.
    ///   - start: where to begin; not behind the end.
    /// - Returns: an index into `bytes`.
    package static func position(in bytes: Span<UInt8>, from start: Int) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer in
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
