import GridUnits

/// Under what intervals closed whose load is given later, as in a replay, whose movements have to end first.
struct ClosingBook: Hashable, Sendable {
    /// The terms in force when intervals closed.
    struct Closing: Hashable, Sendable {
        let policyNumber: Int64
        let hashprice: Money
    }

    private struct Stretch: Hashable, Sendable {
        var before: UTCInstant
        let closing: Closing
    }

    /// In order; each holds for the intervals between the one before it and its end.
    private var stretches: [Stretch] = []

    /// Notes that every interval before an instant has closed.
    mutating func close(before instant: UTCInstant, under closing: Closing) {
        if let last = stretches.last, last.closing == closing {
            stretches[stretches.count - 1].before = instant
        } else {
            stretches.append(Stretch(before: instant, closing: closing))
        }
    }

    /// The terms in force when an interval closed; nil while it is open.
    func closing(of interval: SettlementInterval) -> Closing? {
        stretches.first { interval.start < $0.before }?.closing
    }

    /// Forgets intervals before an instant.
    mutating func forget(before instant: UTCInstant) { stretches.removeAll { $0.before < instant } }
}
