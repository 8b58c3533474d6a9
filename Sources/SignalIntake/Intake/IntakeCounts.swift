package import GridMarket

/// What became of the lines of one source.
package struct IntakeCounts: Hashable, Sendable {
    /// Passed on.
    package internal(set) var accepted = 0
    /// Prices of other settlement points: taken, not passed on.
    package internal(set) var otherPoint = 0
    /// Accepted, but above the usual price cap.
    package internal(set) var flagged = 0
    /// Connections beyond the limit, closed at once.
    package internal(set) var refusedConnections = 0
    private var byReason: [Int] = Array(repeating: 0, count: RejectionReason.allCases.count)

    init() {}

    /// All rejections.
    package var rejected: Int { byReason.reduce(0, +) }

    /// The reasons that occurred, with their counts.
    package var reasons: [(reason: RejectionReason, count: Int)] {
        zip(RejectionReason.allCases, byReason).filter { $0.1 > 0 }.map { (reason: $0.0, count: $0.1) }
    }

    package subscript(_ reason: RejectionReason) -> Int { byReason[reason.ordinal] }

    mutating func add(_ reason: RejectionReason, times count: Int = 1) { byReason[reason.ordinal] += count }
}

extension RejectionReason {
    /// The position among all reasons.
    var ordinal: Int {
        switch self {
        case .malformed: 0
        case .oversize: 1
        case .binary: 2
        case .unknownKind: 3
        case .notAllowed: 4
        case .absurd: 5
        case .future: 6
        case .ancient: 7
        case .duplicate: 8
        case .reordered: 9
        case .ambiguous: 10
        }
    }
}
