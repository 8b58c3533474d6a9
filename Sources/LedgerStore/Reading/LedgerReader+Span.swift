import SiteRecord
package import CurtailmentEngine
import Foundation
import GRDB
package import GridUnits
import Settlement

/// The state in which a decision left the site, without its reasons.
package struct LedgerStep: Hashable, Sendable {
    /// When it was decided.
    package let at: UTCInstant
    /// The event that stood; nil while nothing was curtailed.
    package let event: Int64?
    /// The load the site might draw.
    package let target: Power
    /// The load it was asked for.
    package let commanded: Power
    /// The load read back at the time.
    package let confirmed: Power
    /// The decision in a sentence.
    package let summary: String
}

extension LedgerReader {
    /// The recorded inputs that a span is drawn from.
    package enum MeasuredKind: Hashable, Sendable, CaseIterable {
        /// The readings of units.
        case fleet
        /// Only those reports in which a unit stopped answering or did not do what it was told.
        case failingFleet
        case frequency, meter

        fileprivate var condition: String {
            let start = "substr(body, 1, 240)"
            let fleet = "instr(\(start), ',\"fleet\":{') > 0"
            return switch self {
            case .fleet: fleet
            case .failingFleet:
                "\(fleet) AND (instr(body, '\"unreachable\"') > 0 OR instr(body, '\"refusing\"') > 0)"
            case .frequency: "instr(\(start), ',\"frequency\":{') > 0"
            case .meter: "instr(\(start), '\"signal\":{\"meter\"') > 0"
            }
        }
    }

    /// Hands out the recorded inputs of a span in order.
    ///
    /// - Parameters:
    ///   - kinds: which of them.
    ///   - start: inclusive.
    ///   - end: exclusive.
    ///   - each: takes one input.
    /// - Throws: GRDB's error when the file cannot be read, and whatever `each` throws.
    package func inputs(
        of kinds: [MeasuredKind], from start: UTCInstant, until end: UTCInstant,
        _ each: (EngineInput) throws -> Void
    ) throws {
        let conditions = kinds.map { "(\($0.condition))" }.joined(separator: " OR ")
        // By numbers of rows, because instants have no index in the chain.
        let bounds = [try sequence(at: start.advanced(byNanoseconds: -1_000_000)), try sequence(at: end)]
        try queue.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT kind, CAST(body AS BLOB) AS body FROM chain
                    WHERE seq >= ?1 AND seq <= ?2 AND kind = 'input' AND (\(conditions)) ORDER BY seq
                    """,
                arguments: [bounds[0], bounds[1]])
            while let row = try rows.next() {
                guard case .record(.input(let input)) = try LedgerQueries.entry(row).content,
                    input.at >= start, input.at < end
                else { continue }
                try each(input)
            }
        }
    }

    /// The steps of a span, one for each decision, oldest first, with the last one before it.
    package func steps(from start: UTCInstant, until end: UTCInstant) throws -> [LedgerStep] {
        let columns = """
            at_utc, event_id, target_microwatts, commanded_microwatts, confirmed_microwatts, summary, chain_seq
            """
        return try queue.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM (SELECT \(columns) FROM decisions WHERE at_utc < ?1
                        ORDER BY at_utc DESC, chain_seq DESC LIMIT 1)
                    UNION ALL SELECT \(columns) FROM decisions WHERE at_utc >= ?1 AND at_utc < ?2
                    ORDER BY chain_seq
                    """,
                arguments: [start.milliseconds, end.milliseconds]
            ).compactMap(LedgerStep.init)
        }
    }

    /// The sentence of the first decision of each event, by the event's number.
    ///
    /// - Parameter events: numbers; a range of them is read.
    /// - Returns: none for an event without a decision.
    /// - Throws: GRDB's error when the file cannot be read.
    package func firstSentences(of events: ClosedRange<Int64>) throws -> [Int64: String] {
        let rows = try queue.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT event_id, min(chain_seq), summary FROM decisions
                    WHERE event_id BETWEEN ?1 AND ?2 GROUP BY event_id
                    """,
                arguments: [events.lowerBound, events.upperBound])
        }
        return Dictionary(rows.map { ($0["event_id"], $0["summary"]) }) { first, _ in first }
    }
}

extension LedgerStep {
    /// Nil when the row's instant is not one.
    fileprivate init?(_ row: Row) {
        guard let at = UTCInstant(rfc3339: row["at_utc"] as String) else { return nil }
        self.init(
            at: at, event: row["event_id"], target: Power(stored: row["target_microwatts"]),
            commanded: Power(stored: row["commanded_microwatts"]),
            confirmed: Power(stored: row["confirmed_microwatts"]), summary: row["summary"])
    }
}
