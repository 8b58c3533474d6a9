import GridUnits

@testable import CurtailmentEngine

/// Makes records of every shape from one seed.
struct RandomRecords {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// SplitMix64.
    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func flag() -> Bool { bits() & 1 == 1 }

    mutating func count(_ below: Int) -> Int { Int(bits() % UInt64(below)) }

    /// Any whole number, with the ends of the range among them.
    mutating func integer() -> Int64 {
        switch count(8) {
        case 0: .min
        case 1: .max
        case 2: 0
        case 3: -Int64(count(1_000))
        default: Int64(bitPattern: bits()) >> Int64(count(60))
        }
    }

    mutating func text() -> String {
        let scalars = Array("aZ09 _-/\"\\\n\t\u{0}\u{1F}\u{7F}é中𝄞{}[],:".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<count(12) { text.append(scalars[count(scalars.count)]) }
        return String(text)
    }

    mutating func one<Name: CaseIterable>(_ type: Name.Type = Name.self) -> Name {
        let all = Array(type.allCases)
        return all[count(all.count)]
    }

    mutating func maybe<Value>(_ make: (inout RandomRecords) -> Value) -> Value? {
        flag() ? make(&self) : nil
    }

    mutating func list<Value>(_ below: Int = 4, _ make: (inout RandomRecords) -> Value) -> [Value] {
        (0..<count(below)).map { _ in make(&self) }
    }

    mutating func amount<Amount: Quantity>(_ type: Amount.Type = Amount.self) -> Amount {
        Amount(stored: integer())
    }

    mutating func instant() -> UTCInstant { UTCInstant(nanosecondsSinceEpoch: integer()) }

    mutating func span() -> TimeSpan { TimeSpan(nanoseconds: integer()) }

    mutating func fraction() -> Fraction {
        let numerator = Int128(integer()) * (flag() ? 1 : 1_000_000_007)
        return (try? Fraction(numerator, over: Int128(count(1_000_000)) + 1)) ?? .zero
    }

    /// Unit numbers with runs up, runs down and strays.
    mutating func units() -> [Int] {
        var units: [Int] = []
        for _ in 0..<count(6) {
            let start = count(30_000)
            let length = count(40)
            switch count(3) {
            case 0: units.append(contentsOf: start..<(start + length))
            case 1: units.append(contentsOf: (start..<(start + length)).reversed())
            default: units.append(start)
            }
        }
        return units
    }
}
