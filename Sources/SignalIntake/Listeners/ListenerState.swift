import GridUnits
import NIOCore

/// Where the channel of a listener stands; the same for streams and datagrams.
enum ListenerState {
    case closed
    case opening
    case open(any Channel)
    case stopped

    /// Where a network socket is bound, once it is.
    var localAddress: NIOCore.SocketAddress? {
        guard case .open(let channel) = self else { return nil }
        return channel.localAddress
    }

    /// Takes the end of an attempt to open; a channel that comes only after the stop is closed again.
    ///
    /// - Parameters:
    ///   - result: the bound channel, or why there is none.
    ///   - intake: hears whether its transport works.
    ///   - now: monotonic.
    ///   - failing: what cannot be done, for the operator.
    mutating func accept(
        _ result: Result<any Channel, any Error>, for intake: SourceIntake, now: MonotonicInstant,
        failing: String
    ) {
        switch (result, self) {
        case (.success(let channel), .stopped): channel.close(promise: nil)
        case (.success(let channel), .closed), (.success(let channel), .opening),
            (.success(let channel), .open):
            self = .open(channel)
            intake.transportRecovered(now: now)
        case (.failure, .stopped): break
        case (.failure(let error), .closed), (.failure(let error), .opening), (.failure(let error), .open):
            self = .closed
            intake.transportFailed("\(failing): \(error); tried again each second")
        }
    }
}
