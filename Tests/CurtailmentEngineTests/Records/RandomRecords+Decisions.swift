import GridMarket
import GridUnits

@testable import CurtailmentEngine

extension RandomRecords {
    mutating func recovery() -> Recovery {
        var asleep = list(5) { $0.text() }
        let (stem, first) = (text(), count(2_000))
        for number in first..<(first + count(300)) { asleep.append("\(stem)/\(number)") }
        return Recovery(memory: memory(), asleep: asleep, returning: list(5) { $0.text() })
    }

    mutating func memory() -> EngineMemory {
        EngineMemory(
            nextDecision: integer(), nextEvent: integer(), mode: maybe { $0.one() },
            event: maybe { $0.event() },
            awards: list { $0.award() },
            obligations: ObligationBook(
                standing: list { $0.obligation() },
                ended: list {
                    ObligationBook.Ended(identity: $0.identity(), modification: $0.count(9), at: $0.instant())
                }),
            hashprice: maybe { $0.amount() }, programs: memories(), pace: maybe { $0.pace() })
    }

    mutating func identity() -> Obligation.Identity { Obligation.Identity(issuer: text(), id: text()) }

    mutating func obligation() -> Obligation {
        var obligation = Obligation(
            identity: identity(), modification: count(9), program: one(), action: one(),
            power: maybe { $0.amount() }, ceiling: maybe { $0.amount() }, since: instant(),
            deadline: maybe { $0.instant() }, answersTo: list { $0.one() })
        obligation.recalledAt = maybe { $0.instant() }
        obligation.isVoid = flag()
        return obligation
    }

    mutating func memories() -> ProgramMemories {
        var memories = ProgramMemories()
        memories[.manual] = maybe {
            EngineMemory.ManualHold(
                level: $0.level(), ceiling: $0.amount(), since: $0.instant(),
                until: $0.maybe { $0.instant() }, issuer: $0.text(), reason: $0.text())
        }
        memories[.underfrequency] = maybe {
            UnderfrequencyProgram.Memory(
                frequency: $0.amount(), recoveredSince: $0.maybe { $0.instant() })
        }
        memories[.price] = maybe {
            PriceProgram.Memory(
                prices: $0.list { EngineMemory.KnownPrice(signal: $0.price(), receivedAt: $0.instant()) },
                holds: $0.list {
                    EngineMemory.GroupHold(
                        group: $0.text(), isCurtailing: $0.flag(), since: $0.maybe { $0.instant() })
                }, overriddenUntil: $0.maybe { $0.instant() })
        }
        return memories
    }

    mutating func event() -> CurtailmentEvent {
        CurtailmentEvent(
            id: integer(), state: one(), startedAt: instant(), endedAt: maybe { $0.instant() },
            isShadow: flag(),
            programs: list { $0.one() }, reason: one(), lowestTarget: amount(), lowestCommanded: amount(),
            lowestConfirmed: amount(), lowestMetered: maybe { $0.amount() }, failedUnits: count(30_000))
    }

    mutating func demand() -> Demand {
        Demand(
            program: one(), reason: one(),
            bounds: Bounds(
                ceiling: maybe { $0.amount() }, floor: maybe { $0.amount() },
                groups: list(6) { $0.count(20) },
                setPoint: maybe { $0.amount() }),
            figures: list { Figure(name: $0.text(), value: $0.text(), unit: $0.text()) })
    }

    mutating func decision() -> Decision {
        Decision(
            id: integer(), at: instant(), mode: one(), event: maybe { $0.integer() }, state: one(),
            available: amount(), target: amount(), commanded: amount(), confirmed: amount(),
            winner: maybe { $0.demand() }, runnerUp: maybe { $0.demand() },
            rulings: list {
                Ruling(
                    rule: $0.one(), stands: $0.one(), yields: $0.one(), wanted: $0.amount(),
                    granted: $0.amount())
            }, sleeps: units(), wakes: units(), pace: maybe { $0.pace() }, summary: text())
    }

    mutating func pace() -> ReturnPace {
        ReturnPace(
            rampPerMinute: .watts(1 + Int64(count(1_000_000))),
            elapsed: .milliseconds(Int64(count(1_000_000))),
            returned: .watts(Int64(count(1_000_000))))
    }
}
