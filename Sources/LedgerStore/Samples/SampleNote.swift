package import SiteRecord
import CurtailmentEngine
package import GridUnits

/// The chain's note of raw samples kept beside it: enough to tell whether they are as they were measured.
package struct SampleNote: Hashable, Sendable {
    package let at: UTCInstant
    package let source: String
    /// The earliest and the latest time of the samples, by the measuring device.
    package let first: UTCInstant
    package let last: UTCInstant
    package let count: Int
    /// Samples right before these that found no room in memory.
    package let lost: Int
    /// SHA-256 of the packed samples, 64 hexadecimal digits.
    package let digest: String

    init(_ block: SampleBlock, at: UTCInstant) {
        self.at = at
        source = block.source
        first = block.first
        last = block.last
        count = block.count
        lost = block.lost
        digest = ChainDigest.hexadecimal(ChainDigest.fingerprint(block.bytes))
    }
}

extension SampleNote: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("at_ns", at)
            writer.member("source", source)
            writer.member("first_ns", first)
            writer.member("last_ns", last)
            writer.member("count", Int64(count))
            if lost > 0 { writer.member("lost", Int64(lost)) }
            writer.member("sha256", digest)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        at = try value.instant("at_ns")
        source = try value.text("source")
        first = try value.instant("first_ns")
        last = try value.instant("last_ns")
        count = Int(try value.integer("count"))
        lost = Int(try value.optionalInteger("lost") ?? 0)
        digest = try value.text("sha256")
    }
}

/// Raw samples that were dropped because of their age; their ``SampleNote``s stay.
package struct SampleRetention: Hashable, Sendable {
    package let at: UTCInstant
    /// Every block whose last sample is older.
    package let before: UTCInstant
    package let blocks: Int64
    package let samples: Int64
}

extension SampleRetention: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("at_ns", at)
            writer.member("before_ns", before)
            writer.member("blocks", blocks)
            writer.member("samples", samples)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            at: try value.instant("at_ns"), before: try value.instant("before_ns"),
            blocks: try value.integer("blocks"), samples: try value.integer("samples"))
    }
}
