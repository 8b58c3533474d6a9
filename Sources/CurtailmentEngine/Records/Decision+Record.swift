import GridMarket
package import SiteRecord
import GridUnits

extension Decision: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("at_ns", at)
            writer.member("mode", mode.rawValue)
            writer.member(ifPresent: "event", event)
            writer.member("state", state.rawValue)
            writer.member("available_uw", available)
            writer.member("target_uw", target)
            writer.member("commanded_uw", commanded)
            writer.member("confirmed_uw", confirmed)
            writer.member(ifPresent: "winner", winner)
            writer.member(ifPresent: "runner_up", runnerUp)
            if !rulings.isEmpty {
                writer.member("rulings") { $0.array(rulings) { $1.write(to: &$0) } }
            }
            if !sleeps.isEmpty { writer.member("sleeps", UnitRuns.text(sleeps)) }
            if !wakes.isEmpty { writer.member("wakes", UnitRuns.text(wakes)) }
            writer.member("summary", summary)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            id: try value.integer("id"), at: try value.instant("at_ns"), mode: try value.name("mode"),
            event: try value.optionalInteger("event"), state: try value.name("state"),
            available: try value.quantity("available_uw"), target: try value.quantity("target_uw"),
            commanded: try value.quantity("commanded_uw"), confirmed: try value.quantity("confirmed_uw"),
            winner: try value.optionalRecord("winner"), runnerUp: try value.optionalRecord("runner_up"),
            rulings: value.optional("rulings") == nil ? [] : try value.records("rulings"),
            sleeps: try UnitRuns.units(try value.optionalText("sleeps") ?? ""),
            wakes: try UnitRuns.units(try value.optionalText("wakes") ?? ""),
            summary: try value.text("summary"))
    }
}

extension Demand: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("program", program.rawValue)
            writer.member("reason", reason.rawValue)
            writer.member(ifPresent: "ceiling_uw", bounds.ceiling)
            writer.member(ifPresent: "floor_uw", bounds.floor)
            if !bounds.groups.isEmpty { writer.member("groups", UnitRuns.text(bounds.groups)) }
            writer.member(ifPresent: "set_point_uw", bounds.setPoint)
            writer.member("figures") { $0.array(figures) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            program: try value.name("program"), reason: try value.name("reason"),
            bounds: Bounds(
                ceiling: try value.optionalQuantity("ceiling_uw"),
                floor: try value.optionalQuantity("floor_uw"),
                groups: try UnitRuns.units(try value.optionalText("groups") ?? ""),
                setPoint: try value.optionalQuantity("set_point_uw")),
            figures: try value.records("figures"))
    }
}

extension Ruling: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("rule", rule.rawValue)
            writer.member("stands", stands.rawValue)
            writer.member("yields", yields.rawValue)
            writer.member("wanted_uw", wanted)
            writer.member("granted_uw", granted)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            rule: try value.name("rule"), stands: try value.name("stands"), yields: try value.name("yields"),
            wanted: try value.quantity("wanted_uw"), granted: try value.quantity("granted_uw"))
    }
}

extension Figure: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("value", value)
            writer.member("unit", unit)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(name: try value.text("name"), value: try value.text("value"), unit: try value.text("unit"))
    }
}
