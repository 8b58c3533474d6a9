import CurtailTesting
import CurtailmentEngine
import GridUnits
import SiteRecord
import Testing

@testable import Settlement

@Suite("Rows of the chained log")
struct LedgerRecordTests {
    /// Kinds whose content has a part with a codec of its own; the ledger's and the engine's tests make such.
    static let ownForm = ["policy", "input"]

    @Test("every kind has a name of its own")
    func names() {
        let names = LedgerRecord.contents.map { $0.kind }
        #expect(Set(names).count == names.count)
        #expect(Set(names).isSuperset(of: Self.ownForm))
    }

    @Test("a row of any kind that is in the list is read back as it was written")
    func roundTrips() throws {
        for content in LedgerRecord.contents where !Self.ownForm.contains(content.kind) {
            try Self.roundTrip(of: content)
        }
    }

    private static func roundTrip<Content: LedgerContent>(of type: Content.Type) throws {
        var accepted = 0
        for seed in UInt64(0)..<100 {
            var random = RandomRecord(seed: seed)
            let body = String(decoding: random.next(of: type), as: UTF8.self)
            let text = type.holdsInstant ? body : #"{"at_ns":\#(seed),"\#(type.kind)":\#(body)}"#
            let value = try CanonicalValue(parsing: Array(text.utf8))
            // Members at random may contradict each other.
            guard let row = try? LedgerRecord(kind: type.kind, recorded: value) else { continue }
            accepted += 1
            let written = Self.bytes(of: row)
            let again = try LedgerRecord(kind: type.kind, recorded: CanonicalValue(parsing: written))
            #expect(again == row && row.kind == type.kind && row.isSettled == (row.interval != nil))
            // A basis orders its products by name and lets a method say its limitations.
            #expect(type.kind == IntervalBasis.kind || String(decoding: written, as: UTF8.self) == text)
        }
        #expect(accepted > 5, "\(type.kind)")
    }

    private static func bytes(of row: LedgerRecord) -> [UInt8] {
        var writer = CanonicalWriter()
        row.write(revision: nil, to: &writer)
        return writer.bytes
    }

    @Test("a kind that is not in the list is no row")
    func unknown() throws {
        #expect(try LedgerRecord(kind: "remark", recorded: CanonicalValue(parsing: Array("{}".utf8))) == nil)
    }

    @Test("a revision says its version and the row that it replaces before its content")
    func revision() throws {
        let claim = Claim(
            interval: SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 0)), group: "old",
            kind: .penalty, energy: .zero, rate: .zero, amount: .dollars(-1), isEstimate: false,
            isShadow: false)
        var writer = CanonicalWriter()
        LedgerRecord.claim(claim, at: UTCInstant(secondsSinceEpoch: 1)).write(
            revision: (version: 2, replaces: 7), to: &writer)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text.hasPrefix(#"{"at_ns":1000000000,"version":2,"replaces":7,"claim":{"start_ns":0,"#))
    }
}
