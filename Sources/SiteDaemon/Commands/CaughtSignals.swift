package import ServiceManager
package import HostSystem

/// The process's signals on their way from the program's first statement to the command that runs.
package enum CaughtSignals {
    /// Caught before any thread exists, and handed to the daemon that runs.
    package static let ofProcess = Monitor<ProcessSignals?>(nil)
}
