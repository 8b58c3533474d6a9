import SitePorts
import CurtailmentEngine

/// One group as the engine and as the fleet know it; both list the units in the same order.
struct SiteGroup {
    let policy: GroupPolicy
    let fleet: FleetSettings.Group
}
