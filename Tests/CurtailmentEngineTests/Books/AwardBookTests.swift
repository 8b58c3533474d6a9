import SitePorts
import GridMarket
import CurtailTesting
import GridMarket
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("AwardBook")
struct AwardBookTests {
    private static let now = EngineHarness.epoch

    private static func award(
        _ id: String, _ program: Program = .rrs, market: Market = .dam, power: Power = .watts(7_000),
        hour: Int
    ) -> AwardSignal {
        let start = now.advanced(bySeconds: Int64(hour) * 3_600)
        return AwardSignal(
            id: id, program: program, market: market, power: power, start: start,
            end: start.advanced(bySeconds: 3_600))
    }

    @Test("a day-ahead plan of eight products over 34 hours leaves the trip armed")
    func planOfEightProducts() {
        var site = EngineHarness(.example(underfrequency: .example))
        let products: [Program] = [
            .rrs, .ecrs, .nonSpin, .regulationUp, .regulationDown, .ers10, .ers30, .dayAheadEnergy,
        ]
        for hour in 0..<34 {
            for product in products {
                let award = Self.award("\(product.rawValue) \(hour)", product, hour: hour)
                let output = site.send(
                    .signal(StampedSignal(signal: .award(award), source: "qse", at: site.utc)))
                #expect(output.notices.map(\.kind) == [.award])
            }
        }
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        #expect(site.asleep.count == 2, "the award of the present hour is in force")
        #expect(site.engine.memory.awards.count == 272)
    }

    @Test(
        "what has ended leaves, the same program, market and start of an id is replaced, all else stands beside"
    )
    func replaces() {
        var book = AwardBook()
        #expect(book.record(Self.award("a", hour: 0), at: Self.now) == nil)
        #expect(book.record(Self.award("a", .ecrs, hour: 0), at: Self.now) == nil)
        #expect(book.record(Self.award("a", market: .rtm, hour: 0), at: Self.now) == nil)
        #expect(book.record(Self.award("a", hour: 1), at: Self.now) == nil)
        #expect(book.awards.count == 4)
        #expect(book.record(Self.award("a", power: .zero, hour: 0), at: Self.now) == nil)
        #expect(book.awards.count == 4)
        // The day-ahead award was taken back; the real-time one stands.
        #expect(book.largest(of: [.rrs], at: Self.now)?.market == .rtm)
        let later = Self.now.advanced(bySeconds: 3_600)
        #expect(book.record(Self.award("b", hour: 5), at: later) == nil)
        #expect(book.awards.map(\.id) == ["a", "b"])
    }

    @Test("a trip awaits the recall of the program whose award armed it, also when that award is over")
    func armingAwardIsOver() {
        var site = EngineHarness(.example(underfrequency: .example))
        site.award(.watts(7_000), seconds: 600)
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        site.advance(seconds: 3_600)
        site.award(.watts(3_500), seconds: 600, program: .ecrs)
        #expect(site.engine.memory.awards.map(\.program) == [.ecrs])
        #expect(site.recall(.ecrs).notices.map(\.kind) == [.instructionNotHandled])
        #expect(site.asleep.count == 2)
        #expect(site.recall().notices.map(\.kind) == [.recall])
        #expect(site.asleep.isEmpty)
    }

    @Test("a full book refuses the award that starts last, never one in force, and says so")
    func full() {
        var site = EngineHarness(.example(underfrequency: .example))
        func send(_ award: AwardSignal) -> [Notice] {
            site.send(.signal(StampedSignal(signal: .award(award), source: "qse", at: site.utc))).notices
        }
        for number in 0..<AwardBook.limit {
            #expect(send(Self.award("\(number)", .ecrs, hour: 1 + number)).map(\.kind) == [.award])
        }
        let far = send(Self.award("far", hour: 9_999))
        #expect(far.map(\.kind) == [.awardRefused])
        #expect(far.first?.text.contains("Award far:") == true)
        let present = send(Self.award("present", hour: 0))
        #expect(present.map(\.kind) == [.award, .awardRefused])
        #expect(present.last?.text.contains("Award 1023:") == true)
        #expect(site.engine.memory.awards.count == AwardBook.limit)
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        #expect(site.asleep.count == 2)
    }
}
