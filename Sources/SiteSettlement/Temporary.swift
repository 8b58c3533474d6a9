package import CanonicalRecord
package import GridUnits
package import Settlement

package struct TelemetrySample: Hashable, Sendable { package let at: UTCInstant; package let power: Power }
package struct BaselineResult: Hashable, Sendable, CanonicallyRecorded {
    package let method: BaselineMethod
    package func write(to writer: inout CanonicalWriter) { writer.object { $0.member("method", method.rawValue) } }
    package init(recorded value: CanonicalValue) throws(CanonicalFailure) { method = try value.name("method") }
}
