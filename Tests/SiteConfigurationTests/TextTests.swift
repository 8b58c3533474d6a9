import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("Reading text")
struct TextTests {
    @Test(
        "finds the name that was meant and no far-fetched one",
        arguments: [
            ("hysterisis", "hysteresis"), ("minup", "min_up"), ("PRICE", "price"), ("pirce", "price"),
            ("x", nil),
            ("", nil), ("completely_else", nil),
        ])
    func nearest(name: String, expected: String?) {
        #expect(NearestName.of(name, among: ["hysteresis", "min_up", "price", "pue"]) == expected)
    }

    @Test(
        "takes numeric endpoints",
        arguments: [
            ("10.0.0.1", "10.0.0.1", 4028), ("10.0.0.1:80", "10.0.0.1", 80), ("::1", "::1", 4028),
            ("[::1]", "::1", 4028),
            ("[fe80::1]:65535", "fe80::1", 65_535), ("::ffff:10.0.0.1", "::ffff:10.0.0.1", 4028),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", 4028), ("::", "::", 4028), ("1::", "1::", 4028),
        ])
    func endpoints(text: String, host: String, port: Int) throws {
        let endpoint = try NumericEndpoint(text, defaultPort: 4_028)
        #expect(endpoint.host == host && endpoint.port == port)
    }

    @Test(
        "refuses what is no numeric endpoint",
        arguments: [
            "", "10.0.0", "10.0.0.256", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:+5",
            "1.2.3.4.5", "a.b.c.d",
            "[::1", "[::1]x", "[::1]:", "1:::2", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7::8",
            "fe80::1%eth0", "::10.0.0", "::+1", "::12345", "01.2.3.4", "10.0.0.1 ", ":::", ":1",
        ])
    func noEndpoints(text: String) {
        #expect(throws: NumericEndpoint.Problem.self) { try NumericEndpoint(text, defaultPort: 4_028) }
    }

    @Test("takes two spellings of one address as equal")
    func equalEndpoints() throws {
        #expect(
            try NumericEndpoint("[FD00:0:0::1]:4028", defaultPort: nil)
                == NumericEndpoint("fd00::1", defaultPort: 4_028))
        #expect(
            try NumericEndpoint("10.0.0.1", defaultPort: 1) == NumericEndpoint("::ffff:a00:1", defaultPort: 1)
        )
        #expect(
            try NumericEndpoint("10.0.0.1", defaultPort: 1) != NumericEndpoint("10.0.0.1", defaultPort: 2))
    }

    @Test(
        "takes only names that are safe in paths and on the wire",
        arguments: [
            ("hall-a", true), ("00:1b:44", true), ("a.b_c", true), ("", false), ("-a", false), ("a b", false),
            ("a/b", false), ("ä", false), (String(repeating: "a", count: 64), true),
            (String(repeating: "a", count: 65), false),
        ])
    func names(name: String, isTaken: Bool) { #expect((NameText.problem(name) == nil) == isTaken) }

    @Test("refuses a key that stands twice, also one that is no word")
    func wordlessDuplicate() {
        #expect(
            Sample.errors("{? [a] : 1, ? [a] : 2}") == [
                "curtaild.yaml:1:4: a key stands twice in its map, here first; delete one"
            ])
    }
}
