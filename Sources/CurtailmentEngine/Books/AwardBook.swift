import GridMarket
import GridUnits

/// The awards that are in force or still to come, of every program and market, for all programs alike.
///
/// An award is one program, market and start of an id; the same again replaces it. An award that has ended leaves the
/// book; one in force never does. The book is bounded by the future: where it is full, the award that starts last
/// is refused, and the refusal is an answer that has to be passed on.
struct AwardBook: Hashable, Sendable {
    /// By their ends, then their ids.
    private(set) var awards: [AwardSignal] = []

    /// Eight products of 34 hours in two markets are 544 awards; a sender that exceeds this repeats itself under new ids.
    static let limit = 1_024

    init(_ awards: [AwardSignal] = []) { self.awards = awards }

    /// Records an award in the place of what was known of it.
    ///
    /// A real-time award of a span that is over settles it, and says nothing about what was sold day-ahead.
    ///
    /// - Parameters:
    ///   - award: of any program, market and span; one that is over only clears what it corrects.
    ///   - now: ends what has ended by then.
    /// - Returns: the award that found no room, which may be another than this one; nil while there is room.
    mutating func record(_ award: AwardSignal, at now: UTCInstant) -> AwardSignal? {
        awards.removeAll { known in known.end <= now || known.isSame(as: award) }
        guard award.end > now else { return nil }
        let place = awards.firstIndex { ($0.end, $0.id) > (award.end, award.id) } ?? awards.endIndex
        awards.insert(award, at: place)
        guard awards.count > Self.limit else { return nil }
        // What is in force starts first of all, and goes last: an obligation may stand on it.
        let last = awards.indices.max { left, right in
            (awards[left].start, awards[left].end, left) < (awards[right].start, awards[right].end, right)
        }
        return last.map { awards.remove(at: $0) }
    }

    /// The largest award of some programs that is in force; an award of nothing is how an issuer takes one back.
    func largest(of programs: Set<Program>, at now: UTCInstant) -> AwardSignal? {
        var largest: AwardSignal?
        for award in awards where award.isInForce(at: now) && programs.contains(award.program) {
            if award.power > largest?.power ?? .zero { largest = award }
        }
        return largest
    }

    /// The programs of the awards of an id.
    func programs(ofAward id: String) -> [Program] { awards.filter { $0.id == id }.map(\.program) }
}

extension AwardSignal {
    fileprivate func isSame(as other: AwardSignal) -> Bool {
        id == other.id && program == other.program && market == other.market && start == other.start
    }

    fileprivate func isInForce(at now: UTCInstant) -> Bool { start <= now && now < end }
}
