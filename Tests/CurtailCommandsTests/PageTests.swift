import ControlSocket
import Testing

@testable import CurtailCommands

@Suite("Pages")
struct PageTests {
    static let status: ControlValue = [
        "schema": "curtaild.status/1", "site": "west", "at": "2026-07-22T21:45:00.000Z", "mode": "armed",
        "state": "curtailed",
        "event": ["id": 12, "state": "active", "started_at": "2026-07-22T21:30:00.000Z"],
        "reason": "price 250.1 > break-even 107.142857 USD/MWh", "target_mw": "0", "commanded_mw": "0",
        "confirmed_mw": "1.2345678", "metered_mw": nil, "available_mw": "99.9985",
        "runner_up": [
            "program": "manual", "reason": "manual_command", "sentence": "manual command by uid 0",
        ],
        "obligations": [
            [
                "program": "underfrequency", "id": "RRS-7", "since": "2026-07-22T21:40:00Z",
                "ceiling_mw": "60",
                "text": "awaits its recall",
            ]
        ], "manual": nil, "frequency": ["hz": "59.981", "source": "relay1", "at": "2026-07-22T21:44:59.9Z"],
        "alarms": [["kind": "price_stale", "since": "2026-07-22T21:00:00Z", "text": "no price for 2700 s"]],
        "sources": [["name": "prices", "condition": "stale", "age_s": 2_700, "last_value": "250.1 USD/MWh"]],
        "today": [
            "curtailed_mwh": "24.9996", "energy_avoided_usd": "6252.399", "lost_hash_usd": "2678.53",
            "net_usd": "3573.869",
        ], "ledger": ["head": "0123456789abcdef0123456789abcdef", "condition": "writable"],
    ]

    @Test("the status names mode, reason, megawatts, what binds, alarms and money")
    func status() {
        let expected = """
            west  armed  curtailed  2026-07-22 21:45:00Z
            Load MW     target 0.000   commanded 0.000   confirmed 1.235   metered -   of 99.998
            Why         price 250.1 > break-even 107.142857 USD/MWh
            Behind it   manual command by uid 0
            Event       12, active, since 2026-07-22 21:30:00Z — curtailctl explain 12
            Obligation  underfrequency RRS-7 since 2026-07-22 21:40:00Z: at most 60.000 MW, awaits its recall
            Frequency   59.981 Hz from relay1, 2026-07-22 21:44:59Z
            Today       25.000 MWh curtailed, avoided 6252.40, lost hash 2678.53, net 3573.87 USD
            Ledger      writable, head 0123456789abcdef
            ALARM       no price for 2700 s (since 2026-07-22 21:00:00Z)

            SOURCE  CONDITION     AGE  LAST VALUE
            prices  stale      45 min  250.1 USD/MWh

            """
        #expect(StatusPage.text(Self.status, .plain) == expected)
    }

    @Test("a status without any member is still a page")
    func emptyStatus() {
        #expect(StatusPage.text([:], .plain).hasPrefix("-  -  -  -\nLoad MW     target -"))
    }

    @Test("colours mark alarms, only where there are colours")
    func colours() {
        #expect(!StatusPage.text(Self.status, .plain).contains("\u{1B}"))
        #expect(
            StatusPage.text(Self.status, TextStyle(isColoured: true)).contains(
                "\u{1B}[31mno price for 2700 s"))
    }

    @Test("the log is a table that fits 100 columns whatever the programs are called")
    func log() {
        let document: ControlValue = [
            "schema": "curtaild.log/1",
            "events": [
                [
                    "id": 1, "state": "completed_with_failures", "is_shadow": true,
                    "started_at": "2026-07-22T21:45:00Z",
                    "ended_at": "2026-07-22T22:45:00Z", "duration_s": 3_600,
                    "programs": ["price", "underfrequency"],
                    "reason": "price_above_break_even", "lowest_target_mw": "0", "lowest_commanded_mw": "0",
                    "lowest_confirmed_mw": "0.35", "lowest_metered_mw": nil, "failed_units": 100,
                    "curtailed_mwh": "99.9", "net_usd": "-12.345",
                ],
                ["id": 2, "state": "active", "started_at": "2026-07-23T21:45:00Z", "programs": ["manual"]],
            ],
        ]
        let expected = """
            ID  STATE         STARTED               LASTED  PROGRAMS       TARGET MW  CONFIRMED     MWH  NET USD
             1  completed w…  2026-07-22 21:45:00Z  60 min  price,underf…      0.000      0.350  99.900   -12.34
             2  active        2026-07-23 21:45:00Z       -  manual                 -          -       -        -

            """
        #expect(LogPage.text(document, .plain) == expected)
        #expect(expected.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(
            LogPage.text(["schema": "curtaild.log/1", "events": []], .plain).hasPrefix(
                "No curtailment events"))
    }

    @Test("the fleet names groups, states and the units left out")
    func fleet() {
        let document: ControlValue = [
            "schema": "curtaild.fleet/1",
            "groups": [
                [
                    "name": "s21", "driver": "luxos", "units": 1_000, "rated_mw": "3.5", "commanded_mw": "0",
                    "confirmed_mw": "0.035", "curtailed_mw": "3.465", "break_even_usd_per_mwh": "107.142857",
                    "states": ["asleep": 990, "unreachable": 10],
                ]
            ],
            "units": [
                [
                    "id": "m17", "group": "s21", "state": "unreachable", "rated_w": 3_500, "drawing_w": nil,
                    "order": "sleep", "last_answer": "connection timed out", "age_s": 12,
                ]
            ], "units_omitted": 9,
        ]
        let expected = """
            GROUP  DRIVER  UNITS  RATED MW  COMMANDED  CONFIRMED  CURTAILED  BREAK-EVEN
            s21    luxos    1000     3.500      0.000      0.035      3.465      107.14
            s21: 990 asleep, 10 unreachable

            UNIT  GROUP  STATE        RATED W  DRAWING W  ORDER  LAST ANSWER            AGE
            m17   s21    unreachable     3500          -  sleep  connection timed out  12 s
            9 more units; narrow it: curtailctl fleet --group NAME --state STATE

            """
        #expect(FleetPage.text(document, .plain) == expected)
    }

    @Test("signals show counts, and why the last line was refused")
    func signals() {
        let document: ControlValue = [
            "schema": "curtaild.signals/1",
            "sources": [
                [
                    "name": "socket", "transport": "unix-stream", "condition": "fresh", "last_kind": "price",
                    "last_value": "25.5 USD/MWh", "last_at": "2026-07-22T21:45:00Z", "age_s": 40,
                    "stale_s": 1_800,
                    "accepted": 120, "rejected": ["malformed": 2, "future": 1], "last_reason": "no number",
                    "last_line": "price x",
                ]
            ],
        ]
        let expected = """
            SOURCE  TRANSPORT    CONDITION  LAST VALUE           AGE   LIMIT  ACCEPTED  REJECTED
            socket  unix-stream  fresh      price 25.5 USD/MWh  40 s  30 min       120         3

            socket rejected: malformed 2, future 1
              last: no number
              line: price x

            """
        #expect(SignalsPage.text(document, .plain) == expected)
    }

    @Test("a reply says what was done and what still holds")
    func reply() {
        let reply: ControlValue = [
            "schema": "curtaild.command/1", "accepted": true, "event": nil, "mode": "armed",
            "target_mw": "10",
            "commanded_mw": "10", "message": "The manual curtailment is released.",
            "still_holding": ["price 250 > break-even 107 USD/MWh"],
        ]
        let expected = """
            The manual curtailment is released.
            Load MW     target 10.000   commanded 10.000   (armed)
            Still holds price 250 > break-even 107 USD/MWh

            """
        #expect(ReplyPage.text(reply, .plain) == expected)
        let dryRun: ControlValue = [
            "schema": "curtaild.dry_run/1", "target_mw": "5", "sheds_mw": "5", "units": 5, "wakes": 0,
            "groups": [["name": "a", "units": 5, "mw": "5"]], "message": "Nothing was done.",
        ]
        #expect(ReplyPage.text(dryRun, .plain).contains("5 units would sleep (5.000 MW), 0 would wake"))
        let reload: ControlValue = [
            "schema": "curtaild.reload/1", "changes": ["price.min_down_s 900 → 600"], "message": "Done.",
        ]
        #expect(ReplyPage.text(reload, .plain) == "Done.\n  price.min_down_s 900 → 600\n")
    }
}
