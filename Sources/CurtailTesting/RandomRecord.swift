package import SiteRecord

/// Records of any type at random, made of nothing but the type's own table of fields.
///
/// A member that a table gains is tested from that moment on.
package struct RandomRecord {
    private var random: SeededGenerator

    /// Records that follow from a seed.
    package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Draws records of one type, reads and writes each, and compares.
    ///
    /// - Throws: ``NoRoundTrip`` when a text is read and written as another, or too few texts are records at all
    ///   (members may contradict each other).
    package static func roundTrips<Record: FieldValue & Equatable>(
        of type: Record.Type, count: Int = 200
    ) throws {
        var accepted = 0
        for seed in 0..<UInt64(count) {
            var random = RandomRecord(seed: seed)
            let text = random.next(of: type)
            let value = try CanonicalValue(parsing: text)
            guard let record = try? Record(recorded: value) else { continue }
            accepted += 1
            let again = try Record(recorded: CanonicalValue(parsing: record.canonicalBytes))
            guard record.canonicalBytes == text, again == record else {
                throw NoRoundTrip(
                    text: String(decoding: text, as: UTF8.self),
                    written: String(decoding: record.canonicalBytes, as: UTF8.self))
            }
        }
        guard accepted * 20 > count else {
            throw NoRoundTrip(text: "\(count) texts", written: "\(accepted) records of \(type)")
        }
    }

    /// A text that is not written as it was read.
    package struct NoRoundTrip: Error {
        /// The text that was read.
        package let text: String
        /// The text of the record in its canonical form.
        package let written: String
    }

    /// The canonical text of a record.
    package mutating func next<Record: FieldValue>(of type: Record.Type) -> [UInt8] {
        var writer = CanonicalWriter()
        write(type.shape, to: &writer)
        return writer.bytes
    }

    private mutating func write(_ shape: ValueShape, to writer: inout CanonicalWriter) {
        switch shape {
        case .boolean: writer.boolean(Bool.random(using: &random))
        case .yes: writer.boolean(true)
        case .integer(let step): writer.integer(integer() / step * step)
        case .wideInteger:
            let wide = Int128(integer()) * (Bool.random(using: &random) ? 1 : 3_600_000)
            if let small = Int64(exactly: wide) { writer.integer(small) } else { writer.string("\(wide)") }
        case .text(let form): writer.string(text(form))
        case .name(let names): writer.string(names[Int.random(in: 0..<names.count, using: &random)])
        case .list(let element):
            writer.array(0..<Int.random(in: 0..<4, using: &random)) { writer, _ in
                write(element, to: &writer)
            }
        case .record(let members):
            writer.object { writer in
                for member in members where !member.isOptional || Bool.random(using: &random) {
                    var value = CanonicalWriter()
                    write(member.shape, to: &value)
                    if value.bytes != member.usual { writer.member(member.name, written: value) }
                }
            }
        case .custom: writer.null()
        case .choice(let members):
            let members = members.filter { $0.shape != .custom }
            let member = members[Int.random(in: 0..<members.count, using: &random)]
            writer.object { $0.member(member.name) { write(member.shape, to: &$0) } }
        }
    }

    /// Any whole number, with the ends of the range among them.
    private mutating func integer() -> Int64 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .min
        case 1: .max
        case 2: 0
        case 3: .random(in: -1_000...0, using: &random)
        default:
            Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<60, using: &random)
        }
    }

    private mutating func text(_ form: ValueShape.TextForm) -> String {
        switch form {
        case .free:
            let scalars = Array("aZ09 _-/\"\\\n\t\u{0}\u{1F}\u{7F}é中𝄞{}[],:".unicodeScalars)
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                text.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
            }
            return String(text)
        case .fraction:
            // A prime below, so that the ratio is in lowest terms.
            let prime = 1_000_003
            let above = Int.random(in: 1..<prime, using: &random)
            return Bool.random(using: &random) ? "-\(above)" : "\(above)/\(prime)"
        case .day:
            let (year, month) = (
                Int.random(in: 10...99, using: &random), Int.random(in: 1...9, using: &random)
            )
            return "20\(year)-0\(month)-28"
        case .wholeNumber: return "\(Int128(integer()) * 1_000_000_007)"
        case .runs:
            let first = Int.random(in: 0..<1_000, using: &random)
            let runs = ["", "\(first)", "\(first)-\(first + 7),\(first + 9)"]
            return runs[Int.random(in: 0..<3, using: &random)]
        }
    }
}

/// Random numbers that repeat: equal seeds give equal sequences on every machine (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
