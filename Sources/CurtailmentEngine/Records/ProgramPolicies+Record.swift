import GridMarket
package import SiteRecord
import GridUnits

extension PricePolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("min_down_ns", minimumDown)
            writer.member("min_up_ns", minimumUp)
            writer.member("hysteresis_uusd_mwh", hysteresis)
            writer.member("restart_uusd_mw", restartCostPerMegawatt)
            writer.member("sced_fresh_ns", scedFreshFor)
            writer.member("stale_ns", staleAfter)
            writer.member("stance", stance.rawValue)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            minimumDown: try value.span("min_down_ns"), minimumUp: try value.span("min_up_ns"),
            hysteresis: try value.quantity("hysteresis_uusd_mwh"),
            restartCostPerMegawatt: try value.quantity("restart_uusd_mw"),
            scedFreshFor: try value.span("sced_fresh_ns"), staleAfter: try value.span("stale_ns"),
            stance: try value.name("stance"))
    }
}

extension UnderfrequencyPolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("threshold_uhz", threshold)
            writer.member("recovery_uhz", recovery)
            writer.member("samples", Int64(agreeingSamples))
            writer.member("recovered_ns", recoveredFor)
            writer.member("rate_uhz_s", plausibleRate)
            writer.member("rate_window_ns", rateWindow)
            writer.member("lowest_uhz", plausibleBand.lowerBound)
            writer.member("highest_uhz", plausibleBand.upperBound)
            writer.member("arming", arming.rawValue)
            // A set has no order of its own, and equal policies have to be equal bytes.
            writer.member("armed_by") { $0.array(armedBy.map(\.rawValue).sorted()) { $0.string($1) } }
            writer.member("extent", extent.rawValue)
            writer.member("stale_ns", staleAfter)
            writer.member("stance", stance.rawValue)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let lowest: Frequency = try value.quantity("lowest_uhz")
        let highest: Frequency = try value.quantity("highest_uhz")
        guard lowest <= highest else { throw CanonicalFailure("highest_uhz is below lowest_uhz") }
        self.init(
            threshold: try value.quantity("threshold_uhz"), recovery: try value.quantity("recovery_uhz"),
            agreeingSamples: try value.count("samples"), recoveredFor: try value.span("recovered_ns"),
            plausibleRate: try value.quantity("rate_uhz_s"), rateWindow: try value.span("rate_window_ns"),
            plausibleBand: lowest...highest, arming: try value.name("arming"),
            armedBy: Set(try value.names("armed_by", as: Program.self)), extent: try value.name("extent"),
            staleAfter: try value.span("stale_ns"), stance: try value.name("stance"))
    }
}
