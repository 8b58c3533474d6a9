import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("PerformanceBand")
struct PerformanceBandTests {
    @Test(
        "passes from 95 to 150 % of the instruction, both included",
        arguments: [
            ("40.5", "39/40", DeploymentPerformance.Verdict.passed), ("41.5", "37/40", .tooLittle),
            ("25.0", "7/4", .tooMuch), ("41", "19/20", .passed), ("41.000001", nil, .tooLittle),
            ("30", "3/2", .passed), ("29.999999", nil, .tooMuch), ("60", "0", .tooLittle),
            ("70", "-1/2", .tooLittle),
        ] as [(String, String?, DeploymentPerformance.Verdict)])
    func judges(actual: String, ratio: String?, verdict: DeploymentPerformance.Verdict) throws {
        let performance = try #require(
            try PerformanceBand.nonSpin.judge(
                instructed: .megawatts(20), baseline: .megawatts(60), actual: Power(decimal: actual)))
        #expect(performance.verdict == verdict)
        if let ratio { #expect(performance.ratio.description == ratio) }
    }

    @Test("another programme's band judges by its own numbers")
    func takesOtherBands() throws {
        let strict = PerformanceBand(lowest: .percent(100), highest: .percent(100))
        let performance = try strict.judge(
            instructed: .megawatts(20), baseline: .megawatts(60), actual: .megawatts(39))
        #expect(performance?.verdict == .tooMuch)
    }

    @Test("judges nothing where nothing was asked for, nor a negative instruction")
    func needsAnInstruction() throws {
        for power in [Power.zero, .megawatts(-1)] {
            let none = try PerformanceBand.nonSpin.judge(
                instructed: power, baseline: .megawatts(60), actual: .megawatts(40))
            #expect(none == nil)
        }
    }
}
