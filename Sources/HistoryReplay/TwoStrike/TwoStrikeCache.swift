import Crypto
import CurtailmentEngine
import GridUnits
import SiteConfiguration
import SiteRecord
import HostSystem

/// The earnings of rules of two strikes in the runs of one sweep.
///
/// The rule knows neither dwell nor band, so that most runs of a sweep have the same rival. Two threads may work one
/// out at once; they find the same.
final class TwoStrikeCache: Sendable {
    private let results = Monitor<[[UInt8]: TwoStrikeResult]>([:])

    /// The result of an equal rival, or a new one.
    func result(
        of rival: TwoStrikeRival, otherwise make: () throws -> TwoStrikeResult
    ) throws -> TwoStrikeResult {
        let key = rival.key
        if let known = results.withLock({ $0[key] }) { return known }
        let made = try make()
        results.withLock { $0[key] = made }
        return made
    }
}

extension TwoStrikeRival {
    /// Equal for rivals that cannot differ: the policy without what the rule ignores, and the fleet's times.
    ///
    /// A digest, because the policies themselves are large and a sweep has thousands.
    fileprivate var key: [UInt8] {
        var policy = history.policy
        policy.mode = .armed
        let restartCost = policy.price?.restartCostPerMegawatt ?? .zero
        policy.price = TwoStrikeRule.switch(policy.price ?? PricePolicy(), hysteresis: .zero)
        policy.price?.restartCostPerMegawatt = restartCost
        var writer = CanonicalWriter()
        writer.object { writer in
            writer.member("policy", policy)
            writer.member("settlement", history.settlement)
            writer.member("shed", request.configuration.simulation.shed)
            writer.member("wake", request.configuration.simulation.wake)
        }
        return Array(SHA256.hash(data: writer.bytes))
    }
}
