import GridUnits
import SiteRecord
import SiteReports
import Testing

@testable import CurtailCommands

@Suite("Pages")
struct PageTests {
    static func instant(_ text: String) -> UTCInstant {
        UTCInstant(rfc3339: text) ?? UTCInstant(secondsSinceEpoch: 0)
    }

    static func megawatts(_ text: String) -> Power { (try? Power(decimal: text)) ?? .zero }

    static func dollars(_ text: String) -> Money { (try? Money(decimal: text)) ?? .zero }

    static let status = Status.Reply(
        site: "west", at: instant("2026-07-22T21:45:00.000Z"), mode: "armed", state: "curtailed", event: 12,
        reason: "price 250.1 > break-even 107.142857 USD/MWh", winner: nil,
        runnerUp: DemandLine(
            program: "manual", reason: "manual_command", sentence: "manual command by uid 0", ceiling: nil,
            figures: []),
        target: .zero, commanded: .zero, confirmed: megawatts("1.2345678"), metered: nil,
        available: megawatts("99.9985"),
        obligations: [
            Status.Obligation(
                program: "underfrequency", id: "RRS-7", since: instant("2026-07-22T21:40:00Z"),
                ceiling: .megawatts(60), text: "awaits its recall")
        ], manual: nil,
        frequency: Status.FrequencyReading(
            frequency: .millihertz(59_981), source: "relay1", at: instant("2026-07-22T21:44:59.9Z")),
        sources: [
            Status.Source(
                name: "prices", condition: "stale", age: .seconds(2_700), lastValue: "250.1 USD/MWh")
        ],
        alarms: [
            Status.AlarmLine(
                kind: "price_stale", since: instant("2026-07-22T21:00:00Z"), text: "no price for 2700 s")
        ],
        today: Status.Today(
            day: CalendarDate(year: 2026, month: 7, day: 22),
            curtailed: Energy(microwattSeconds: 24_999_600 * 3_600_000_000),
            energyAvoided: dollars("6252.399"), lostHash: dollars("2678.53"), restartCost: .zero,
            net: dollars("3573.869")),
        ledger: Status.LedgerState(head: "0123456789abcdef0123456789abcdef", condition: "writable"))

    @Test("the status names mode, reason, megawatts, what binds, alarms and money")
    func status() {
        let expected = """
            west  armed  curtailed  2026-07-22 21:45:00Z
            Load MW     target 0.000   commanded 0.000   confirmed 1.235   metered -   of 99.998
            Why         price 250.1 > break-even 107.142857 USD/MWh
            Behind it   manual command by uid 0
            Event       12 — curtailctl explain 12
            Obligation  underfrequency RRS-7 since 2026-07-22 21:40:00Z: at most 60.000 MW, awaits its recall
            Frequency   59.981 Hz from relay1, 2026-07-22 21:44:59Z
            Today       25.000 MWh curtailed, avoided 6252.40, lost hash 2678.53, net 3573.87 USD
            Ledger      writable, head 0123456789abcdef
            ALARM       no price for 2700 s (since 2026-07-22 21:00:00Z)

            SOURCE  CONDITION     AGE  LAST VALUE
            prices  stale      45 min  250.1 USD/MWh

            """
        #expect(Status.page(Self.status, .plain) == expected)
    }

    @Test("what a page is made of comes back from the wire as it was sent")
    func roundTrips() throws {
        let wire = try JSONValue(json: Self.status.canonicalBytes)
        #expect(wire["schema"] == "curtaild.status/1")
        #expect(wire["metered_mw"] == JSONValue.null)
        let read = try Status.Reply(recorded: wire)
        #expect(read.canonicalBytes == Self.status.canonicalBytes)
        #expect(Status.page(read, .plain) == Status.page(Self.status, .plain))
        let other = #expect(throws: CanonicalFailure.self) { try Status.Reply(recorded: ["schema": "x/1"]) }
        #expect(other?.description.contains("x/1, not curtaild.status/1") == true)
        let lacking = JSONValue.object((wire.members ?? []).filter { $0.name != "reason" })
        let missing = #expect(throws: CanonicalFailure.self) { try Status.Reply(recorded: lacking) }
        #expect(missing?.description.contains("reason") == true)
    }

    @Test("colours mark alarms, only where there are colours")
    func colours() {
        #expect(!Status.page(Self.status, .plain).contains("\u{1B}"))
        #expect(
            Status.page(Self.status, TextStyle(isColoured: true)).contains(
                "\u{1B}[31mno price for 2700 s"))
    }

    @Test("the log is a table that fits 100 columns whatever the programs are called")
    func log() {
        func event(_ id: Int64, _ state: String, end: String?, programs: [String], net: Money?) -> EventLine {
            EventLine(
                id: id, state: state, isShadow: end != nil, startedAt: Self.instant("2026-07-22T21:45:00Z"),
                endedAt: end.map(Self.instant), duration: end.map { _ in .seconds(3_600) },
                programs: programs, reason: "price_above_break_even", target: .zero, commanded: .zero,
                confirmed: Self.megawatts("0.35"), metered: nil, failedUnits: 100,
                curtailed: net.map { _ in Energy(microwattSeconds: 99_900_000 * 3_600_000_000) }, net: net)
        }
        let events = [
            event(
                1, "completed_with_failures", end: "2026-07-22T22:45:00Z",
                programs: ["price", "underfrequency"], net: Self.dollars("-12.345")),
            event(2, "active", end: nil, programs: ["manual"], net: nil),
        ]
        let expected = """
            ID  STATE         STARTED               LASTED  PROGRAMS       TARGET MW  CONFIRMED     MWH  NET USD
             1  completed w…  2026-07-22 21:45:00Z  60 min  price,underf…      0.000      0.350  99.900   -12.34
             2  active        2026-07-22 21:45:00Z       -  manual             0.000      0.350       -        -

            """
        #expect(Log.page(.events(events), .plain) == expected)
        #expect(expected.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(
            Log.page(.events([]), .plain).hasPrefix(
                "No curtailment events"))
    }

    @Test("the fleet names groups, states and the units left out")
    func fleet() {
        let reply = Fleet.Reply(
            groups: [
                Fleet.GroupLine(
                    name: "s21", driver: "luxos", units: 1_000, rated: Self.megawatts("3.5"),
                    commanded: .zero, confirmed: Self.megawatts("0.035"), curtailed: Self.megawatts("3.465"),
                    breakEven: EnergyPrice(microdollarsPerMegawattHour: 107_142_857),
                    states: ByName([("asleep", 990), ("unreachable", 10)]))
            ],
            units: [
                Fleet.UnitLine(
                    id: "m17", group: "s21", rack: "A1", state: "unreachable", rated: .watts(3_500),
                    drawing: nil,
                    order: "sleep", lastAnswer: "connection timed out", age: .seconds(12))
            ], unitsOmitted: 9)
        let expected = """
            GROUP  DRIVER  UNITS  RATED MW  COMMANDED  CONFIRMED  CURTAILED  BREAK-EVEN
            s21    luxos    1000     3.500      0.000      0.035      3.465      107.14
            s21: 990 asleep, 10 unreachable

            UNIT  GROUP  RACK  STATE        RATED W  DRAWING W  ORDER  LAST ANSWER            AGE
            m17   s21    A1    unreachable     3500          -  sleep  connection timed out  12 s
            9 more units; narrow it: curtailctl fleet --group NAME --rack RACK --state STATE

            """
        #expect(Fleet.page(reply, .plain) == expected)
    }

    @Test("signals show counts, and why the last line was refused")
    func signals() {
        let reply = Signals.Reply(sources: [
            Signals.Source(
                name: "socket", transport: "unix-stream", condition: "fresh", rank: 0, lastKind: "price",
                lastValue: "25.5 USD/MWh", lastAt: Self.instant("2026-07-22T21:45:00Z"), age: .seconds(40),
                staleAfter: .seconds(1_800), quality: "good", accepted: 120, rejectedTotal: 3,
                rejected: ByName([("malformed", 2), ("future", 1)]), otherPoint: 0, lastReason: "no number",
                lastLine: "price x", failure: nil)
        ])
        let expected = """
            SOURCE  TRANSPORT    CONDITION  LAST VALUE           AGE   LIMIT  ACCEPTED  REJECTED
            socket  unix-stream  fresh      price 25.5 USD/MWh  40 s  30 min       120         3

            socket rejected: malformed 2, future 1
              last: no number
              line: price x

            """
        #expect(Signals.page(reply, .plain) == expected)
    }

    @Test("a reply says what was done and what still holds")
    func reply() {
        let reply = CommandReply(
            isAccepted: true, event: nil, mode: "armed", target: .megawatts(10), commanded: .megawatts(10),
            message: "The manual curtailment is released.",
            stillHolding: [
                DemandLine(
                    program: "price", reason: "price_above_break_even",
                    sentence: "price 250 > break-even 107 USD/MWh", ceiling: nil, figures: [])
            ])
        let expected = """
            The manual curtailment is released.
            Load MW     target 10.000   commanded 10.000   (armed)
            Still holds price 250 > break-even 107 USD/MWh

            """
        #expect(Release.page(reply, .plain) == expected)
        let dryRun = Curtail.DryRun(
            target: .megawatts(5), sheds: .megawatts(5), units: 5,
            groups: [Curtail.GroupLine(name: "a", units: 5, power: .megawatts(5))], wakes: 0, lostHash: nil,
            energyAvoided: nil, message: "Nothing was done.")
        #expect(
            Curtail.page(.dryRun(dryRun), .plain).contains("5 units would sleep (5.000 MW), 0 would wake"))
        let reload = Reload.Reply(changes: ["price.min_down_s 900 → 600"], message: "Done.")
        #expect(Reload.page(reload, .plain) == "Done.\n  price.min_down_s 900 → 600\n")
    }
}
