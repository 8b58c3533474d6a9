/// One POSIX signal, as an operator's wish.
package struct ReceivedProcessSignal: Hashable, Sendable {
    /// The signals that the daemon acts on.
    package enum Kind: Hashable, Sendable {
        case curtailEverything
        /// 10 to 90 percent of the curtailable load in service.
        case curtailPercent(Int)
        case release
        case reload
        case stop
    }

    /// The wish that the signal stands for.
    package let kind: Kind
    /// As people write it: `SIGUSR1`, `SIGRTMIN+3`.
    package let name: String
    /// 1 when the service manager sent it, whoever asked the manager; 0 when the kernel did.
    package let senderPID: Int32
    /// The user of the sender.
    package let senderUID: UInt32

    package init(kind: Kind, name: String, senderPID: Int32, senderUID: UInt32) {
        self.kind = kind
        self.name = name
        self.senderPID = senderPID
        self.senderUID = senderUID
    }

    /// Who, as commands are recorded: `SIGUSR1 from uid 0 pid 1`.
    package var issuer: String { "\(name) from uid \(senderUID) pid \(senderPID)" }
}
