import Crypto
package import CurtailmentEngine
import Foundation
package import Settlement

extension PolicyRecord {
    /// Names the configuration that a policy was read from by the SHA-256 of its text.
    package init(
        policy: SitePolicy, settlement: SettlementPolicy, load: LoadSource = .readings,
        configurationText: [UInt8]
    ) {
        self.init(
            policy: policy, settlement: settlement, load: load,
            configurationDigest: ChainDigest.hexadecimal(Data(SHA256.hash(data: configurationText))))
    }
}
