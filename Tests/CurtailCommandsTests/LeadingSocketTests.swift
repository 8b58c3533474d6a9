import ArgumentParser
import SiteReports
import Testing

@testable import CurtailCommands

@Suite("LeadingSocket")
struct LeadingSocketTests {
    @Test(
        "a socket may stand before the verb, and nothing else moves",
        arguments: [
            (["--socket", "/x", "status", "--json"], ["status", "--socket", "/x", "--json"]),
            (["--socket=/x", "watch"], ["watch", "--socket=/x"]),
            (["status", "--socket", "/x"], ["status", "--socket", "/x"]),
            (["--socket", "/x"], ["--socket", "/x"]), (["--socket"], ["--socket"]),
            (["--socket", "/x", "--help"], ["--socket", "/x", "--help"]), ([], []),
            (["--json", "status"], ["--json", "status"]),
        ] as [([String], [String])])
    func moves(given: [String], parsed: [String]) {
        #expect(LeadingSocket.afterVerb(given) == parsed)
    }

    @Test("the verb reads the socket that was named before it")
    func read() throws {
        let line = LeadingSocket.afterVerb(["--socket", "/x", "status"])
        let status = try #require(try CurtailCtl.parseAsRoot(line) as? CallVerb<Status>)
        #expect(status.connection.path == "/x")
    }
}
