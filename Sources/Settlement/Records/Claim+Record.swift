package import SiteRecord
import GridUnits

extension Claim: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member("group", group)
            writer.member("kind", kind.rawValue)
            // What is left out is the usual: claims of the first schema say the same in the same bytes.
            writer.member(ifPresent: "program", program.isEmpty ? nil : program)
            writer.member("uws", energy)
            writer.member("rate_uusd", rate)
            writer.member("uusd", amount)
            writer.member("estimate", isEstimate)
            writer.member("shadow", isShadow)
            writer.member(ifPresent: "basis", basis == .plain ? nil : basis)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            interval: SettlementInterval(containing: try value.instant("start_ns")),
            group: try value.text("group"),
            kind: try value.name("kind"), program: try value.optionalText("program") ?? "",
            energy: try value.energy("uws"),
            rate: try value.fraction("rate_uusd"),
            amount: try value.quantity("uusd"), isEstimate: try value.boolean("estimate"),
            isShadow: try value.boolean("shadow"), basis: try value.optionalRecord("basis") ?? .plain)
    }
}

extension ClaimBasis: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("price", priceSource.rawValue)
            writer.member("method", method.rawValue)
            writer.member("off_by_uusd", uncertainty)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            priceSource: try value.name("price"), method: try value.name("method"),
            uncertainty: try value.quantity("off_by_uusd"))
    }
}
