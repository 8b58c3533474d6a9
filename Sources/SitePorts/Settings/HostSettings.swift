import GridMarket
package import SiteRecord

/// Where the daemon keeps and opens things, and who may use them.
package struct HostSettings: Hashable, Sendable {
    /// The fate of curtailed load when the daemon stops in order.
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
    /// The fate of sleeping units when the daemon is stopped.
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

    /// The ledger's file.
    package var ledgerPath: String { "\(stateDirectory)/ledger.sqlite" }
    /// The file that keeps a second daemon away.
    package var lockPath: String { "\(stateDirectory)/lock" }
    /// The folder for files with signals.
    package var inboxPath: String { "\(stateDirectory)/inbox" }
    /// The socket of `curtailctl`.
    package var controlPath: String { "\(runtimeDirectory)/control" }
    /// The stream socket for signals.
    package var signalStreamPath: String { "\(runtimeDirectory)/signals" }
    /// The datagram socket for signals.
    package var signalDatagramPath: String { "\(runtimeDirectory)/signals.dgram" }
}

extension HostSettings {
    /// The keys of the file that say where the daemon keeps and opens things.
    package static var keys: [Key<HostSettings>] {
        [
            Key(control, \.self), Key(paths, \.self),
            Key(
                "on_stop", \.onStop, .choice(),
                """
                When the daemon stops in order: hold leaves curtailed load down, restore wakes what no obligation holds.
                """),
            Key(ledger, \.self),
        ]
    }

    /// The directories of the file hierarchy, the sockets for one group only, load left as it is at a stop.
    package static let standard = HostSettings(
        stateDirectory: "/var/lib/curtaild", runtimeDirectory: "/run/curtaild", isControlWorldReadable: false,
        controlGroup: "curtaild", onStop: .hold, sampleDays: standardSampleDays)

    private static let control = Section(
        "control", "Who may use the control socket: root and one group command.", of: standard
    ) {
        Key("world_readable", \.isControlWorldReadable, .flag, "Whether everybody else may read.")
        Key(
            "group", \.controlGroup, .name("a group of the system"),
            "The group that may command and send signals.")
    }

    private static let paths = Section(
        "paths",
        "Where things are kept. Under systemd STATE_DIRECTORY and RUNTIME_DIRECTORY win over these.",
        of: standard
    ) {
        Key("state", \.stateDirectory, .path("a directory"), "The ledger and the inbox.")
        Key("runtime", \.runtimeDirectory, .path("a directory"), "The sockets.")
    }

    private static let ledger = Section("ledger", "", of: standard) {
        Key(
            "samples_days", \.sampleDays, .count(in: 1...36_500, unit: "days"),
            """
            Days for which the raw frequency samples around curtailments and trips are kept (a minute before to 15 \
            minutes after). Their digests, and everything else in the ledger, stay for good.
            """)
    }
}
