import CurtailTesting
import GridUnits
import Settlement
import Testing

@testable import HistoryReplay

/// Intervals begin at 2024-06-01T00:00:00Z; its first hour is hour ending 20 of 31 May.
@Suite("HistoryReplay of what settles")
struct SettlementInputTests {
    private static let dayAhead =
        "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n05/31/2024,20:00,HB_WEST,60,N\n"

    private static func usage(_ last: String) -> String {
        "interval_start_utc,meter,usage_mwh\n2024-06-01T00:00:00Z,m,0.25\n2024-06-01T00:45:00Z,m,\(last)\n"
    }

    private static func capacity(_ price: String) -> String {
        "interval_start_utc,market,product,price_usd_per_mw_h\n2024-06-01T00:00:00Z,dam,RRS,\(price)\n"
            + "2024-06-01T00:45:00Z,rtm,RRS,1\n"
    }

    private func run(
        _ run: ReplayRun, _ texts: String..., from: String? = nil
    ) throws -> ReplayReport {
        var run = run
        for (index, text) in texts.enumerated() {
            run.request.priceFiles.append(try run.folder.write(text, to: "\(index).csv"))
        }
        run.request.from = from.flatMap { UTCInstant(rfc3339: $0) }
        return try run.report()
    }

    @Test("prices of capacity, day-ahead prices and usages are inputs that decide nothing")
    func decidesNothing() throws {
        let site = try ReplayRun(["50", "150", "130", "90"])
        let plain = try run(site)
        let full = try run(site, Self.dayAhead, Self.capacity("6"), Self.usage("0.25"))
        #expect(full.rejected == 0 && full.intervals == 4 && full.missing == 0)
        #expect(full.sums == plain.sums && full.decisionsDigest == plain.decisionsDigest)
        let digests = try [
            plain, run(site, Self.dayAhead), run(site, Self.capacity("6")), run(site, Self.capacity("7")),
            run(site, Self.usage("0.25")), run(site, Self.usage("0.26")), full,
        ].map(\.inputsDigest)
        #expect(Set(digests).count == digests.count, "each of them counts, the last interval's too")
    }

    @Test("the hour that the span begins in settles it, the one before does not")
    func settlesTheFirstHour() throws {
        let site = try ReplayRun(["50", "150", "130", "90", "50"])
        let from = "2024-06-01T00:30:00Z"
        let plain = try run(site, from: from)
        let before = try run(
            site, Self.dayAhead.replacing("20:00", with: "19:00"), Self.usage("0.25"), from: from)
        let usage = try run(site, Self.usage("0.25"), from: from)
        #expect(before.inputsDigest == usage.inputsDigest && usage.inputsDigest != plain.inputsDigest)
        #expect(try run(site, Self.dayAhead, from: from).inputsDigest != plain.inputsDigest)
    }

    @Test("files that only settle are refused, unless something else is there to replay")
    func needsSomethingThatDecides() throws {
        var site = try ReplayRun(["50"])
        site.request.priceFiles = []
        site.request.to = UTCInstant(rfc3339: "2024-06-01T01:00:00Z")
        let failure = #expect(throws: ReplayFailure.self) {
            try run(site, Self.capacity("6"), from: "2024-06-01T00:00:00Z")
        }
        #expect(failure.map { "\($0)" }?.contains("never decides") == true)
        site.request.signalFiles = [
            try site.folder.write("hashprice usd_per_ph_day=40 1717200000000000000\n", to: "s")
        ]
        #expect(try run(site, Self.capacity("6"), from: "2024-06-01T00:00:00Z").rejected == 0)
    }

    /// An award of 1 MW of Responsive Reserve for the hour, at 4 dollars.
    private static func award(at published: String, megawatts: String = "1") -> String {
        #"{"kind":"capacity_price","at":"2024-06-01T00:00:00Z","market":"dam","product":"RRS","#
            + #""start":"2024-06-01T00:00:00Z","end":"2024-06-01T01:00:00Z","usd_per_mw_h":4}"# + "\n"
            + #"{"kind":"award","at":"\#(published)","id":"a","program":"rrs","mw":\#(megawatts),"#
            + #""start":"2024-06-01T00:00:00Z","end":"2024-06-01T01:00:00Z"}"# + "\n"
    }

    private func signals(_ site: ReplayRun, _ text: String) throws -> ReplayReport {
        var site = site
        site.request.signalFiles = [try site.folder.write(text, to: "signals")]
        return try site.report()
    }

    @Test(
        "an award settles its intervals whenever it is published",
        arguments: [
            "2024-05-31T18:00:00Z", "2024-06-01T00:40:00Z", "2024-06-01T01:00:00Z", "2024-06-03T00:00:00Z",
        ])
    func awards(published: String) throws {
        let site = try ReplayRun(["50", "50", "50", "50"])
        let report = try signals(site, Self.award(at: published))
        #expect(report.claims.amount(of: .asCapacityDAM) == .dollars(4))
        let other = try signals(site, Self.award(at: published, megawatts: "2"))
        #expect(other.inputsDigest != report.inputsDigest, "what settles is an input")
    }

    /// The correction of a quarter, to 50 dollars.
    private static func correction(of quarter: String, at published: String) -> String {
        #"{"kind":"price","at":"\#(published)","market":"rtm","point":"HB_WEST","usd_per_mwh":50,"#
            + #""start":"2024-06-01T00:\#(quarter):00Z"}"# + "\n"
    }

    @Test("a corrected price decides from the moment it was published, and settles from the beginning")
    func correctedPrice() throws {
        let site = try ReplayRun(["150", "150", "50", "50"])
        let plain = try site.report()
        // Curtailed by the prices of the first two quarters, in the two after.
        #expect(plain.curtailed.megawattHours(places: 6) == "0.500000")
        #expect(plain.claims.energyAvoided == .dollars(50))
        let inTime = try signals(site, Self.correction(of: "00", at: "2024-06-01T00:20:00Z"))
        #expect(inTime.curtailed.megawattHours(places: 6) == "0.333333")
        let late = try signals(site, Self.correction(of: "15", at: "2024-06-01T06:00:00Z"))
        #expect(late.decisionsDigest == plain.decisionsDigest && late.inputsDigest != plain.inputsDigest)
        #expect(late.claims.energyAvoided == .dollars(25))
    }
}
