package import GridMarket
package import CurtailmentEngine
package import GridUnits

/// An engine with its own time and a fleet that does at once what it is told.
package struct EngineHarness {
    /// The engine under test.
    package var engine: CurtailmentEngine
    /// Nanoseconds since the begin of the test, on both clocks.
    package var now: Int64 = 0
    /// Units that ignore orders.
    package var deafUnits: Set<Int> = []
    /// The answers to all inputs so far.
    package private(set) var outputs: [EngineOutput] = []
    /// The inputs and the rows of their record, in the order of ``outputs``.
    package private(set) var inputs: [EngineInput] = []
    /// Every order that went out, those of a return under way too.
    package private(set) var orders: [FleetOrder] = []
    /// Names of the units that really sleep.
    package private(set) var sleeping: Set<String> = []
    /// How far the monotonic clock of this boot is from the harness's own time.
    private var bootOffset: Int64 = 0
    private var view: FleetView

    /// 2026-07-22T21:00:00Z, the first moment of every harness.
    package static let epoch = UTCInstant(secondsSinceEpoch: 1_784_754_000)

    /// An engine of a policy, started with nothing to remember.
    package init(_ policy: SitePolicy) {
        engine = CurtailmentEngine(policy: policy)
        view = FleetView(policy: policy)
        view.record(
            view.units.indices.map { unit in
                UnitReading(unit: unit, at: monotonic, answer: .drawing(Self.rated(unit, policy), .running))
            })
        report()
    }

    /// The wall clock of the test.
    package var utc: UTCInstant { Self.epoch.advanced(byNanoseconds: now) }
    /// The monotonic clock of the test.
    package var monotonic: MonotonicInstant { MonotonicInstant(nanoseconds: now + bootOffset) }

    /// The daemon dies and starts again after a while, perhaps on a host that has booted in between.
    ///
    /// - Parameters:
    ///   - policy: of the new run; the same when nil.
    ///   - down: how long nothing ran.
    ///   - bootOffset: the monotonic clock of the new run against the harness's own time.
    /// - Returns: the new run, its units read.
    package func restarted(_ policy: SitePolicy? = nil, after down: Int64 = 0, bootOffset: Int64 = 0)
        -> EngineHarness
    {
        var next = self
        next.now += down * 1_000_000_000
        next.bootOffset = bootOffset * 1_000_000_000
        next.engine = CurtailmentEngine(policy: policy ?? engine.policy)
        next.view = FleetView(policy: next.engine.policy)
        next.outputs = []
        next.inputs = []
        next.orders = []
        let recovery = engine.recovery
        next.view.recovered(asleep: recovery.asleep, returning: recovery.returning, at: next.monotonic)
        next.send(.started(recovery))
        next.poll()
        return next
    }

    /// A new policy takes effect while the engine runs.
    @discardableResult
    package mutating func reload(_ policy: SitePolicy) -> EngineOutput {
        view.adopt(
            policy, asleep: engine.asleepNames(), returning: engine.returningNames(), at: monotonic)
        let output = send(.policy(policy))
        poll()
        return output
    }

    /// Reads every unit as it really is.
    package mutating func poll() {
        let policy = engine.policy
        view.record(
            view.units.indices.map { unit in
                let isAsleep = sleeping.contains(engine.name(ofUnit: unit))
                return UnitReading(
                    unit: unit, at: monotonic,
                    answer: .drawing(
                        isAsleep ? .zero : Self.rated(unit, policy), isAsleep ? .asleep : .running))
            })
        report()
    }

    /// Lets time pass, firing every timer the engine asks for on the way.
    package mutating func advance(seconds: Int64) {
        let end = now + seconds * 1_000_000_000
        while let due = nextDue, due <= end {
            now = max(now, due)
            if let timer = engine.nextDeadline, timer <= monotonic {
                send(.timer)
            } else {
                letReturn()
            }
        }
        now = max(now, end)
    }

    /// The earlier of the engine's timer and its recorded return, on the harness's own time.
    private var nextDue: Int64? {
        [engine.nextDeadline, engine.nextReturn].compactMap { $0.map { $0.nanoseconds - bootOffset } }.min()
    }

    /// A nanosecond later than its moment, as a daemon does: inputs of the moment itself come first.
    private mutating func letReturn() {
        now += 1
        obey(engine.letReturn(before: monotonic))
    }

    /// Sends one event; the fleet obeys before this returns.
    @discardableResult
    package mutating func send(_ event: EngineEvent) -> EngineOutput {
        let output = engine.handle(EngineInput(at: utc, monotonic: monotonic, event: event))
        outputs.append(output)
        inputs.append(EngineInput(at: utc, monotonic: monotonic, event: event))
        obey(output.orders)
        return output
    }

    private mutating func obey(_ orders: [FleetOrder]) {
        guard !orders.isEmpty else { return }
        self.orders += orders
        for order in orders {
            view.ordered(order, at: monotonic)
            let obedient = order.units.filter { !deafUnits.contains($0) }
            for unit in obedient {
                let name = engine.name(ofUnit: unit)
                if order.action == .sleep { sleeping.insert(name) } else { sleeping.remove(name) }
            }
            view.record(
                obedient.map { unit in
                    let isSleep = order.action == .sleep
                    return UnitReading(
                        unit: unit, at: monotonic,
                        answer: .drawing(
                            isSleep ? .zero : Self.rated(unit, engine.policy), isSleep ? .asleep : .running))
                })
        }
        report()
    }

    /// A price that becomes known now.
    @discardableResult
    package mutating func price(_ cents: Int64, market: Market = .rtm) -> EngineOutput {
        // A SCED price stands for the five minutes that begin, a 15-minute price for the interval that ended.
        let start = market == .sced ? utc : utc.advanced(bySeconds: -900)
        return send(
            .signal(
                StampedSignal(
                    signal: .price(
                        PriceSignal(
                            market: market, point: "HB_WEST", pointType: nil, start: start,
                            end: start.advanced(bySeconds: market == .sced ? 300 : 900),
                            price: .centsPerMegawattHour(cents))), source: "test", at: utc)))
    }

    /// Gives the engine a command of an operator.
    @discardableResult
    package mutating func command(_ action: OperatorCommand.Action) -> EngineOutput {
        send(.command(OperatorCommand(action: action, issuer: "tester", reason: "test")))
    }

    /// Gives the engine a report of frequency.
    @discardableResult
    package mutating func frequency(
        _ report: (FrequencyReport.Observation) -> FrequencyReport, millihertz: Int64
    )
        -> EngineOutput
    {
        send(
            .frequency(
                report(
                    FrequencyReport.Observation(
                        source: "test", at: utc, frequency: .millihertz(millihertz), rateOfChange: nil,
                        samples: 3))))
    }

    /// Gives the engine an award that begins now.
    @discardableResult
    package mutating func award(_ power: Power, seconds: Int64, program: Program = .rrs) -> EngineOutput {
        let award = AwardSignal(
            id: "A1", program: program, power: power, start: utc, end: utc.advanced(bySeconds: seconds))
        return send(.signal(StampedSignal(signal: .award(award), source: "qse", at: utc)))
    }

    /// Gives the engine a recall of a program's deployment.
    @discardableResult
    package mutating func recall(_ program: Program = .rrs) -> EngineOutput {
        let recall = InstructionSignal(
            id: "", modification: 0, program: program, action: .recall, power: nil, effective: nil,
            issuer: "QSE",
            end: nil)
        return send(.signal(StampedSignal(signal: .instruction(recall), source: "qse", at: utc)))
    }

    /// Numbers of units asleep by the engine's plan.
    package var asleep: [Int] { (0..<view.units.count).filter { engine.wantsAsleep($0) } }

    /// Reads a unit as doing something else than it was told.
    package mutating func read(_ unit: Int, _ answer: UnitReading.Answer) {
        view.record([UnitReading(unit: unit, at: monotonic, answer: answer)])
        report()
    }

    private mutating func report() {
        guard let report = view.flush() else { return }
        send(.fleet(report))
    }

    private static func rated(_ unit: Int, _ policy: SitePolicy) -> Power {
        let units = policy.groups.flatMap(\.units)
        return units[unit].ratedPower
    }
}
