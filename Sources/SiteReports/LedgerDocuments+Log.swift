import GridMarket
package import ControlSocket
package import CurtailmentEngine
package import GridUnits
package import LedgerStore

extension LedgerDocuments {
    /// `curtaild.log/1`: curtailment events, newest last.
    ///
    /// - Parameters:
    ///   - reader: the ledger.
    ///   - selection: which events; following is the caller's.
    ///   - now: the end of the events that still stand; by default they have no duration.
    /// - Returns: the document.
    /// - Throws: what reading the ledger throws.
    package static func log(
        _ reader: LedgerReader, _ selection: LogSelection, now: UTCInstant? = nil
    ) throws -> ControlValue {
        let events = try reader.events(
            since: selection.since, until: selection.until, program: selection.program)
        return [
            "schema": "curtaild.log/1",
            "events": .list(try events.map { .object(try members(of: $0.event, reader, now: now)) }),
        ]
    }

    /// `curtaild.event/1`: one event, as `log --follow` streams it.
    ///
    /// - Parameters:
    ///   - event: as it stands.
    ///   - reader: where its intervals are looked up; nil leaves energy and money unknown.
    ///   - now: the end of an event that still stands; by default it has no duration.
    /// - Returns: the document.
    /// - Throws: what reading the ledger throws.
    package static func event(
        _ event: CurtailmentEvent, _ reader: LedgerReader?, now: UTCInstant? = nil
    ) throws -> ControlValue {
        .object([.init("schema", "curtaild.event/1")] + (try members(of: event, reader, now: now)))
    }

    /// The fields of an event.
    ///
    /// Energy and money are those of every interval that the event touches: an interval that is only partly in the
    /// event still belongs to it, whole. Two events in one interval therefore both show it, and sums over events may
    /// count it twice; sums of money come from `credits`.
    static func members(
        of event: CurtailmentEvent, _ reader: LedgerReader?, now: UTCInstant?
    ) throws -> [ControlValue.Member] {
        let end = event.endedAt ?? now
        let settled = try reader?.settlement(
            from: event.startedAt, until: end ?? UTCInstant(nanosecondsSinceEpoch: .max),
            isShadow: event.isShadow)
        let seconds = end.map { max(0, $0.nanoseconds(since: event.startedAt) / 1_000_000_000) }
        let value: ControlValue = [
            "id": .integer(event.id), "state": .text(event.state.rawValue),
            "is_shadow": .bool(event.isShadow),
            "started_at": .instant(event.startedAt), "ended_at": .instant(event.endedAt),
            "duration_s": .optional(seconds),
            "programs": .list(event.programs.map { .text($0.rawValue) }),
            "reason": .text(event.reason.rawValue),
            "lowest_target_mw": .decimal(event.lowestTarget),
            "lowest_commanded_mw": .decimal(event.lowestCommanded),
            "lowest_confirmed_mw": .decimal(event.lowestConfirmed),
            "lowest_metered_mw": .decimal(event.lowestMetered), "failed_units": .integer(event.failedUnits),
            "curtailed_mwh": .megawattHours(settled?.curtailed), "net_usd": .dollars(settled?.net),
        ]
        return value.members ?? []
    }
}
