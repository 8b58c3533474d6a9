import SiteRecord
import GridUnits
import Settlement

/// The findings of a sweep, ready to print.
package struct SweepReport: Sendable {
    /// The keys as they were written.
    package let paths: [String]
    /// At least one.
    package let rows: [ReplaySweep.Row]

    /// The row with the highest net, of equal ones the first.
    package var best: Int {
        rows.indices.dropFirst().reduce(0) { best, index in
            rows[index].report.claims.net > rows[best].report.claims.net ? index : best
        }
    }

    /// Intervals without a price, of the run with most.
    package var missing: Int { rows.map(\.report.missing).max() ?? 0 }

    /// The document `curtaild.sweep/1`: one row for each run, each with its replay document.
    package var json: String {
        var writer = CanonicalWriter()
        writer.object { writer in
            writer.member("schema", "curtaild.sweep/1")
            writer.member("keys") { $0.array(paths) { $0.string($1) } }
            writer.member("runs", rows.count)
            writer.member("best", best)
            writer.member("rows") { writer in
                writer.array(rows) { writer, row in
                    writer.object { writer in
                        writer.member("values") { writer in
                            writer.object { writer in
                                for (path, value) in zip(paths, row.values) { writer.member(path, value) }
                            }
                        }
                        writer.member("replay", row.report)
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
