import CurtailTesting
import Testing

@testable import GridUnits

@Suite("DecimalText")
struct DecimalTextTests {
    @Test(
        "reads plain, signed, pointed and exponent forms exactly",
        arguments: [
            ("0", 6, 0), ("-0", 6, 0), ("+0.0", 6, 0), ("1", 6, 1_000_000), ("+1.5", 6, 1_500_000),
            ("-251", 6, -251_000_000), ("4964.84", 6, 4_964_840_000), (".5", 6, 500_000),
            ("5.", 6, 5_000_000),
            ("007", 6, 7_000_000), ("0.000001", 6, 1), ("-0.000001", 6, -1), ("1.2300000000", 6, 1_230_000),
            ("59.981", 6, 59_981_000), ("12", 0, 12), ("1.0", 0, 1), ("0.000000000000000001", 18, 1),
            ("1e3", 6, 1_000_000_000), ("1E3", 6, 1_000_000_000), ("1e+3", 6, 1_000_000_000),
            ("1.5e-3", 6, 1_500), ("-2.5e2", 6, -250_000_000), ("12345e-6", 6, 12_345), ("1e0", 6, 1_000_000),
            ("100e-8", 6, 1), ("0e99", 6, 0), ("0e-99", 6, 0), ("1e0000006", 0, 1_000_000),
            ("1e12", 6, 1_000_000_000_000_000_000),
            ("0.0000000000000000001e19", 6, 1_000_000),
        ] as [(String, Int, Int64)])
    func readsExactly(text: String, scale: Int, expected: Int64) throws {
        #expect(try DecimalText.parse(text.utf8, scale: scale) == expected)
    }

    @Test(
        "refuses what is not a decimal number",
        arguments: [
            ".", "-", "+", "e3", ".e3", "1e", "1e+", "1e-", "--1", "+-1", "1-", "1.2.3", "1,5", "1_000", " 1",
            "1 ",
            "0x10", "inf", "-inf", "nan", "NaN", "Infinity", "1e1.5", "1e1e1", "1\n", "١", "1½", "−1", "1\0",
            "$1",
        ])
    func refusesNonsense(text: String) {
        #expect(throws: DecimalText.Failure.notANumber) { try DecimalText.parse(text.utf8, scale: 6) }
    }

    @Test("names an empty text as empty")
    func refusesEmpty() {
        #expect(throws: DecimalText.Failure.empty) { try DecimalText.parse("".utf8, scale: 6) }
    }

    @Test(
        "reads up to the ends of 64 bits and refuses one more",
        arguments: [
            ("9223372036854.775807", Int64.max), ("-9223372036854.775808", Int64.min),
            ("9223372036854.775808", nil), ("-9223372036854.775809", nil), ("1e13", nil), ("-1e13", nil),
            ("1e99", nil), ("1e100", nil), ("1e99999999999999999999", nil),
            ("99999999999999999999999999999999999999999999", nil),
        ] as [(String, Int64?)])
    func refusesOverflow(text: String, expected: Int64?) throws {
        if let expected {
            #expect(try DecimalText.parse(text.utf8, scale: 6) == expected)
        } else {
            #expect(throws: DecimalText.Failure.outOfRange) { try DecimalText.parse(text.utf8, scale: 6) }
        }
    }

    @Test(
        "refuses digits beyond the scale unless told to round",
        arguments: ["0.0000001", "1.2345678", "1e-7", "-0.0000005", "1e-60", "123e-9"])
    func refusesExcessDigits(text: String) {
        #expect(throws: DecimalText.Failure.tooManyDigits(scale: 6)) {
            try DecimalText.parse(text.utf8, scale: 6)
        }
    }

    @Test(
        "rounds excess digits half to even when told to",
        arguments: [
            ("0.0000005", 0), ("0.0000015", 2), ("0.0000025", 2), ("0.0000035", 4), ("-0.0000005", 0),
            ("-0.0000015", -2), ("0.00000050000001", 1), ("0.00000149999", 1),
            ("92.857142857142857142", 92_857_143),
            ("1e-60", 0), ("97.7182539682539682539", 97_718_254), ("9999999e-13", 1),
        ] as [(String, Int64)])
    func roundsExcessDigits(text: String, expected: Int64) throws {
        #expect(try DecimalText.parse(text.utf8, scale: 6, excess: .roundHalfToEven) == expected)
    }

    @Test(
        "prints without exponent and without needless zeros",
        arguments: [
            (0, 6, 0, "0"), (0, 6, 2, "0.00"), (1, 6, 0, "0.000001"), (-1, 6, 0, "-0.000001"),
            (1_000_000, 6, 0, "1"), (1_500_000, 6, 0, "1.5"), (1_500_000, 6, 2, "1.50"), (10, 0, 0, "10"),
            (-251_000_000, 6, 0, "-251"), (123_456_789, 6, 3, "123.456789"), (5, 1, 0, "0.5"),
        ] as [(Int128, Int, Int, String)])
    func prints(value: Int128, scale: Int, minimumFraction: Int, expected: String) {
        #expect(DecimalText.format(value, scale: scale, minimumFraction: minimumFraction) == expected)
    }

    @Test(
        "prints exactly the places asked for, rounded half to even",
        arguments: [
            (2_500_000, 6, 0, "2"), (3_500_000, 6, 0, "4"), (-2_500_000, 6, 0, "-2"), (-400_000, 6, 0, "0"),
            (1_005_000, 6, 2, "1.00"), (1_015_000, 6, 2, "1.02"), (1_015_001, 6, 2, "1.02"),
            (1, 6, 6, "0.000001"),
            (7, 6, 8, "0.00000700"), (7, 0, 2, "7.00"), (-7, 0, 0, "-7"), (999_999, 6, 3, "1.000"),
        ] as [(Int128, Int, Int, String)])
    func printsRounded(value: Int128, scale: Int, places: Int, expected: String) {
        #expect(DecimalText.formatRounded(value, scale: scale, places: places) == expected)
    }

    @Test("reads back every number it prints", arguments: UInt64(0)..<20)
    func roundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let scale = Int.random(in: 0...18, using: &random)
            let magnitude = Int64.random(in: .min ... .max, using: &random)
            let value = magnitude >> Int64.random(in: 0...62, using: &random)
            let text = DecimalText.format(Int128(value), scale: scale)
            #expect(try DecimalText.parse(text.utf8, scale: scale) == value)
        }
    }
}
