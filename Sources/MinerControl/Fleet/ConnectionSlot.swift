import HostSystem

/// One place for a connection; it stays with its unit from the first request of an exchange to the last
/// reply.
struct ConnectionSlot {
    enum Phase {
        case connecting
        case awaitingReply
    }

    /// The exchange under way in an occupied slot.
    struct Talk {
        var unit: Int
        let isOrder: Bool
        var exchange: any UnitExchange
        let replyLimit: Int
        /// Nanoseconds.
        let replyWithin: Int64
        var phase = Phase.connecting
        /// Connections opened for this exchange.
        var connections = 0
        /// Boot time at which the present step is given up.
        var deadline: Int64 = .max
        /// Boot time from which it counts as slow.
        var slowAt: Int64 = .max
        var isSlow = false
        var request: [UInt8] = []
        var sent = 0
    }

    var talk: Talk?
    var socket: StreamSocket?
    /// Told apart by this, an event that was fetched before the slot changed hands is dropped.
    var generation: UInt32 = 0
    /// Kept between exchanges, so that its memory is reused.
    var received: [UInt8] = []
    var scanned = 0
}
