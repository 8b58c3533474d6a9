import GridUnits

/// The earliest of several moments that are still to come; what was due by now has just been looked at.
struct Deadline {
    private let now: MonotonicInstant
    private(set) var earliest: MonotonicInstant?

    init(after now: MonotonicInstant) { self.now = now }

    mutating func add(_ instant: MonotonicInstant?) {
        guard let instant, instant > now else { return }
        earliest = earliest.map { min($0, instant) } ?? instant
    }
}
