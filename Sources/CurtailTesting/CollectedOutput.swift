import Foundation
import HostSystem

/// The output of a child on one descriptor, kept up to a limit; a test can wait for its text.
package final class CollectedOutput: Sendable {
    /// Bytes kept; what a child writes beyond them is read and dropped, so that it never blocks.
    package static let limit = 16 * 1_024 * 1_024

    private struct Waiter: Sendable {
        let text: String?
        let found: Settled<Bool>
    }

    private struct State: Sendable {
        var data = Data()
        var hasEnded = false
        var waiters: [Waiter] = []
    }

    private let state = Monitor(State())

    /// Everything written so far.
    package var text: String { String(decoding: state.withLock { $0.data }, as: UTF8.self) }

    /// Waits until a text has been written.
    ///
    /// - Parameters:
    ///   - text: what is looked for, anywhere in the output.
    ///   - limit: how long it may take.
    /// - Returns: false when the output ended without it, or the limit was over.
    package func waits(for text: String, within limit: Duration = .seconds(30)) async -> Bool {
        await Deadline.race(limit) { await self.wait(for: text) } ?? false
    }

    func waitForEnd() async { _ = await wait(for: nil) }

    /// The pipe that a child writes to; a thread of its own reads it to its end.
    func pipe() -> Pipe {
        let pipe = Pipe()
        // Not a readability handler: on Linux it may leave what is in the pipe when the child ends.
        Thread.detachNewThread { [self, pipe] in
            var piece: Data
            repeat {
                piece = pipe.fileHandleForReading.availableData
                take(piece)
            } while !piece.isEmpty
        }
        return pipe
    }

    private func wait(for text: String?) async -> Bool {
        let waiter = Waiter(text: text, found: Settled())
        state.withLock { $0.waiters.append(waiter) }
        take(nil)
        return await waiter.found.wait() ?? false
    }

    /// Takes a piece of output; an empty piece is the end, nil only looks again.
    private func take(_ piece: Data?) {
        let settled = state.withLock { state -> [(Waiter, Bool)] in
            if let piece {
                state.data.append(piece.prefix(Self.limit - state.data.count))
                if piece.isEmpty { state.hasEnded = true }
            }
            guard state.hasEnded || state.waiters.contains(where: { $0.text != nil }) else { return [] }
            let content = String(decoding: state.data, as: UTF8.self)
            var settled: [(Waiter, Bool)] = []
            state.waiters.removeAll { waiter in
                let isFound = waiter.text.map { content.contains($0) } ?? state.hasEnded
                if isFound || state.hasEnded { settled.append((waiter, isFound)) }
                return isFound || state.hasEnded
            }
            return settled
        }
        for (waiter, isFound) in settled { waiter.found.settle(isFound) }
    }
}
