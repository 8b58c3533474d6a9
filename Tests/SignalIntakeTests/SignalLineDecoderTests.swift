import GridMarket
import CurtailmentEngine
import GridUnits
import Testing

@testable import SignalIntake

@Suite("SignalLineDecoder")
struct SignalLineDecoderTests {
    private static let start = UTCInstant(secondsSinceEpoch: 1_784_756_700)

    private func decode(_ line: String) throws(SignalRejection) -> DecodedLine {
        let bytes = Array(line.utf8)
        return try SignalLineDecoder.decode(bytes.span, receivedAt: .testNow)
    }

    private func rejection(of line: String) -> SignalRejection? {
        do throws(SignalRejection) {
            _ = try decode(line)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "reads a frequency in every spelling",
        arguments: [
            "{\"kind\":\"frequency\",\"at\":\"2026-07-22T21:50:00Z\",\"source\":\"r\",\"hz\":59.981}",
            " { \"hz\" : \"59.981\" , \"kind\" : \"frequency\", \"at\":1784757000000000000, \"x\": {\"y\":[1,\"}\"]} } ",
            "{\"kind\":\"frequency\",\"hz\":5.9981e1,\"at\":\"1784757000000000000\",\"quality\":null}\r",
            "{\"\\u006bind\":\"freq\\u0075ency\",\"hz\":59.9810000,\"quality\":true}",
            "frequency,source=r hz=59.981 1784757000000000000", "frequency hz=59.981",
            "frequency,source=a\\ b,room=1 unit=\"Hz, real\",hz=59.981,quality=\"good\" 1784757000000000000",
            "frequency,source=r hz=\"59.981\",n=3i,ok=t 1784757000000000000\r",
        ])
    func readsFrequency(line: String) throws {
        let decoded = try decode(line)
        let sample = FrequencySample(at: .testNow, frequency: .millihertz(59_981))
        switch decoded {
        case .frequency(let found, _, _): #expect(found == sample)
        case .signal(let found, _, _): #expect(found == .frequency(sample))
        case .acknowledgementRequest, .nothing: Issue.record("not a frequency: \(decoded)")
        }
    }

    @Test("rounds digits beyond the microhertz half to even, as the exact reader does")
    func roundsHalfToEven() throws {
        for text in [
            "59.98100250", "59.9810005", "59.9810015", "59.98100251", "59.9999999", "59.98100049999",
            "-0.0000005",
        ] {
            let bytes = Array(text.utf8)
            let expected = try DecimalText.parse(bytes, scale: 6, excess: .roundHalfToEven)
            #expect(DecimalScan.plain(bytes.span, 0..<bytes.count, scale: 6) == expected, "\(text)")
        }
    }

    @Test("reads a price with the span its market usually has")
    func readsPrice() throws {
        let line =
            "{\"kind\":\"price\",\"market\":\"sced\",\"point\":\"HB_WEST\",\"start\":\"2026-07-22T21:45:00Z\",\"usd_per_mwh\":\"-12.5\"}"
        let price = PriceSignal(
            market: .sced, point: "HB_WEST", pointType: nil, start: Self.start,
            end: Self.start.advanced(bySeconds: 300),
            price: .centsPerMegawattHour(-1_250))
        #expect(try decode(line) == .signal(.price(price), at: nil, sender: ""))
        let same =
            "price,market=sced,point=HB_WEST usd_per_mwh=-12.5,start=\"2026-07-22T21:45:00Z\" 1784757000000000000"
        #expect(try decode(same) == .signal(.price(price), at: .testNow, sender: ""))
    }

    @Test("reads every other kind")
    func readsOtherKinds() throws {
        let lines: [(String, GridSignal)] = [
            (
                "{\"kind\":\"instruction\",\"id\":\"D1\",\"program\":\"ecrs\",\"action\":\"deploy\",\"mw\":12.5,\"issuer\":\"QSE\"}",
                .instruction(
                    InstructionSignal(
                        id: "D1", modification: 0, program: .ecrs, action: .deploy, power: .kilowatts(12_500),
                        effective: nil, issuer: "QSE", end: nil))
            ),
            (
                "instruction,id=D2,program=ers_10,action=deploy test=true,issued_at=\"2026-07-22T21:45:00Z\",issuer=\"QSE\"",
                .instruction(
                    InstructionSignal(
                        id: "D2", modification: 0, program: .ers10, action: .deploy, power: nil,
                        issued: Self.start, effective: nil, issuer: "QSE", isTest: true, end: nil))
            ),
            (
                "grid prc_mw=5400,eea=1i",
                .grid(
                    GridConditionSignal(
                        physicalResponsiveCapability: .megawatts(5_400), emergencyAlertLevel: 1,
                        systemLoad: nil))
            ),
            (
                "meter,meter=main mw=99.5,mwh=1000",
                .meter(
                    MeterSignal(meter: "main", power: .kilowatts(99_500), cumulative: .megawattHours(1_000)))
            ),
            (
                "hashprice usd_per_ph_day=45.5",
                .hashprice(HashpriceSignal(dollarsPerPetahashDay: Money(microdollars: 45_500_000)))
            ),
        ]
        for (line, signal) in lines {
            guard case .signal(let found, _, _) = try decode(line) else {
                Issue.record("\(line) is no signal")
                continue
            }
            #expect(found == signal)
        }
        #expect(try decode("{\"kind\":\"ack\"}") == .acknowledgementRequest)
        #expect(try decode("  \r") == .nothing)
        #expect(try decode("# comment") == .nothing)
    }

    @Test(
        "says why it refuses a line",
        arguments: [
            ("{", .malformed, "ends"), ("{}", .malformed, "kind is missing"),
            ("{\"kind\":\"tide\"}", .unknownKind, "price"),
            ("tide,x=1 y=2", .unknownKind, "frequency"), ("hello", .malformed, "no fields"),
            ("{\"kind\":\"frequency\"}", .malformed, "needs hz"), ("frequency hz=abc", .malformed, "decimal"),
            ("{\"kind\":\"frequency\",\"hz\":59.9", .malformed, "JSON"),
            ("{\"kind\":\"frequency\",\"hz\":60} x", .malformed, "end of the line"),
            ("{\"kind\":\"frequency\",\"hz\":60,\"hz\":61}", .malformed, "twice"),
            ("{\"kind\":\"frequency\",\"hz\":60,\"at\":\"2026-07-22T21:50:00\"}", .malformed, "zone"),
            ("{\"kind\":\"frequency\",\"hz\":60,\"quality\":\"meh\"}", .malformed, "known are"),
            ("{\"kind\":\"price\",\"market\":\"spot\"}", .malformed, "sced, rtm, dam"),
            (
                "{\"kind\":\"price\",\"market\":\"rtm\",\"start\":\"2026-07-22T21:45:00Z\",\"usd_per_mwh\":1}",
                .malformed, "needs point"
            ),
            ("{\"kind\":\"instruction\",\"program\":\"ecrs\",\"action\":\"deploy\"}", .malformed, "id"),
            ("{\"kind\":\"hashprice\",\"usd_per_ph_day\":[45]}", .malformed, "needs usd_per_ph_day"),
            ("{\"kind\":\"meter\",\"meter\":\"m\",\"mw\":1e99}", .absurd, "range"),
            ("\u{1}\u{2}\u{3}", .binary, "control"), ("frequency hz=60 yesterday", .malformed, "nanoseconds"),
            ("grid \u{0}", .binary, "control"),
            ("{\"a\":\(String(repeating: "[", count: 40))", .malformed, "deeper"),
        ] as [(String, RejectionReason, String)])
    func explains(line: String, reason: RejectionReason, words: String) {
        let rejection = rejection(of: line)
        #expect(rejection?.reason == reason)
        #expect(rejection?.detail.contains(words) == true, "\(rejection?.detail ?? "accepted")")
    }

    @Test("refuses a frame of C37.118, bytes that are not UTF-8, and 64 KiB and one byte")
    func refusesBinary() {
        let cases: [([UInt8], RejectionReason)] = [
            ([0xAA, 0x01, 0x00], .binary), ([0x67, 0xC3, 0x28], .binary),
            (Array(repeating: 0x78, count: 65_537), .oversize),
            (Array(repeating: 0x78, count: 65_536), .malformed),
        ]
        for (bytes, reason) in cases {
            do throws(SignalRejection) {
                _ = try SignalLineDecoder.decode(bytes.span, receivedAt: .testNow)
                Issue.record("accepted")
            } catch {
                #expect(error.reason == reason)
            }
        }
    }

    @Test("never traps on a cut or changed line", arguments: UInt64(0)..<20)
    func neverTraps(seed: UInt64) {
        var random = SystemRandomNumberGenerator()
        let lines = [
            "{\"kind\":\"frequency\",\"at\":\"2026-07-22T21:50:00.5+05:30\",\"source\":\"r\\u00e9\",\"hz\":59.981,\"n\":{\"a\":[1]}}",
            "price,market=sced,point=HB\\ WEST usd_per_mwh=-12.5,start=\"2026\\\"\" 1784757000000000000",
        ]
        for line in lines {
            for length in 0..<line.utf8.count {
                var bytes = Array(line.utf8.prefix(length))
                if !bytes.isEmpty, seed > 0 {
                    bytes[Int.random(in: 0..<length, using: &random)] = .random(in: 0...255)
                }
                _ = try? SignalLineDecoder.decode(bytes.span, receivedAt: .testNow)
            }
        }
    }
}
