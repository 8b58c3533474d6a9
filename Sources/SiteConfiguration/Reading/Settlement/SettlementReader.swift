import GridMarket
import SiteRecord
import CurtailmentEngine
import GridUnits
import Settlement

/// Reads `settlement`: what intervals are turned into money by.
struct SettlementReader {
    private let reader: SectionReader
    private let policy: SitePolicy

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - top: the root.
    ///   - policy: what the engine decides by, which settlement must not contradict.
    init(_ top: SectionReader, policy: SitePolicy) {
        reader = top.section(.settlement)
        self.policy = policy
    }

    var settlement: SettlementPolicy {
        let standard = SettlementPolicy.standard
        // Money comes from the meter wherever there is one; the units are what is left without it.
        let defaultBaseline = reader.choice(
            "baseline", default: reader.has("meter") ? .meterBeforeAfter : standard.defaultBaseline)
        let baselines = baselines
        let maximumBaseLoad = reader.quantity("maximum_base_load_mw", in: .zero...PolicyReader.largestSite)
        if maximumBaseLoad == nil, !reader.has("maximum_base_load_mw") {
            refuseUndeclared(defaultBaseline, baselines)
        }
        return SettlementPolicy(
            contracts: ContractsReader(reader, policy: policy).contracts,
            emergencyResponse: EmergencyResponseReader(reader).contracts,
            coincidentPeak: CoincidentPeakReader(reader).terms, holidays: reader.days("holidays"),
            baselines: baselines, defaultBaseline: defaultBaseline, maximumBaseLoad: maximumBaseLoad,
            adjustmentWindow: reader.seconds(
                "adjustment_window_s", in: .zero...TimeSpan.seconds(86_400),
                default: standard.adjustmentWindow),
            readingUncertainty: reader.share("reading_uncertainty") ?? standard.readingUncertainty,
            rebuildAfter: reader.seconds(
                "rebuild_after_s", in: .zero...TimeSpan.seconds(30 * 86_400), default: standard.rebuildAfter),
            meter: reader.has("meter") ? reader.name("meter") : nil)
    }

    /// Programs whose curtailment has a baseline: all but energy that was bought and is never deployed.
    static let programs = Program.allCases.filter { $0 != .dayAheadEnergy }.map(\.rawValue)

    /// The methods of single programs, in the order of the programs.
    private var baselines: [SettlementPolicy.ProgramBaseline] {
        guard let value = reader.value("baselines") else { return [] }
        guard case .map(let members) = value.content else {
            reader.report("baselines", "this is \(value.kindName); write a map such as {\(Self.example)}")
            return []
        }
        var methods: [String: BaselineMethod] = [:]
        for member in members {
            guard Self.programs.contains(member.key) else {
                reader.reportElement(
                    of: "baselines", SectionReader.unknownWord(member.key, among: Self.programs),
                    at: member.keyPosition)
                continue
            }
            methods[member.key] = method(member)
        }
        return Self.programs.compactMap { program in
            methods[program].map { SettlementPolicy.ProgramBaseline(program: program, method: $0) }
        }
    }

    private static let example =
        "\(Program.nonSpin.rawValue): \(BaselineMethod.fiveMinuteAverage.rawValue)"

    private func method(_ member: ConfigurationNode.Member) -> BaselineMethod? {
        let words = BaselineMethod.allCases.map(\.rawValue)
        let text = if case .scalar(let text) = member.value.content { text } else { member.value.kindName }
        if let method = BaselineMethod(rawValue: text) { return method }
        reader.reportElement(
            of: "baselines", "\(member.key): \(SectionReader.unknownWord(text, among: words))",
            at: member.value.position)
        return nil
    }

    private func refuseUndeclared(
        _ standard: BaselineMethod, _ baselines: [SettlementPolicy.ProgramBaseline]
    ) {
        let key = standard == .maximumBaseLoad ? "baseline" : "baselines"
        guard standard == .maximumBaseLoad || baselines.contains(where: { $0.method == .maximumBaseLoad })
        else { return }
        reader.report(
            key,
            "\(BaselineMethod.maximumBaseLoad.rawValue) measures against a declared load and none is "
                + "declared; write maximum_base_load_mw")
    }
}
