package import SiteRecord
import CurtailmentEngine
import GridUnits
import Settlement

extension ChainEntry: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        switch content {
        case .record(.input(let input)): input.write(to: &writer)
        case .record(.decision(let decision)): decision.write(to: &writer)
        case .record(.policy(let policy, let at)):
            writer.object { writer in
                writer.member("at_ns", at)
                policy.writeMembers(to: &writer)
            }
        case .record(.event(let event, let at)): write(("event", event), at: at, to: &writer)
        case .record(.fact(let signal, let at)): write(("signal", signal), at: at, to: &writer)
        case .record(.load(let energies, let at)):
            writer.object { writer in
                writer.member("at_ns", at)
                writer.member("energies") { $0.array(energies) { $1.write(to: &$0) } }
            }
        case .record(.interval(let interval, let at)):
            writer.object { writer in
                writer.member("at_ns", at)
                writeVersion(to: &writer)
                writer.member(ifPresent: "price_uusd_mwh", interval.price)
                writer.member(
                    ifPresent: "price_source",
                    interval.priceSource == .published ? nil : interval.priceSource.rawValue)
                writer.member("interval", interval.energy)
            }
        case .record(.basis(let basis, let at)): write(("basis", basis), at: at, to: &writer)
        case .record(.claim(let claim, let at)): write(("claim", claim), at: at, to: &writer)
        case .gap(let gap):
            writer.object { writer in
                writer.member("records", gap.records)
                writer.member("first_ns", gap.first)
                writer.member("last_ns", gap.last)
            }
        case .seal(let seal): seal.write(to: &writer)
        case .samples(let note): note.write(to: &writer)
        case .retention(let retention): retention.write(to: &writer)
        }
    }

    private func write(
        _ member: (key: String, record: some CanonicallyWritten), at: UTCInstant,
        to writer: inout CanonicalWriter
    ) {
        writer.object { writer in
            writer.member("at_ns", at)
            writeVersion(to: &writer)
            writer.member(member.key, member.record)
        }
    }

    private func writeVersion(to writer: inout CanonicalWriter) {
        guard let replaces else { return }
        writer.member("version", version)
        writer.member("replaces", replaces)
    }

    /// Reads the body of a row.
    ///
    /// - Throws: ``CanonicalFailure`` when the body is not what rows of this kind hold.
    init(kind: Kind, body: [UInt8]) throws(CanonicalFailure) {
        let value = try CanonicalValue(parsing: body)
        switch kind {
        case .seal: self.init(.seal(try DaySeal(recorded: value)))
        case .samples: self.init(.samples(try SampleNote(recorded: value)))
        case .retention: self.init(.retention(try SampleRetention(recorded: value)))
        case .gap:
            let gap = LedgerGap(
                records: try value.integer("records"), first: try value.instant("first_ns"),
                last: try value.instant("last_ns"))
            self.init(.gap(gap))
        case .policy, .input, .decision, .event, .fact, .load, .interval, .basis, .claim:
            self.init(
                .record(try LedgerRecord(kind: kind, recorded: value)),
                version: try value.optionalInteger("version") ?? 1,
                replaces: try value.optionalInteger("replaces"))
        }
    }
}

extension LedgerRecord {
    /// The kind of the row and what it is of, for people.
    package var subject: String {
        let kind = ChainEntry(.record(self)).kind.rawValue
        return interval.map { "\(kind) of \($0.start.seconds)\(group.map { " of \($0)" } ?? "")" } ?? kind
    }

    /// Its text in the chain.
    package var text: String { String(decoding: ChainEntry(.record(self)).canonicalBytes, as: UTF8.self) }

    fileprivate init(kind: ChainEntry.Kind, recorded value: CanonicalValue) throws(CanonicalFailure) {
        switch kind {
        case .input: self = .input(try EngineInput(recorded: value))
        case .decision: self = .decision(try Decision(recorded: value))
        case .policy: self = .policy(try PolicyRecord(recorded: value), at: try value.instant("at_ns"))
        case .event: self = .event(try value.record("event"), at: try value.instant("at_ns"))
        case .fact: self = .fact(try value.record("signal"), at: try value.instant("at_ns"))
        case .load: self = .load(try value.records("energies"), at: try value.instant("at_ns"))
        case .interval:
            let interval = SettledInterval(
                energy: try value.record("interval"), price: try value.optionalQuantity("price_uusd_mwh"),
                priceSource: try value.optionalName("price_source") ?? .published)
            self = .interval(interval, at: try value.instant("at_ns"))
        case .basis: self = .basis(try value.record("basis"), at: try value.instant("at_ns"))
        case .claim: self = .claim(try value.record("claim"), at: try value.instant("at_ns"))
        case .samples, .retention, .gap, .seal: throw CanonicalFailure("a \(kind.rawValue) is no record")
        }
    }
}
