import GridMarket
import CurtailmentEngine

/// The orders that wait for the ledger.
struct BatchBook {
    /// A transaction handed to the ledger and the orders that go out once it is durable.
    private struct Batch {
        let number: Int64
        var orders: [FleetOrder]
        /// Whether the ledger has said that it keeps the transaction until it is writable again.
        var isBlocked = false
    }

    private var waiting: [Batch] = []
    /// The number that the next batch gets.
    private(set) var next: Int64 = 1

    /// Batches with orders that are kept apart; beyond it the oldest are joined.
    static let limit = 64

    /// Numbers a new batch.
    mutating func open(orders: [FleetOrder]) -> Int64 {
        defer { next += 1 }
        guard !orders.isEmpty else { return next }
        waiting.append(Batch(number: next, orders: orders))
        if waiting.count > Self.limit { joinOldest() }
        return next
    }

    /// Orders of every batch up to this one: the ledger writes in order.
    mutating func close(through number: Int64) -> [FleetOrder] {
        let done = waiting.prefix { $0.number <= number }
        waiting.removeFirst(done.count)
        return done.flatMap(\.orders)
    }

    /// The ledger keeps this batch and does not answer for it again.
    mutating func block(_ number: Int64) {
        for index in waiting.indices where waiting[index].number == number { waiting[index].isBlocked = true }
    }

    /// Orders of the batches that were blocked, now that all the ledger had kept is written.
    mutating func unblock() -> [FleetOrder] {
        guard let last = waiting.last(where: \.isBlocked) else { return [] }
        return close(through: last.number)
    }

    /// Takes out every order to sleep, because something urgent wants the load down and cannot wait.
    mutating func takeSleeps() -> [FleetOrder] {
        var sleeps: [FleetOrder] = []
        for index in waiting.indices {
            sleeps += waiting[index].orders.filter { $0.action == .sleep }
            waiting[index].orders.removeAll { $0.action == .sleep }
        }
        waiting.removeAll(where: \.orders.isEmpty)
        return sleeps
    }

    /// Forgets every order: units are numbered anew, and the engine tells them again.
    mutating func forgetOrders() { waiting = [] }

    /// Joins the two oldest batches; what they want of a unit is checked against the engine before it goes out.
    private mutating func joinOldest() {
        let first = waiting.removeFirst()
        let orders = first.orders + waiting[0].orders
        waiting[0].isBlocked = waiting[0].isBlocked || first.isBlocked
        waiting[0].orders = [FleetOrder.Action.sleep, .wake].compactMap { action in
            let mine = orders.filter { $0.action == action }
            guard let last = mine.last else { return nil }
            var known = Set<Int>()
            let units = mine.flatMap(\.units).filter { known.insert($0).inserted }
            return FleetOrder(decision: last.decision, action: action, units: units, urgency: last.urgency)
        }
    }
}
