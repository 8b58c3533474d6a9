package import GridMarket

/// The fate of one source's lines.
package struct IntakeCounts: Hashable, Sendable {
    /// Passed on.
    package internal(set) var accepted = 0
    /// Prices of other settlement points: taken, not passed on.
    package internal(set) var otherPoint = 0
    /// Accepted, but above the usual price cap.
    package internal(set) var flagged = 0
    /// Connections beyond the limit, closed at once.
    package internal(set) var refusedConnections = 0
    private var byReason: [RejectionReason: Int] = [:]

    init() {}

    /// All rejections.
    package var rejected: Int { byReason.values.reduce(0, +) }

    /// The reasons that occurred, with their counts.
    package var reasons: [(reason: RejectionReason, count: Int)] {
        RejectionReason.allCases.compactMap { reason in byReason[reason].map { (reason: reason, count: $0) } }
    }

    /// How often a reason occurred.
    package subscript(_ reason: RejectionReason) -> Int { byReason[reason] ?? 0 }

    mutating func add(_ reason: RejectionReason, times count: Int = 1) {
        guard count > 0 else { return }
        byReason[reason, default: 0] += count
    }
}
