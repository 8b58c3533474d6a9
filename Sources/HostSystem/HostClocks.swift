import Glibc

/// The host's clock of UTC, which may step.
package enum WallClock {
    /// Nanoseconds since 1970. (clock_gettime(2), CLOCK_REALTIME.)
    package static var nanoseconds: Int64 {
        var now = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}

/// The host's monotonic clock, which counts the time the host was suspended.
package enum BootTime {
    /// Nanoseconds since boot. (clock_gettime(2), CLOCK_BOOTTIME.)
    package static var nanoseconds: Int64 {
        var now = timespec()
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
