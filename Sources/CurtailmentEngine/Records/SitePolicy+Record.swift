package import SiteRecord
import GridUnits

extension SitePolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("mode", mode.rawValue)
            writer.member("fixed_uw", fixedLoad)
            writer.member("point", settlementPoint)
            writer.member("economics", economics)
            writer.member(ifPresent: "price", price)
            writer.member(ifPresent: "underfrequency", underfrequency)
            writer.member("restore", restore)
            writer.member("grid", grid)
            writer.member(ifPresent: "meter", meter)
            writer.member("groups") { $0.array(groups) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            name: try value.text("name"), mode: try value.name("mode"),
            fixedLoad: try value.quantity("fixed_uw"),
            settlementPoint: try value.record("point"), economics: try value.record("economics"),
            price: try value.optionalRecord("price"),
            underfrequency: try value.optionalRecord("underfrequency"),
            restore: try value.record("restore"),
            grid: try value.record("grid"), meter: try value.optionalText("meter"),
            groups: try value.records("groups"))
    }
}

extension SettlementPoint: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member(ifPresent: "type", type)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(name: try value.text("name"), type: try value.optionalText("type"))
    }
}

extension EconomicsPolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("uusd_ph_day", dollarsPerPetahashDay)
            writer.member("pool_fee", poolFee)
            writer.member("pue", powerUsageEffectiveness)
            writer.member("loss_factor", lossFactor)
            writer.member("adder_uusd_mwh", adder)
            if !contracts.isEmpty {
                writer.member("contracts") { $0.array(contracts) { $1.write(to: &$0) } }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            dollarsPerPetahashDay: try value.quantity("uusd_ph_day"), poolFee: try value.fraction("pool_fee"),
            powerUsageEffectiveness: try value.fraction("pue"), lossFactor: try value.fraction("loss_factor"),
            adder: try value.quantity("adder_uusd_mwh"),
            contracts: value.optional("contracts") == nil ? [] : try value.records("contracts"))
    }
}

extension ContractPrice: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("from_ns", from)
            writer.member("loss_factor", lossFactor)
            writer.member("adder_uusd_mwh", adder)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            from: try value.instant("from_ns"), lossFactor: try value.fraction("loss_factor"),
            adder: try value.quantity("adder_uusd_mwh"))
    }
}

extension GridAlarmPolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("prc_below_uw", physicalResponsiveCapabilityBelow)
            writer.member("eea_from", Int64(emergencyAlertFrom))
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            physicalResponsiveCapabilityBelow: try value.quantity("prc_below_uw"),
            emergencyAlertFrom: try value.count("eea_from"))
    }
}
