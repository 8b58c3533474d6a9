import CurtailTesting
import GridMarket
import GridUnits
import SiteRecord
import Testing

@testable import CurtailmentEngine

/// A program that exists nowhere but here: deployments of ERS-30 hold the load so much lower than it was.
private struct FakeProgram: SiteProgram {
    private var deployments = 0
    private var ceilings: [Obligation.Identity: Power] = [:]

    /// Its settings, as a section of the configuration.
    struct Policy: Declared {
        var share = TimeSpan.seconds(1_800)

        static let section = Section("ers_30", "A program of the tests.", of: Policy()) {
            Key("share_s", \.share, .seconds(in: .zero...(.week)), "How long the load may take.")
        }
    }

    static let kind = ProgramKind(
        program: .ers30, title: "ERS-30 deployment",
        sentences: [.fakeDeployed: "ERS-30 holds {ceiling} MW for {id*}"],
        section: Key(Policy.section, \.fake), follows: [.ers30: .seconds(1_800)],
        make: { _ in FakeProgram() },
        memory: Memory.self)

    mutating func evaluate(
        at moment: Moment, site: SiteModel, books: inout ProgramBooks, turn: inout ProgramTurn
    ) -> Wish? {
        let standing = books.obligations.standing(of: .ers30)
        for known in standing where ceilings[known.identity] == nil {
            ceilings[known.identity] = max(site.uncurtailable, moment.available - (known.power ?? .zero))
            deployments += 1
            turn.isMemoryChanged = true
            turn.notices.append(Notice(.fakeDeployed, "ERS-30 was called."))
        }
        guard let ceiling = standing.compactMap({ ceilings[$0.identity] }).min() else { return nil }
        return Wish(program: .ers30, reason: .fakeDeployed, bounds: .ceiling(ceiling))
    }

    func figures(of wish: Wish, site: SiteModel, books: ProgramBooks) -> [Figure] {
        let ids = books.obligations.standing(of: .ers30).map {
            Figure(name: "id \($0.identity.id)", value: $0.identity.id, unit: "")
        }
        return (wish.bounds.ceiling.map { [Figure("ceiling", $0, unit: "mw")] } ?? []) + ids
    }

    var conditions: [(kind: Alarm.Kind, text: String)] {
        deployments >= 2 ? [(.fakeBudget, "ERS-30 was called \(deployments) times")] : []
    }

    func memory(site: SiteModel) -> (any ProgramMemory)? {
        deployments == 0 ? nil : Memory(deployments: deployments)
    }

    mutating func recover(_ memory: any ProgramMemory, site: SiteModel, clock: RecoveredClock) {
        deployments = (memory as? Memory)?.deployments ?? 0
    }

    struct Memory: ProgramMemory {
        static let fields: Fields<Memory> = Fields(
            Memory.init(deployments:), Field("deployments") { $0.deployments })

        let deployments: Int
    }
}

extension SitePolicy {
    fileprivate var fake: FakeProgram.Policy? {
        get { programs[.ers30] as? FakeProgram.Policy }
        set { programs[.ers30] = newValue }
    }
}

extension Reason {
    fileprivate static let fakeDeployed = Reason("fake_deployed")
}

extension Notice.Kind {
    fileprivate static let fakeDeployed = Notice.Kind("fake_deployed", .obligation, of: .ers30)
}

extension Alarm.Kind {
    fileprivate static let fakeBudget = Alarm.Kind("fake_budget", hint: "curtailctl status")
}

@Suite("ProgramTable")
struct ProgramTableTests {
    /// The standard programs and one line more.
    private static let table = ProgramTable(ProgramTable.standard.kinds + [FakeProgram.kind])

    private static func site() -> EngineHarness {
        var site = EngineHarness(.example(groups: [("old", 4, 25)], underfrequency: .example))
        site.engine = CurtailmentEngine(policy: site.engine.policy, programs: table)
        site.poll()
        return site
    }

    private static func send(
        _ action: InstructionSignal.Action, _ id: String, watts: Int64? = nil, _ site: inout EngineHarness
    ) -> EngineOutput {
        let instruction = InstructionSignal(
            id: id, modification: 0, program: .ers30, action: action, power: watts.map { .watts($0) },
            effective: nil, issuer: "QSE", end: nil)
        return site.send(
            .signal(StampedSignal(signal: .instruction(instruction), source: "qse", at: site.utc)))
    }

    @Test("one line adds a program to decisions, words, orders, obligations, notices and alarms")
    func oneLine() throws {
        var site = Self.site()
        let output = Self.send(.deploy, "D1", watts: 7_000, &site)
        let decision = try #require(output.decision)
        #expect(decision.winner?.program == .ers30 && decision.winner?.reason.rawValue == "fake_deployed")
        #expect(decision.summary.contains("ERS-30 holds 0.007 MW for D1."))
        #expect(output.orders.map(\.urgency) == [.urgent] && site.asleep.count == 2)
        #expect(output.notices.map(\.kind.rawValue) == ["obligation", "fake_deployed"])
        #expect(output.notices.map(\.program) == [.ers30, .ers30])
        #expect(site.engine.event?.programs == [.ers30])
        let held = try #require(site.engine.obligations.first)
        #expect(held.obligation.deadline == site.utc.advanced(bySeconds: 1_800))
        #expect(
            held.text
                == "deploy D1 of 0.007 MW by QSE, due \(site.utc.advanced(bySeconds: 1_800).seconds), until recalled"
        )
        _ = Self.send(.deploy, "D2", watts: 10_500, &site)
        #expect(site.engine.alarms.map(\.kind.rawValue) == ["fake_budget"])
        #expect(site.asleep.count == 3)
        #expect(Self.send(.recall, "D2", &site).notices.map(\.kind) == [.recall])
        #expect(site.asleep.count == 2)
        _ = Self.send(.recall, "", &site)
        #expect(site.asleep.isEmpty && site.engine.obligations.isEmpty)
    }

    @Test("it ranks among the others by its program: above price, below the trip")
    func rank() {
        #expect(Self.table.kinds.map(\.program) == [.underfrequency, .ers30, .manual, .price])
        var site = Self.site()
        site.price(8_000)
        _ = Self.send(.deploy, "D1", watts: 14_000, &site)
        #expect(site.engine.holding.winner?.program == .ers30)
        #expect(site.engine.holding.runnerUp?.program == .price)
        let demands = site.engine.demands(at: site.utc, monotonic: site.monotonic)
        #expect(demands.map(\.program) == [.ers30, .price])
        #expect(demands.first?.figures.map(\.name) == ["ceiling", "id D1"])
    }

    @Test("its memory and its obligations survive a restart, also as bytes")
    func restart() throws {
        var site = Self.site()
        _ = Self.send(.deploy, "D1", watts: 7_000, &site)
        _ = Self.send(.deploy, "D2", watts: 3_500, &site)
        var memory = site.engine.memory
        memory.event = nil  // Its reason is not in the closed vocabulary of the standard table.
        let bytes = CanonicalValue.self
        let programs = try ProgramMemories(
            recorded: try bytes.init(parsing: Array(memory.programs.canonicalBytes)), table: Self.table)
        #expect(programs == memory.programs && programs != ProgramMemories())
        #expect(throws: CanonicalFailure.self) {
            try EngineMemory(recorded: try bytes.init(parsing: Array(memory.canonicalBytes)))
        }
        var again = CurtailmentEngine(policy: site.engine.policy, programs: Self.table)
        _ = again.handle(
            EngineInput(
                at: site.utc, monotonic: site.monotonic, event: .started(site.engine.recovery)))
        #expect(again.holding.winner?.program == .ers30)
        #expect(again.obligations.map(\.obligation.identity.id) == ["D1", "D2"])
        #expect(again.alarms.contains { $0.kind.rawValue == "fake_budget" })
    }

    @Test(
        "its section is written, read back and counted among the others, and is off where it is not written")
    func section() throws {
        let file = Section("", "", of: SitePolicy.blank) { SitePolicy.keys(of: Self.table) }
        var policy = SitePolicy.blank
        #expect(Self.table.switches(policy).map(\.name) == ["price", "ers_30", "underfrequency"])
        #expect(Self.table.switches(policy).allSatisfy { !$0.isOn })
        policy.fake = FakeProgram.Policy(share: .seconds(60))
        policy.price = .example
        var writer = CanonicalWriter()
        writer.object { SettingValue.write(file.settings(policy), to: &$0) }
        let read = try file.value(recorded: CanonicalValue(parsing: writer.bytes))
        #expect(read == policy && read.fake?.share == .seconds(60))
        #expect(Self.table.switches(read).map(\.isOn) == [true, true, false])
    }

    @Test("an override is for the programs that allow it, and names them")
    func overrides() {
        var site = Self.site()
        _ = Self.send(.deploy, "D1", watts: 7_000, &site)
        let output = site.command(.override(.ers30, for: .seconds(600)))
        #expect(output.notices.first?.text.contains("cannot be overridden, only price") == true)
        #expect(site.asleep.count == 2)
        #expect(Self.table.mayOverride(.price) && !Self.table.mayOverride(.ers30))
    }

    @Test("every reason of the standard table has its sentence, and any other word is refused")
    func reasons() {
        #expect(Reason.allCases.count == 10)
        for reason in Reason.allCases {
            let demand = Demand(program: .price, reason: reason, bounds: Bounds(), figures: [])
            #expect(demand.sentence != reason.rawValue && !demand.sentence.contains("{"))
        }
        #expect(Reason(rawValue: "fake_deployed") == nil)
    }

    @Test("a deployment that no program follows changes nothing and says so")
    func nobody() {
        var site = EngineHarness(.example())
        let output = Self.send(.deploy, "D1", watts: 7_000, &site)
        #expect(output.notices.map(\.kind) == [.instructionNotHandled])
        #expect(site.asleep.isEmpty && site.engine.obligations.isEmpty)
    }
}
