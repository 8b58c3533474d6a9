import Glibc

/// The kernel's clocks, in nanoseconds.
package enum HostClock {
    /// CLOCK_BOOTTIME: monotonic, counts suspended time, starts at boot.
    package static func monotonicNanoseconds() -> Int64 { read(CLOCK_BOOTTIME) }

    /// CLOCK_REALTIME: UTC since 1970, may step.
    package static func utcNanoseconds() -> Int64 { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        _ = unsafe clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
