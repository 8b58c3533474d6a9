package import SiteRecord
import CurtailmentEngine
import GridUnits

extension LoadBook: CanonicallyRecorded {
    func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("names") { $0.array(names) { $0.string($1) } }
            writer.member("commanded") { writer in
                writer.array(isCommanded) { $0.integer($1 ? 1 : 0) }
            }
            writer.member("levels") { writer in
                writer.array(levels) { writer, level in
                    writer.object { writer in
                        writer.member("consumed_uw", level.consumed)
                        writer.member("curtailed_uw", level.curtailed)
                        writer.member("shadow_uw", level.shadow)
                    }
                }
            }
            writer.member(ifPresent: "since_ns", since)
            writer.member("real", real)
            writer.member("would", shadow)
            if !unwatched.parts.isEmpty {
                writer.member("unwatched") { writer in
                    writer.array(unwatched.parts) { writer, part in
                        writer.object { writer in
                            writer.member("start_ns", part.interval.start)
                            writer.member("ns", part.nanoseconds)
                        }
                    }
                }
            }
            writer.member("would_sleep") { $0.array(shadowUnits.sorted()) { $0.integer($1) } }
        }
    }

    init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        var names: [String] = []
        for element in try value.array("names") {
            guard case .text(let name) = element else { throw CanonicalFailure("a group has no name") }
            names.append(name)
        }
        var levels: [Level] = []
        for element in try value.array("levels") {
            levels.append(
                Level(
                    consumed: try element.quantity("consumed_uw"),
                    curtailed: try element.quantity("curtailed_uw"),
                    shadow: try element.quantity("shadow_uw")))
        }
        var unwatched = UnwatchedTime()
        for element in value.optional("unwatched") == nil ? [] : try value.array("unwatched") {
            unwatched.parts.append(
                UnwatchedTime.Part(
                    interval: SettlementInterval(containing: try element.instant("start_ns")),
                    nanoseconds: try element.integer("ns")))
        }
        self.init(
            names: names, isCommanded: try value.integers("commanded").map { $0 != 0 }, levels: levels,
            since: try value.optionalInstant("since_ns"), real: try value.record("real"),
            shadow: try value.record("would"), unwatched: unwatched,
            shadowUnits: Set(try value.integers("would_sleep").map(Int.init)))
    }
}

extension MeterBook: CanonicallyRecorded {
    func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member(ifPresent: "at_ns", last?.at)
            writer.member(ifPresent: "meter", last?.meter)
            writer.member(ifPresent: "uw", last?.power)
            writer.member(ifPresent: "register_uws", last?.register)
            writer.member("open") { writer in
                writer.array(open) { writer, sums in
                    writer.object { writer in
                        writer.member("start_ns", sums.interval.start)
                        writer.member("uws", sums.energy)
                        writer.member("covered_ns", sums.coveredNanoseconds)
                        writer.member("went_back", sums.wentBack)
                        writer.member("several_meters", sums.hasSeveralMeters)
                    }
                }
            }
            writer.member("telemetry") { writer in
                writer.array(telemetry) { writer, sample in
                    writer.object { writer in
                        writer.member("at_ns", sample.at)
                        writer.member("uw", sample.power)
                    }
                }
            }
        }
    }

    init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init()
        if let at = try value.optionalInstant("at_ns") {
            last = Last(
                at: at, meter: try value.text("meter"), power: try value.optionalQuantity("uw"),
                register: try value.optionalEnergy("register_uws"))
        }
        for element in try value.array("open") {
            open.append(
                Sums(
                    interval: SettlementInterval(containing: try element.instant("start_ns")),
                    energy: try element.energy("uws"),
                    coveredNanoseconds: try element.integer("covered_ns"),
                    wentBack: try element.boolean("went_back"),
                    hasSeveralMeters: try element.boolean("several_meters")))
        }
        for element in try value.array("telemetry") {
            telemetry.append(
                TelemetrySample(at: try element.instant("at_ns"), power: try element.quantity("uw")))
        }
    }
}

extension MeterBook.Reading: CanonicallyRecorded {
    func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member(ifPresent: "uws", energy)
            writer.member(ifPresent: "gap", gap?.rawValue)
        }
    }

    init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            interval: SettlementInterval(containing: try value.instant("start_ns")),
            energy: try value.optionalEnergy("uws"), gap: try value.optionalName("gap"))
    }
}

extension CurtailmentBook.Standing: CanonicallyRecorded {
    func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("event", event)
            writer.member(ifPresent: "baseline", baseline)
        }
    }

    init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(event: try value.record("event"), baseline: try value.optionalRecord("baseline"))
    }
}

/// A page that waits for its price; it has no rows and no claims yet.
extension SettlementPage: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member("policy", policyNumber)
            writer.member("uusd_ph_day", hashprice)
            writer.member("energies") { $0.array(energies) { $1.write(to: &$0) } }
            writer.member(ifPresent: "metered_uws", metered)
            writer.member(ifPresent: "meter_gap", meterGap?.rawValue)
            writer.member("curtailments") { $0.array(curtailments) { $1.write(to: &$0) } }
            if !ended.isEmpty { writer.member("ended") { $0.array(ended) { $1.write(to: &$0) } } }
            writer.member(ifPresent: "unwatched_ns", unwatched > .zero ? unwatched : nil)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            interval: SettlementInterval(containing: try value.instant("start_ns")),
            policyNumber: try value.integer("policy"), hashprice: try value.quantity("uusd_ph_day"),
            energies: try value.records("energies"), metered: try value.optionalEnergy("metered_uws"),
            meterGap: try value.optionalName("meter_gap"), curtailments: try value.records("curtailments"),
            ended: try value.records(ifPresent: "ended"),
            unwatched: try value.optionalSpan("unwatched_ns") ?? .zero)
    }
}

extension CanonicalValue {
    /// Reads whole numbers in order.
    func integers(_ key: String) throws(CanonicalFailure) -> [Int64] {
        var numbers: [Int64] = []
        for element in try array(key) {
            guard case .integer(let number) = element else {
                throw CanonicalFailure("\(key) holds what is no whole number")
            }
            numbers.append(number)
        }
        return numbers
    }
}
