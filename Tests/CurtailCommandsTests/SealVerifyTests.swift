import SitePorts
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import Foundation
import GridUnits
import Settlement
import Testing

@testable import CurtailCommands
@testable import LedgerStore

@Suite("verify against a public key")
struct SealVerifyTests {
    private static let ours = String(repeating: "0123456789abcdef", count: 4)
    private static let another = String(repeating: "fedcba9876543210", count: 4)
    /// 2026-07-22T21:45:00Z, 16:45 in Texas.
    private static let start = UTCInstant(secondsSinceEpoch: 1_784_756_700)

    /// One timer a day from the start on; a day that is over is sealed before the next day's, by the key given for it.
    private func ledger(sealedBy secrets: [String?], in folder: TemporaryDirectory) throws -> String {
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        var settler = try ledger.settler()
        for (day, secret) in ([nil] + secrets).enumerated() {
            let at = Self.start.advanced(bySeconds: Int64(day) * 86_400)
            let input = EngineInput(
                at: at, monotonic: MonotonicInstant(nanoseconds: at.nanosecondsSinceEpoch), event: .timer)
            let upkeep = LedgerUpkeep(sealingKey: try secret.map { try SealingKey(hexadecimal: $0) })
            _ = try ledger.append(
                LedgerTransaction([.input(input)]), after: nil, settling: &settler, upkeep: upkeep, bootID: ""
            )
        }
        try ledger.close()
        return path
    }

    private func publicKey(_ secret: String) throws -> String {
        try SealingKey(hexadecimal: secret).publicKey
    }

    @Test("the key that sealed every day is accepted in every form, and it says how far the seals reach")
    func accepts() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(sealedBy: [Self.ours, Self.ours, nil], in: folder)
        let key = try publicKey(Self.ours)
        let base64 = Data(try #require(Hexadecimal.bytes(key))).base64EncodedString()
        let file = try folder.write(key + "\n", to: "site.pub")
        let other = try folder.write(base64 + "\n", to: "site.base64")
        for form in [key, key.uppercased(), base64, file, other] {
            let outcome = RecordedTerminal.run(["verify", path, "--public-key", form])
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(
                outcome.output.contains(
                    "2 operating days sealed and signed by \(key), the key given; 2 rows after the last seal")
            )
        }
        let document = RecordedTerminal.run(["verify", path, "--public-key", key, "--json"]).output
        #expect(document.contains(#""public_key":"\#(key)""#))
    }

    @Test("a day sealed by another key is a difference that names the day and the row")
    func refusesAnother() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(sealedBy: [Self.ours, Self.another, Self.ours], in: folder)
        let key = try publicKey(Self.ours)
        #expect(RecordedTerminal.run(["verify", path]).status == 0)
        let outcome = RecordedTerminal.run(["verify", path, "--public-key", key])
        #expect(outcome.status == 65)
        let strange = try publicKey(Self.another)
        #expect(
            outcome.output.contains(
                "row 4 (seal): the operating day 2026-07-23 is sealed by the key \(strange), not by \(key)"),
            "\(outcome.output)")
    }

    @Test("a ledger without any seal is not one of the key's")
    func refusesUnsealed() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(sealedBy: [nil], in: folder)
        #expect(RecordedTerminal.run(["verify", path]).status == 0)
        let outcome = RecordedTerminal.run(["verify", path, "--public-key", try publicKey(Self.ours)])
        #expect(outcome.status == 65)
        #expect(outcome.output.contains("no operating day is sealed"))
    }

    @Test(
        "what is neither a key nor a file with one is a mistake of usage", arguments: ["", "abc", "/nowhere"])
    func refusesText(text: String) {
        let outcome = RecordedTerminal.run(["verify", "ledger.sqlite", "--public-key", text])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("is neither a key"))
    }
}
