import Glibc

/// A lock around a value, whose holder can wait until another thread has changed the value.
///
/// A lock of the C library, which the thread sanitizer knows. (pthread_cond_wait(3).)
@safe
package final class Monitor<State>: @unchecked Sendable {  // `mutex` guards `state`, unseen by the compiler.

    /// Whether a wait is over.
    package enum Attempt<Result> {
        case done(Result)
        /// Looks again after the next change, or when so many nanoseconds have passed; nil waits for a change alone.
        case wait(nanoseconds: Int64?)
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    /// A lock around a state.
    package init(_ state: sending State) {
        self.state = state
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe changed.initialize(to: pthread_cond_t())
        unsafe pthread_cond_init(changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Reads or changes the value; threads that wait for a change are not told.
    package func withLock<Result, Failure>(
        _ body: (inout State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// The same where no other thread holds the lock; does not wait.
    ///
    /// - Returns: nil when another thread holds it.
    package func withLockIfFree<Result>(_ body: (inout State) -> sending Result) -> sending Result? {
        guard unsafe pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Changes the value and tells the threads that wait.
    package func change<Result>(_ body: (inout State) -> sending Result) -> sending Result {
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(mutex)
        }
        return body(&state)
    }

    /// Waits until an attempt is done.
    ///
    /// - Parameter attempt: made with the lock held, now and after each change.
    /// - Returns: its result.
    package func wait<Result>(for attempt: (inout State) -> sending Attempt<Result>) -> sending Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            switch attempt(&state) {
            case .done(let result): return result
            case .wait(nil): unsafe pthread_cond_wait(changed, mutex)
            case .wait(let nanoseconds?):
                var end = timespec()
                _ = unsafe clock_gettime(CLOCK_MONOTONIC, &end)
                let sum = Int64(end.tv_nsec) + max(0, nanoseconds)
                end.tv_sec += Int(sum / 1_000_000_000)
                end.tv_nsec = Int(sum % 1_000_000_000)
                unsafe pthread_cond_timedwait(changed, mutex, &end)
            }
        }
    }
}
