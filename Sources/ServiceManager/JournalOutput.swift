import CSystemd
import Glibc

/// Puts one record where it belongs.
struct JournalOutput: Sendable {
    let destination: JournalDestination
    /// Where text goes.
    var textDescriptor: Int32 = STDERR_FILENO

    /// Writes at once; may block.
    func write(_ record: JournalRecord) {
        switch destination {
        case .journal:
            guard Self.send(record) else { return writeText(record.prefixedLine) }
        case .prefixedText: writeText(record.prefixedLine)
        case .plainText: writeText(record.plainLine)
        }
    }

    /// Hands the record to journald. (sd_journal_sendv(3), libsystemd 252.)
    private static func send(_ record: JournalRecord) -> Bool {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for assignment in record.assignments {
            bytes.append(contentsOf: assignment.utf8)
            ends.append(bytes.count)
        }
        let result = unsafe bytes.withUnsafeMutableBytes { storage -> Int32 in
            var vectors = unsafe [iovec]()
            var start = 0
            for end in ends {
                unsafe vectors.append(
                    iovec(iov_base: storage.baseAddress?.advanced(by: start), iov_len: end - start))
                start = end
            }
            return unsafe sd_journal_sendv(vectors, Int32(vectors.count))
        }
        return result >= 0
    }

    private func writeText(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        var written = 0
        while written < bytes.count {
            let result = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(
                    textDescriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if result < 0, errno == EINTR { continue }
            // Nobody is left to be told that standard error is closed or full.
            guard result > 0 else { return }
            written += result
        }
    }
}
