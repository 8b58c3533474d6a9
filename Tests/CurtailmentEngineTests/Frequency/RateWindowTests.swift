import GridMarket
import CurtailmentEngine
import GridUnits
import Testing

@Suite("RateWindow")
struct RateWindowTests {
    private static func sample(_ milliseconds: Int64, millihertz: Int64) -> FrequencySample {
        FrequencySample(
            at: UTCInstant(nanosecondsSinceEpoch: milliseconds * 1_000_000),
            frequency: .millihertz(millihertz))
    }

    @Test("says nothing until the span is filled, then the change over the whole span")
    func fills() {
        var window = RateWindow(span: .milliseconds(500))
        for step in 0..<5 {
            #expect(window.rate(adding: Self.sample(Int64(step) * 100, millihertz: 60_000)) == nil)
        }
        let rate = window.rate(adding: Self.sample(500, millihertz: 59_690))
        #expect(rate == FrequencyRate(microhertzPerSecond: -620_000))
    }

    @Test("an older sample empties it instead of giving a rate backwards in time")
    func backwards() {
        var window = RateWindow(span: .milliseconds(500))
        _ = window.rate(adding: Self.sample(10_000, millihertz: 60_000))
        #expect(window.rate(adding: Self.sample(9_000, millihertz: 50_000)) == nil)
        #expect(
            window.rate(adding: Self.sample(9_500, millihertz: 50_100))
                == FrequencyRate(microhertzPerSecond: 200_000))
    }

    @Test(
        "any span that may be configured is filled at any rate of samples",
        arguments: [
            (Int64(500), Int64(120)), (500, 1), (10_000, 120), (10_000, 30), (1_000, 50),
        ])
    func longSpans(span: Int64, perSecond: Int64) {
        var window = RateWindow(span: .milliseconds(span))
        var last: FrequencyRate?
        for number in 0..<(perSecond * 30) {
            let microseconds = number * 1_000_000 / perSecond
            let sample = FrequencySample(
                at: UTCInstant(nanosecondsSinceEpoch: microseconds * 1_000),
                frequency: Frequency(microhertz: 60_000_000 - microseconds / 100))
            last = window.rate(adding: sample)
        }
        // A steady fall of 0.01 Hz a second.
        #expect(last.map { abs($0.microhertzPerSecond + 10_000) <= 20 } == true)
    }
}
