import CSystemd
import Glibc
package import GridUnits

/// Tells the service manager where the daemon stands. (sd_notify(3), libsystemd 252.)
///
/// Started by hand there is no manager, which is no failure: every report is then without effect.
package struct ServiceNotifier: Sendable {
    /// The states that a report may tell.
    package enum Report: Hashable, Sendable {
        /// Configuration valid, state recovered, sockets bound, signals armed; ends a start and a reload.
        case ready
        /// A reload has begun; always to be followed by ``ready``, also when the new configuration is refused.
        case reloading
        /// The first thing of an orderly stop.
        case stopping
        /// The line that `systemctl status` shows.
        case status(String)
        /// The decision loop has come round.
        case watchdog
        /// The `errno` value behind a start or a run that fails.
        case errorNumber(Int32)
    }

    /// Whether somebody was there to be told.
    package enum Delivery: Hashable, Sendable {
        case sent
        case noServiceManager
    }

    package init() {}

    /// Sends reports in one datagram.
    ///
    /// - Parameter reports: in the order in which the manager shall read them.
    /// - Returns: ``Delivery/noServiceManager`` when started by hand.
    /// - Throws: ``NotifyFailure`` with the positive `errno` value that libsystemd gave.
    @discardableResult
    package func send(_ reports: Report...) throws(NotifyFailure) -> Delivery {
        let text = reports.map(Self.assignment).joined(separator: "\n")
        // Zero keeps NOTIFY_SOCKET in the environment, because later reports need it.
        let result = unsafe sd_notify(0, text)
        guard result >= 0 else { throw NotifyFailure(errorNumber: -result, report: text) }
        return result == 0 ? .noServiceManager : .sent
    }

    /// The span after which the manager takes a silent daemon for stuck; nil when it does not watch this process.
    package static var watchdogInterval: TimeSpan? {
        var microseconds: UInt64 = 0
        guard unsafe sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return Int64(exactly: microseconds).flatMap { $0 > 0 && $0 < .max / 1_000 ? $0 : nil }
            .map { TimeSpan(nanoseconds: $0 * 1_000) }
    }

    static func assignment(_ report: Report) -> String {
        switch report {
        case .ready: "READY=1"
        // Newer managers wait for ever without the time; older ones ignore it.
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.now.nanoseconds / 1_000)"
        case .stopping: "STOPPING=1"
        case .status(let line): "STATUS=\(line.onOneLine)"
        case .watchdog: "WATCHDOG=1"
        case .errorNumber(let number): "ERRNO=\(number)"
        }
    }
}

/// A report that the service manager could not be given.
package struct NotifyFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A positive `errno` value.
    package let errorNumber: Int32
    /// The report that could not be sent, as sd_notify(3) has it.
    package let report: String

    package var description: String {
        "The service manager could not be told “\(report)”: error \(errorNumber). The daemon goes on; systemctl "
            + "status may show an old line. Look at NOTIFY_SOCKET and NotifyAccess= of the unit: "
            + "systemctl show curtaild -p NotifyAccess"
    }
}

/// CLOCK_MONOTONIC, the clock of the service manager's messages.
enum MonotonicClock {
    static var now: MonotonicInstant {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

extension String {
    /// The text with every control character made a blank, so that one report or entry cannot pass for two.
    var onOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}
