import SitePorts
import GridMarket
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import NIOCore
import NIOPosix
import Settlement
import Testing

@Suite("SiteLoop")
struct ControlLoopTests {
    private struct Home {
        let loop: ControlLoop
        let eventLoop: any EventLoop
        let service = RecordingService()
        let fleet = RecordingFleet()
        let ledger = RecordingLedger()
        let clock = ManualClock()

        init() {
            eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            let (service, fleet, ledger, clock) = (service, fleet, ledger, clock)
            let ports = SiteController.Ports(
                fleet: fleet, ledger: ledger, service: service,
                clock: SiteClock(monotonic: { clock.monotonic }, utc: { clock.utc }), recorded: { _, _ in })
            let terms = PolicyRecord(policy: .example())
            loop = ControlLoop(on: eventLoop, controller: SiteController(terms: terms, ports: ports))
        }

        func start() async {
            await loop.start(
                Recovery(memory: .blank, asleep: []), today: DayTotals())
        }
    }

    @Test("on the loop's own thread a signal is decided before the call returns")
    func synchronous() async throws {
        let home = Home()
        await home.start()
        let command = OperatorCommand(action: .curtail(.everything, for: nil), issuer: "tester", reason: "")
        let orders = try await home.eventLoop.submit { [loop = home.loop, fleet = home.fleet] in
            loop.assumeIsolated { loop in loop.with { _ = $0.accept(command) } }
            return fleet.orders.count
        }.get()
        #expect(orders == 1)
        await home.loop.stop()
    }

    @Test("the receiver hands samples and signals in on the loop's thread")
    func receiver() async throws {
        let home = Home()
        await home.start()
        let receiver = LoopSignalReceiver(loop: home.loop)
        let sample = FrequencySample(at: home.clock.utc, frequency: .hertz(60))
        let grid = StampedSignal(
            signal: .grid(
                GridConditionSignal(
                    physicalResponsiveCapability: nil, emergencyAlertLevel: 2, systemLoad: nil)),
            source: "test", at: home.clock.utc)
        try await home.eventLoop.submit {
            receiver.receive(sample, from: "relay")
            receiver.receive(grid)
            receiver.sourceChanged("relay", to: .failed, because: "gone")
        }.get()
        let status = await home.loop.with { ($0.status.frequency?.source, $0.status.alarms.map(\.kind)) }
        #expect(status.0 == "relay" && status.1 == [.emergencyAlert])
        await home.loop.stop()
    }

    @Test("a timer that is due fires by itself, and a stop ends the passes and writes what is left")
    func timers() async throws {
        let home = Home()
        await home.start()
        let passes = home.service.passCount
        // Due already by the simulated clock: the loop's timer needs no time of its own.
        await home.loop.with { controller in
            controller.accept(OperatorCommand(action: .release, issuer: "tester", reason: ""))
            home.clock.advance(by: .seconds(5))
        }
        _ = await home.loop.with { $0.nextDeadline }
        while home.service.passCount == passes {
            try await home.eventLoop.scheduleTask(in: .milliseconds(1)) {}.futureResult.get()
        }
        await home.loop.stop()
        let (stopped, written) = (home.service.passCount, home.ledger.transactions.count)
        await home.loop.with {
            _ = $0.accept(OperatorCommand(action: .release, issuer: "tester", reason: ""))
        }
        try await home.eventLoop.submit {}.get()
        #expect(home.service.passCount == stopped && written > 0)
    }
}
