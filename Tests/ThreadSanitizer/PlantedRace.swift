// Proves that the sanitizer sees: with the word `race` two threads count without a lock, which it has to find. Without it
// they count under a lock of the C library, as Monitor is, which it must be silent about. (Synchronization's Mutex is
// handed over by the kernel when two threads want it, which the sanitizer cannot see.)

import Foundation

/// `@unchecked Sendable` is untrue here on purpose: nothing guards `withoutLock`, `lock` guards `underLock`.
final class Counter: @unchecked Sendable {
    var withoutLock = 0
    let lock = NSLock()
    var underLock = 0
}

let counter = Counter()
let isPlanted = CommandLine.arguments.contains("race")
let ended = DispatchSemaphore(value: 0)
for _ in 0..<2 {
    Thread {
        for _ in 0..<1_000 {
            if isPlanted { counter.withoutLock += 1 }
            counter.lock.withLock { counter.underLock += 1 }
        }
        ended.signal()
    }
    .start()
}
for _ in 0..<2 { ended.wait() }
print(counter.lock.withLock { counter.underLock })
