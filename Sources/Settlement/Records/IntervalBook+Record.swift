package import SiteRecord
import GridUnits

/// A book in the middle of its intervals, so that a restart goes on where the sums were.
extension IntervalBook: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("evidence", evidence.rawValue)
            writer.member("shadow", isShadow)
            writer.member("limit", Int64(limit))
            writer.member("closed_before_ns", closedBefore)
            writer.member("groups") { $0.array(groups.names) { $0.string($1) } }
            writer.member("pages") { $0.array(pages) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            evidence: try value.name("evidence"), isShadow: try value.boolean("shadow"),
            limit: try value.count("limit"))
        closedBefore = try value.instant("closed_before_ns")
        for element in try value.array("groups") {
            guard case .text(let name) = element else { throw CanonicalFailure("a group has no name") }
            _ = groups.number(of: name)
        }
        pages = try value.records("pages")
    }
}

extension Page: CanonicallyRecorded {
    func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member("evidence", evidence.rawValue)
            writer.member("shadow", isShadow)
            // 128 bits do not fit a number of the canonical form.
            writer.member("sums") { writer in
                writer.array(sums) { writer, sums in
                    writer.object { writer in
                        writer.member("consumed", String(sums.consumed))
                        writer.member("baseline", String(sums.baseline))
                        writer.member("restarted_uw", sums.restarted)
                        writer.member("touched", sums.isTouched)
                    }
                }
            }
        }
    }

    init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            interval: SettlementInterval(containing: try value.instant("start_ns")),
            evidence: try value.name("evidence"), isShadow: try value.boolean("shadow"))
        for element in try value.array("sums") {
            guard let consumed = Int128(try element.text("consumed")),
                let baseline = Int128(try element.text("baseline"))
            else { throw CanonicalFailure("a sum is not a whole number") }
            sums.append(
                Sums(
                    consumed: consumed, baseline: baseline,
                    restarted: try element.quantity("restarted_uw"),
                    isTouched: try element.boolean("touched")))
        }
    }
}
