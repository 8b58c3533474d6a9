import CurtailmentEngine
import GridUnits
import HistoryReplay

/// Sweeps and strikes as people type them.
enum BacktestText {
    /// Why a text is none of them, in the words that help.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    static func sweep(_ text: String) throws -> SweepKey { try SweepKey(text) }

    /// Reads `HIGH,LOW` in dollars per MWh, or `best`.
    static func twoStrike(_ text: String) throws -> TwoStrikeRule.Choice {
        guard text != "best" else { return .bestInHindsight }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let high = try? EnergyPrice(decimal: parts[0]),
            let low = try? EnergyPrice(decimal: parts[1]),
            (-largestStrike...largestStrike).contains(high), (-largestStrike...largestStrike).contains(low)
        else {
            throw Failure(
                description:
                    "strikes are HIGH,LOW in dollars per MWh, such as 120,90 (at most 100000), or best")
        }
        guard let rule = TwoStrikeRule(high: high, low: low) else {
            throw Failure(
                description: "the low strike of \(low.decimal) is not below the high one of \(high.decimal)")
        }
        return .strikes(rule)
    }

    private static let largestStrike = EnergyPrice.dollarsPerMegawattHour(100_000)
}
