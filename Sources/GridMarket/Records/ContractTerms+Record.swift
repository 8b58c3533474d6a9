import GridUnits
package import SiteRecord

extension ContractTerms: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("qse_share", qseShare)
            writer.member("loss_factor", lossFactor)
            writer.member("adder_uusd_mwh", adder)
            writer.member("resale_fee_uusd_mwh", resaleFee)
            writer.member(ifPresent: "block", block)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            qseShare: try value.fraction("qse_share"), lossFactor: try value.fraction("loss_factor"),
            adder: try value.quantity("adder_uusd_mwh"),
            resaleFee: try value.quantity("resale_fee_uusd_mwh"),
            block: try value.optionalRecord("block"))
    }
}
