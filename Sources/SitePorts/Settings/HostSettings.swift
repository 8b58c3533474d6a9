import GridMarket

/// Where the daemon keeps and opens things, and who may use them.
package struct HostSettings: Hashable, Sendable {
    /// What happens to curtailed load when the daemon stops in order.
    package enum StopAction: String, Hashable, Sendable, CaseIterable {
        /// Leave every unit as it is; the next start resumes.
        case hold
        /// Wake what we put to sleep, unless an obligation holds it.
        case restore
    }

    /// Folder of the ledger.
    package var stateDirectory: String
    /// Folder of the sockets.
    package var runtimeDirectory: String
    /// Whether others than root and the group may read through the control socket.
    package var isControlWorldReadable: Bool
    /// Group that may command and send signals.
    package var controlGroup: String
    package var onStop: StopAction
    /// Days for which raw samples around disturbances are kept; their digests stay for good.
    package var sampleDays: Int

    /// A year and some weeks: ERCOT's true-up comes about half a year after the operating day, audits up to a year.
    package static let standardSampleDays = 400

    package init(
        stateDirectory: String, runtimeDirectory: String, isControlWorldReadable: Bool, controlGroup: String,
        onStop: StopAction, sampleDays: Int
    ) {
        self.stateDirectory = stateDirectory
        self.runtimeDirectory = runtimeDirectory
        self.isControlWorldReadable = isControlWorldReadable
        self.controlGroup = controlGroup
        self.onStop = onStop
        self.sampleDays = sampleDays
    }

    package var ledgerPath: String { "\(stateDirectory)/ledger.sqlite" }
    package var lockPath: String { "\(stateDirectory)/lock" }
    package var inboxPath: String { "\(stateDirectory)/inbox" }
    package var controlPath: String { "\(runtimeDirectory)/control" }
    package var signalStreamPath: String { "\(runtimeDirectory)/signals" }
    package var signalDatagramPath: String { "\(runtimeDirectory)/signals.dgram" }
}
