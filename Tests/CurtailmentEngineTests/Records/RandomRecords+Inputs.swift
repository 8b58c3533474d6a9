import CurtailTesting
import GridMarket
import SiteRecord
import GridUnits

@testable import CurtailmentEngine

extension RandomRecords {
    /// Every case in turn, so that none is left to luck.
    mutating func input(_ turn: Int) throws -> EngineInput {
        let event: EngineEvent =
            switch turn % 9 {
            case 0: .started(try recovery())
            case 1: .signal(try record())
            case 2: .frequency(frequencyReport(turn / 9))
            case 3: .fleet(fleetReport())
            case 4: .command(try record())
            case 5: .timer
            case 6: .policy(policy())
            case 7: .clockStepped(byNanoseconds: integer())
            default: .ledger(one())
            }
        return EngineInput(at: instant(), monotonic: MonotonicInstant(nanoseconds: integer()), event: event)
    }

    mutating func recovery() throws -> Recovery {
        var asleep = list(5) { $0.text() }
        let (stem, first) = (text(), count(2_000))
        for number in first..<(first + count(300)) { asleep.append("\(stem)/\(number)") }
        return Recovery(memory: try record(), asleep: asleep, returning: list(5) { $0.text() })
    }

    /// A record of nothing but its table of members; another is drawn where members contradict each other.
    private mutating func record<Record: FieldValue>() throws -> Record {
        var random = RandomRecord(seed: bits())
        while true {
            let value = try CanonicalValue(parsing: random.next(of: Record.self))
            if let record = try? Record(recorded: value) { return record }
        }
    }

    mutating func frequencyReport(_ turn: Int) -> FrequencyReport {
        let observation = FrequencyReport.Observation(
            source: text(), at: instant(), frequency: amount(), rateOfChange: maybe { $0.amount() },
            samples: count(200))
        return switch turn % 4 {
        case 0: .crossed(observation)
        case 1: .recovered(observation)
        case 2: .second(observation, highest: amount())
        default: .implausible(observation, text())
        }
    }

    mutating func fleetReport() -> FleetReport {
        var changes: [FleetReport.Change] = []
        for _ in 0..<count(5) {
            let state: UnitState = one()
            changes += units().map { FleetReport.Change(unit: $0, state: state) }
        }
        return FleetReport(
            groups: list { FleetReport.GroupLoad(confirmed: $0.amount(), curtailed: $0.amount()) },
            changes: changes)
    }
}
