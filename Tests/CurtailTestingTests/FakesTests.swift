import SitePorts
import GridMarket
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("Fakes")
struct FakesTests {
    @Test("the manual clock moves both clocks, and a step only the wall's")
    func clockMoves() {
        let clock = ManualClock()
        let (monotonic, utc) = (clock.monotonic, clock.utc)
        clock.advance(by: .seconds(90))
        #expect(clock.monotonic.since(monotonic) == .seconds(90))
        #expect(clock.utc == utc.advanced(bySeconds: 90))
        clock.stepWallClock(by: .seconds(-3_600))
        #expect(clock.monotonic.since(monotonic) == .seconds(90))
        #expect(clock.utc == utc.advanced(bySeconds: -3_510))
        clock.advance(to: utc)
        #expect(clock.monotonic.since(monotonic) == .seconds(3_600))
    }

    @Test("equal seeds give the published sequence, other seeds another")
    func generatorRepeats() {
        var random = SeededGenerator(seed: 1_234_567)
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        ]
        #expect((0..<3).map { _ in random.next() } == published)
        var other = SeededGenerator(seed: 1_234_568)
        #expect(other.next() != published[0])
    }

    @Test("the recording ledger answers at once, when told to, or with its failure")
    func ledgerAnswers() {
        let ledger = RecordingLedger()
        let outcomes = Recorded<LedgerOutcome>()
        func record() {
            ledger.record(LedgerTransaction([], units: [("g/1", .sleep)])) { outcomes.append($0) }
        }
        record()
        #expect(outcomes.takeAll().count == 1)
        ledger.become(.waiting)
        record()
        record()
        #expect(outcomes.count == 0)
        ledger.finishAll()
        #expect(Set(outcomes.takeAll()).count == 2)
        ledger.become(.blocked("the disk is full"))
        record()
        #expect(outcomes.all == [.blocked("the disk is full")])
        #expect(ledger.transactions.count == 4)
    }

    @Test("the recording fleet, service and receiver remember in order")
    func fakesRemember() {
        let fleet = RecordingFleet()
        let order = FleetOrder(decision: 1, action: .sleep, units: [2, 1], urgency: .urgent)
        fleet.perform(order)
        fleet.read([3])
        #expect(fleet.orders.all == [order])
        #expect(fleet.reads.all == [[3]])
        let service = RecordingService()
        service.write(JournalEntry(.started, .notice, "started"))
        service.setStatus("running")
        service.passFinished()
        #expect(service.entries(of: .started).map(\.text) == ["started"])
        #expect(service.entries(of: .alarm).isEmpty)
        #expect(service.statusLines.last == "running" && service.passCount == 1)
        let receiver = RecordingReceiver()
        receiver.sourceChanged("relay", to: .stale, because: "silent for 5 s")
        receiver.receive(FrequencySample(at: ManualClock().utc, frequency: .hertz(60)), from: "relay")
        #expect(receiver.changes.all.map(\.condition) == [.stale])
        #expect(receiver.samples.last?.source == "relay")
    }
}
