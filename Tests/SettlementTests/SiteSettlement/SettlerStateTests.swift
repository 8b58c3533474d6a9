import SiteRecord
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

@Suite("SettlerState")
struct SettlerStateTests {
    @Test(
        "settlement that is kept, read back and resumed anywhere makes the rows that it would have made",
        arguments: UInt64(0)..<25)
    func resumes(seed: UInt64) throws {
        var stream = SettlementStream(seed: seed)
        var random = SeededGenerator(seed: seed + 1_000)
        var straight = Settler()
        var interrupted = Settler()
        var pages = MemoryPages()
        var otherPages = MemoryPages()
        var terms: PolicyRecord?
        var rows = 0
        for record in stream.records(250) {
            if Int.random(in: 0..<10, using: &random) == 0 {
                let bytes = SettlerState(of: interrupted).canonicalBytes
                let state = try SettlerState(recorded: CanonicalValue(parsing: bytes))
                interrupted = state.resumed(under: terms)
                #expect(SettlerState(of: interrupted).canonicalBytes == bytes)
            }
            if case .policy(let new, _) = record { terms = new }
            let expected = try straight.apply(record, in: &pages)
            let made = try interrupted.apply(record, in: &otherPages)
            try #require(made == expected)
            rows += made.count
        }
        #expect(rows > 100)
    }
}
