import CurtailTesting
import SiteLoop
import SitePorts
import CurtailmentEngine
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("DaySeal")
struct DaySealTests {
    private static let secret = String(repeating: "0123456789abcdef", count: 4)

    /// One timer a day, for so many days.
    private func ledger(days: Int64, in folder: TemporaryDirectory) throws -> Ledger {
        let ledger = try Ledger(path: folder.ledger)
        var settler = try ledger.settler()
        let key = try SealingKey(hexadecimal: Self.secret + "\n")
        for day in 0..<days {
            let transaction = LedgerTransaction([Samples.timer(day * 86_400)])
            _ = try ledger.append(
                transaction, after: nil, settling: &settler, upkeep: LedgerUpkeep(sealingKey: key), bootID: ""
            )
        }
        return ledger
    }

    @Test("every operating day that is over is sealed once, before the first row of the next")
    func seals() throws {
        let folder = try TemporaryDirectory()
        try ledger(days: 4, in: folder).close()
        var kinds: [String] = []
        var days: [String] = []
        let result = try ChainVerifier(LedgerReader(path: folder.ledger)).walk { _, entry in
            kinds.append(entry.kind)
            if case .seal(let seal) = entry.content { days.append(seal.day.description) }
            return nil
        }
        #expect(result.difference == nil)
        #expect(kinds == ["input", "seal", "input", "seal", "input", "seal", "input"])
        #expect(days == ["2026-07-22", "2026-07-23", "2026-07-24"])
    }

    @Test("a chain that is made anew without the key cannot keep its seals")
    func forged() throws {
        let folder = try TemporaryDirectory()
        try ledger(days: 3, in: folder).close()
        var entries: [ChainEntry] = []
        _ = try ChainVerifier(LedgerReader(path: folder.ledger)).walk { _, entry in
            entries.append(entry)
            return nil
        }
        // The forger changes one row and writes all after it anew, as anybody can who knows the format.
        entries[0] = ChainEntry(.record(Samples.timer(1)))
        let other = try TemporaryDirectory()
        let forged = try Ledger(path: other.ledger)
        try forged.queue.write { database in
            var appender = try ChainAppender(database)
            for entry in entries { try appender.append(entry) }
        }
        try forged.close()
        let difference = try ChainVerifier(LedgerReader(path: other.ledger)).walk().difference
        #expect(difference?.sequence == 2)
        #expect(difference?.what == "the seal of 2026-07-22 is not of the row before it")
    }

    @Test("an altered signature is not genuine", arguments: [3, 40])
    func signature(digit: Int) throws {
        let key = try SealingKey(hexadecimal: Self.secret)
        let seal = try key.seal(
            CalendarDate(daysSinceEpoch: 20_000), at: Samples.start, sequence: 7, digest: ChainDigest.genesis)
        #expect(seal.isGenuine)
        var digits = Array(seal.signature)
        digits[digit] = digits[digit] == "0" ? "1" : "0"
        let altered = DaySeal(
            day: seal.day, at: seal.at, sequence: seal.sequence, digest: seal.digest,
            publicKey: seal.publicKey, signature: String(digits))
        #expect(!altered.isGenuine)
    }

    @Test(
        "what is no key is refused without a word of it",
        arguments: ["", "abc", String(repeating: "x", count: 64)])
    func badKey(text: String) {
        #expect(throws: SealingKeyFailure()) { try SealingKey(hexadecimal: text) }
    }
}
