import GridMarket
import GridUnits

@testable import CurtailmentEngine

extension RandomRecords {
    /// Every case in turn, so that none is left to luck.
    mutating func input(_ turn: Int) -> EngineInput {
        let event: EngineEvent
        switch turn % 9 {
        case 0: event = .started(recovery())
        case 1: event = .signal(StampedSignal(signal: signal(turn / 9), source: text(), at: instant()))
        case 2: event = .frequency(frequencyReport(turn / 9))
        case 3: event = .fleet(fleetReport())
        case 4: event = .command(command(turn / 9))
        case 5: event = .timer
        case 6: event = .policy(policy())
        case 7: event = .clockStepped(byNanoseconds: integer())
        default: event = .ledger(one())
        }
        return EngineInput(at: instant(), monotonic: MonotonicInstant(nanoseconds: integer()), event: event)
    }

    mutating func signal(_ turn: Int) -> GridSignal {
        switch turn % 9 {
        case 0: .price(price())
        case 1:
            .capacityPrice(
                CapacityPriceSignal(
                    market: one(), product: text(), start: instant(), end: instant(), price: amount()))
        case 2:
            .frequency(
                FrequencySample(
                    at: instant(), frequency: amount(), rateOfChange: maybe { $0.amount() }, isGood: flag()))
        case 3:
            .instruction(
                InstructionSignal(
                    id: text(), modification: Int(integer()), program: one(), action: one(),
                    power: maybe { $0.amount() }, effective: maybe { $0.instant() }, issuer: text(),
                    end: maybe { $0.instant() }))
        case 4: .award(award())
        case 5:
            .grid(
                GridConditionSignal(
                    physicalResponsiveCapability: maybe { $0.amount() },
                    emergencyAlertLevel: maybe { $0.count(4) },
                    systemLoad: maybe { $0.amount() }))
        case 6:
            .loadForecast(
                LoadForecastSignal(start: instant(), end: instant(), load: amount(), issued: instant()))
        case 7:
            .meter(
                MeterSignal(
                    meter: text(), power: maybe { $0.amount() },
                    cumulative: maybe { Energy(microwattSeconds: Int128($0.integer()) * 3_600_000) }))
        default: .hashprice(HashpriceSignal(dollarsPerPetahashDay: amount()))
        }
    }

    mutating func price() -> PriceSignal {
        PriceSignal(
            market: one(), point: text(), pointType: maybe { $0.text() }, start: instant(), end: instant(),
            price: amount())
    }

    mutating func award() -> AwardSignal {
        AwardSignal(id: text(), program: one(), power: amount(), start: instant(), end: instant())
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

    mutating func level() -> OperatorCommand.Level {
        switch count(4) {
        case 0: .everything
        case 1: .percent(count(101))
        case 2: .to(amount())
        default: .by(amount())
        }
    }

    mutating func command(_ turn: Int) -> OperatorCommand {
        let action: OperatorCommand.Action =
            switch turn % 5 {
            case 0: .curtail(level(), for: maybe { $0.span() })
            case 1: .release
            case 2: .arm
            case 3: .disarm
            default: .override(one(), for: span())
            }
        return OperatorCommand(action: action, issuer: text(), reason: text())
    }
}
