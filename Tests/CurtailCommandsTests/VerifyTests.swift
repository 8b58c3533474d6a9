import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import CurtailTesting
import Foundation
import GridUnits
import LedgerStore
import Settlement
import Testing

@testable import CurtailCommands

@Suite("verify")
struct VerifyTests {
    /// A ledger of a small replay in a folder.
    private func ledger(in folder: TemporaryDirectory) throws -> String {
        let configuration = try folder.write(
            ReplayFiles.configuration(groups: [("hall", 2, 100)], price: ["min_down_s: 1000"]),
            to: "site.yaml")
        let prices = try folder.write(
            ReplayFiles.prices(["50", "150", "130", "90", "80", "101"]), to: "prices.csv")
        let path = folder.path("ledger.sqlite")
        let outcome = RecordedTerminal.run([
            "replay", "--config", configuration, "--prices", prices, "--ledger", path,
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return path
    }

    @Test("what a replay wrote verifies")
    func verifies() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        let outcome = RecordedTerminal.run(["verify", path])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.hasPrefix("OK: \(path)\n"))
        #expect(RecordedTerminal.run(["verify", "--ledger", path, "--json"]).output.contains(#""ok":true"#))
    }

    @Test("one altered byte is found, and its row is named")
    func alteredByte() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        var row: Int64?
        _ = try ChainVerifier(LedgerReader(path: path)).walk { sequence, entry in
            if case .record(.input(let input)) = entry.content, case .signal(let stamped) = input.event,
                case .price(let price) = stamped.signal, price.price.decimal == "150"
            {
                row = sequence
            }
            return nil
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let found = try #require(bytes.range(of: Data(#""uusd_mwh":150000000"#.utf8)))
        bytes[found.upperBound - 9] = UInt8(ascii: "2")
        try bytes.write(to: URL(fileURLWithPath: path))
        let outcome = RecordedTerminal.run(["verify", path])
        #expect(outcome.status == 65)
        let expected = try #require(row)
        #expect(outcome.output.contains("row \(expected) (input): its digest"), "\(outcome.output)")
    }

    @Test("a decision that the engine would not make is named although its digests agree")
    func foreignDecision() throws {
        let folder = try TemporaryDirectory()
        let reader = try LedgerReader(path: try ledger(in: folder))
        var records: [LedgerRecord] = []
        var altered: Int64?
        _ = try ChainVerifier(reader).walk { sequence, entry in
            guard case .record(let recorded) = entry.content else { return nil }
            var record = recorded
            if altered == nil, case .decision(var decision) = record, decision.winner != nil {
                decision.target = .megawatts(1)
                record = .decision(decision)
                altered = sequence
            }
            records.append(record)
            return nil
        }
        let forged = folder.path("forged.sqlite")
        let ledger = try Ledger(path: forged)
        try ledger.append(records)
        try ledger.close()
        let outcome = RecordedTerminal.run(["verify", forged])
        #expect(outcome.status == 65)
        let expected = try #require(altered)
        #expect(
            outcome.output.contains("row \(expected) (decision): the engine makes another"),
            "\(outcome.output)")
    }

    @Test("a decision left out is missed at the next input, or at the end")
    func missingDecision() throws {
        let folder = try TemporaryDirectory()
        let reader = try LedgerReader(path: try ledger(in: folder))
        var records: [LedgerRecord] = []
        _ = try ChainVerifier(reader).walk { _, entry in
            if case .record(let record) = entry.content { records.append(record) }
            return nil
        }
        let index = try #require(
            records.firstIndex {
                if case .decision(let decision) = $0 { decision.winner != nil } else { false }
            })
        records.remove(at: index)
        let cut = folder.path("cut.sqlite")
        let ledger = try Ledger(path: cut)
        try ledger.append(records)
        try ledger.close()
        let outcome = RecordedTerminal.run(["verify", cut])
        #expect(outcome.status == 65)
        #expect(outcome.output.contains("is missing before it"), "\(outcome.output)")
    }

    @Test("every start makes a new engine of the policy in force")
    func restart() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        var records: [LedgerRecord] = []
        _ = try ChainVerifier(LedgerReader(path: path)).walk { _, entry in
            if case .record(let record) = entry.content, !record.isSettled { records.append(record) }
            return nil
        }
        let ledger = try Ledger(path: path)
        try ledger.append(records)
        try ledger.close()
        let outcome = RecordedTerminal.run(["verify", path])
        #expect(outcome.status == 0, "\(outcome.output)")
        let inputs = records.count { if case .input = $0 { true } else { false } }
        #expect(outcome.output.contains("\(2 * inputs) inputs rerun"))
    }

    @Test("a daemon's ledger without what it has to remember is a difference", arguments: [true, false])
    func memory(isThere: Bool) throws {
        let folder = try TemporaryDirectory()
        let policy = SitePolicy.example()
        var engine = CurtailmentEngine(policy: policy)
        let start = UTCInstant(secondsSinceEpoch: 1_784_721_600)
        var records: [LedgerRecord] = [.policy(PolicyRecord(policy: policy), at: start)]
        let command = OperatorCommand(
            action: .curtail(.everything, for: nil), issuer: "tester", reason: "test")
        for event in [EngineEvent.started(Recovery(memory: .blank, asleep: [])), .command(command)] {
            let input = EngineInput(at: start, monotonic: MonotonicInstant(nanoseconds: 0), event: event)
            let output = engine.handle(input)
            records.append(.input(input))
            if let decision = output.decision { records.append(.decision(decision)) }
            if let event = output.event { records.append(.event(event, at: start)) }
        }
        let path = folder.path("daemon.sqlite")
        let ledger = try Ledger(path: path)
        let asleep: [(unit: String, order: FleetOrder.Action?)] = policy.groups.flatMap { group in
            group.units.map { ("\(group.name)/\($0.id)", .sleep) }
        }
        try ledger.append(records, memory: isThere ? engine.memory : nil, units: asleep)
        try ledger.close()
        let outcome = RecordedTerminal.run(["verify", path])
        #expect(outcome.status == (isThere ? 0 : 65), "\(outcome.output)")
        #expect(outcome.output.contains("what the daemon has to remember is not there") == !isThere)
    }

    @Test("after a gap inputs are not rerun until the next start")
    func gap() throws {
        let folder = try TemporaryDirectory()
        let reader = try LedgerReader(path: try ledger(in: folder))
        var records: [LedgerRecord] = []
        _ = try ChainVerifier(reader).walk { _, entry in
            if case .record(let record) = entry.content { records.append(record) }
            return nil
        }
        let path = folder.path("gap.sqlite")
        let ledger = try Ledger(path: path)
        try ledger.append(Array(records.prefix(2)))
        let at = UTCInstant(secondsSinceEpoch: 1_717_200_000)
        let inputs = records.dropFirst(2).filter { if case .input = $0 { true } else { false } }
        try ledger.append(Array(inputs), after: LedgerGap(records: 3, first: at, last: at))
        try ledger.close()
        let outcome = RecordedTerminal.run(["verify", path])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("\(inputs.count) inputs after a gap"))
    }
}
