import GridUnits
import Testing

@testable import LedgerStore

@Suite("InstantText")
struct InstantTextTests {
    @Test("is the text of the units, before 1970, at a midnight and at the end of time")
    func agrees() {
        var texts = InstantText()
        var nanoseconds: [Int64] = [-86_400_000_000_001, -1, 0, 1, 999_999, 86_399_999_999_999, .max]
        nanoseconds.append(86_400_000_000_000)
        for step in Int64(0)..<500 {
            nanoseconds.append(1_709_164_800_000_000_000 + step * 1_234_567_891_234)
        }
        for number in nanoseconds {
            let instant = UTCInstant(nanosecondsSinceEpoch: number)
            #expect(texts.text(instant) == instant.milliseconds)
            #expect(texts.text(instant) == instant.milliseconds)
        }
    }
}
