// Proves that the sanitizer sees: with the word `race` two threads count without a lock, which it has to find. Without it
// they count under the lock that the package uses, which it must be silent about.

import Foundation
import Synchronization

/// `@unchecked Sendable` is untrue here on purpose: nothing guards `withoutLock`.
final class Counter: @unchecked Sendable {
    var withoutLock = 0
    let underLock = Mutex(0)
}

let counter = Counter()
let isPlanted = CommandLine.arguments.contains("race")
let ended = DispatchSemaphore(value: 0)
for _ in 0..<2 {
    Thread {
        for _ in 0..<1_000 {
            if isPlanted { counter.withoutLock += 1 }
            counter.underLock.withLock { $0 += 1 }
        }
        ended.signal()
    }
    .start()
}
for _ in 0..<2 { ended.wait() }
print(counter.underLock.withLock { $0 })
