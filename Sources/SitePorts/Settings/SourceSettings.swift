package import GridMarket
import CurtailmentEngine
package import GridUnits

/// One configured source of signals.
package struct SourceSettings: Hashable, Sendable {
    /// How the source is reached.
    package enum Transport: Hashable, Sendable {
        /// A file that is followed as it grows, rotates or is truncated.
        case file(path: String)
        /// A folder into which whole files are dropped.
        case inbox(path: String)
        case unixStream(path: String)
        case unixDatagram(path: String)
        case tcp(host: String, port: Int)
        case udp(host: String, port: Int)
    }

    /// Unique among the sources; journal, status and ledger use it.
    package let name: String
    /// How signals come.
    package let transport: Transport
    /// Age after which the source counts as stale; nil never (an inbox has nothing to say most of the time).
    package let staleAfter: TimeSpan?
    /// Of sources that say the same thing the one of the lowest rank counts while it is fresh.
    package let rank: Int
    /// The kinds the source may send; others are rejected.
    package let may: Set<SignalKind>

    package init(
        name: String, transport: Transport, staleAfter: TimeSpan?, rank: Int, may: Set<SignalKind>
    ) {
        self.name = name
        self.transport = transport
        self.staleAfter = staleAfter
        self.rank = rank
        self.may = may
    }

    /// The kinds a source may send unless its configuration says otherwise: neither instructions nor awards.
    package static let defaultKinds = Set(SignalKind.allCases).subtracting([.instruction, .award])
}
