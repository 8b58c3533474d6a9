package import SiteRecord
import GridUnits

extension GroupPolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("commanded", isCommanded)
            switch value {
            case .mining(let joulesPerTerahash): writer.member("j_th", joulesPerTerahash)
            case .stated(let price): writer.member("value_uusd_mwh", price)
            }
            writer.member("shed_rank", Int64(shedRank))
            writer.member("units") { writer in
                writer.array(Self.runs(of: units)) { writer, run in run.write(to: &writer) }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let worth: Value
        if value.optional("j_th") != nil {
            worth = .mining(joulesPerTerahash: try value.fraction("j_th"))
        } else {
            worth = .stated(try value.quantity("value_uusd_mwh"))
        }
        var units: [UnitPolicy] = []
        for run in try value.records("units", as: UnitRun.self) {
            for id in try IdentifierRuns.identifiers(from: run.first.id, count: run.count) {
                units.append(
                    UnitPolicy(
                        id: id, ratedPower: run.first.ratedPower,
                        millijoulesPerTerahash: run.first.millijoulesPerTerahash))
            }
        }
        self.init(
            name: try value.text("name"), isCommanded: try value.boolean("commanded"), value: worth,
            shedRank: try value.count("shed_rank"), units: units)
    }

    private static func runs(of units: [UnitPolicy]) -> [UnitRun] {
        let runs = IdentifierRuns.runs(units, identifier: \.id) { left, right in
            left.ratedPower == right.ratedPower && left.millijoulesPerTerahash == right.millijoulesPerTerahash
        }
        return runs.map { UnitRun(first: $0.first, count: $0.count) }
    }
}

/// Units alike whose names count up: a simulated site of 28,571 is one line.
private struct UnitRun: FieldRecord {
    static let fields: Fields<UnitRun> = Fields(
        {
            UnitRun(
                first: UnitPolicy(id: $0, ratedPower: $2, millijoulesPerTerahash: $3), count: $1)
        },
        Field("id") { $0.first.id }, Field("count") { $0.count }, Field("uw") { $0.first.ratedPower },
        Field("mj_th") { $0.first.millijoulesPerTerahash })

    let first: UnitPolicy
    let count: Int
}
