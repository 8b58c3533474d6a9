import SiteDemo
import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import GridUnits
import HostSystem
import Synchronization
import Testing

@testable import MinerControl

@Suite("An urgent order", .serialized, .timeLimit(.minutes(1)))
struct UrgentOrderTests {
    private func settings(_ group: FleetSettings.Group) -> FleetSettings {
        FleetSettings(
            groups: [group], concurrency: 64, connectWithin: .seconds(10), replyWithin: .seconds(20),
            retries: 0, pollEvery: .zero, simulatedShed: .zero, simulatedWake: .zero)
    }

    private func order(_ action: FleetOrder.Action, _ units: some Sequence<Int>) -> FleetOrder {
        FleetOrder(decision: 7, action: action, units: Array(units), urgency: .urgent)
    }

    @Test("has begun an urgent order when it returns, before its own thread has run at all")
    func urgentlyFromTheCaller() throws {
        let address = try #require(SocketAddress(host: "127.77.60.1", port: 24_200))
        let unit = FleetSettings.Unit(id: "a", host: "127.77.60.1", port: 24_200, ratedPower: .watts(3500))
        let settings = settings(.init(name: "g", driver: LuxOSDriver.kind.form, units: [unit]))
        let mailbox = try FleetMailbox(limit: 4)
        let loop = FleetLoop(
            settings: settings, tuning: FleetTuning(), mailbox: mailbox,
            calls: CallBoard(signal: mailbox.signal), events: try EventPoll(),
            clock: { MonotonicInstant(nanoseconds: 0) })
        let listener = try StreamSocket.listening(on: address, backlog: 4)
        defer { listener.close() }
        // Not before the thread that looks after it is there, and not past what was posted first.
        _ = mailbox.post(.order(order(.sleep, [0])))
        loop.beginUrgently()
        #expect(listener.accept() == nil)
        loop.begin()
        _ = mailbox.post(.settings(settings))
        loop.beginUrgently()
        #expect(listener.accept() == nil)
        _ = loop.advance()
        _ = loop.advance()
        let first = try #require(listener.accept())
        first.close()
        _ = mailbox.post(.order(order(.wake, [0])))
        loop.beginUrgently()
        #expect(listener.accept() == nil)  // The unit has one exchange at a time.
        let other = FleetLoop(
            settings: settings, tuning: FleetTuning(), mailbox: mailbox,
            calls: CallBoard(signal: mailbox.signal), events: try EventPoll(),
            clock: { MonotonicInstant(nanoseconds: 0) })
        other.begin()
        _ = mailbox.post(.order(order(.sleep, [0])))
        other.beginUrgently()
        let second = try #require(listener.accept())
        second.close()
    }

    @Test("opens the first connections of an urgent order on the thread that gives it", arguments: [1, 40])
    func urgentBurst(count: Int) async throws {
        let farm = try LoopbackFarm(
            settings: LoopbackFarmSettings(
                minerCount: count, firstAddress: "127.77.\(60 + count).1", port: 0))
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try MinerFleet(
            settings: settings(farm.group(named: "hall")),
            clock: { MonotonicInstant(nanoseconds: BootTime.nanoseconds) }, receiver: recorder.take)
        try fleet.start()
        fleet.perform(order(.sleep, 0..<count))
        try await recorder.units(0..<count) { $0 == .acknowledged(.sleep) }
        #expect(farm.snapshot().commands.map(\.miner).sorted() == Array(0..<count))
        fleet.shutdown(drain: .seconds(30))
        #expect(farm.snapshot().mostAtOnce == 1)
    }
}
