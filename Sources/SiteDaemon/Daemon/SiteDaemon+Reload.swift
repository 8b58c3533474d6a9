import SitePorts
import CurtailmentEngine
import HostSystem
import MinerControl
import NIOCore
import SiteLoop
import SignalIntake
import ServiceManager
import SiteConfiguration

extension SiteDaemon {
    /// The outcome of a reload.
    enum ReloadResult: Sendable {
        case applied(changes: [String])
        case refused(ConfigurationErrors)
    }

    /// Reads the configuration again and applies it; the old one stays when the new one is wrong.
    ///
    /// - Parameters:
    ///   - issuer: who asked.
    ///   - completion: called on the decision loop's thread when the new configuration is in force or refused.
    func reload(issuer: String, completion: @escaping @Sendable (ReloadResult) -> Void) {
        tell(.reloading)
        housekeeping.perform { [self] in
            do throws(ConfigurationErrors) {
                let new = try configuration.reread()
                eventLoop.execute { [self] in
                    let changes = apply(new, issuer: issuer)
                    tell(.ready)
                    completion(.applied(changes: changes))
                }
            } catch {
                let errors = error
                reporter.write(
                    JournalEntry(
                        .configuration, .error,
                        "Reload asked for by \(issuer) was refused, the old configuration stays. \(errors)"))
                tell(.ready)
                eventLoop.execute { completion(.refused(errors)) }
            }
        }
    }

    /// On the decision loop's thread.
    private func apply(_ new: SiteConfiguration, issuer: String) -> [String] {
        let old = configuration.current
        let difference = ConfigurationDifference(from: old, to: new)
        configuration.replace(new)
        if new.fleet != old.fleet { fleet.replace(new.fleet) }
        let terms = new.terms
        if terms != old.terms {
            controlLoop.assumeIsolated { loop in loop.with { $0.replace(terms: terms) } }
        }
        let point = new.policy.settlementPoint
        _ = listeners.reload(
            sources: new.sources, filter: SettlementPointFilter(point: point.name, pointType: point.type))
        let text = difference.isEmpty ? "nothing changed" : difference.description
        var changes = difference.changes
        if new.host != old.host {
            changes.append("paths, control, on_stop and ledger take effect at the next start")
        }
        reporter.write(
            JournalEntry(.configuration, .notice, "Configuration reloaded, asked for by \(issuer): \(text)."))
        return changes
    }
}
