import CurtailTesting
import Foundation
import Testing

extension EndToEnd {
    /// The control documents of a small site, with everything that differs from run to run masked.
    @Suite("Goldens of the control documents")
    struct DocumentGoldenTests {
        private static let groups = """
              - name: old
                driver: simulated
                count: 3
                unit_w: 3500
                efficiency_j_per_th: 29.5
              - name: new
                driver: simulated
                count: 2
                unit_w: 5000
                efficiency_j_per_th: 17.5
              - name: ai
                driver: none
                mw: 0.002
                value_usd_per_mwh: 900
            """

        @Test("every verb's document is what it was through a price event and a manual command")
        func documents() async throws {
            let site = try await RunningSite(groups: Self.groups)
            var lines: [String] = []
            func note(_ title: String, _ verb: String, _ arguments: String..., omitting: Set<String> = [])
                async throws
            {
                let outcome = try await ChildProcess.run(
                    try ChildProcess.builtProgram("curtailctl"),
                    [verb, "--socket", site.controlPath, "--json"] + arguments)
                #expect(outcome.status == 0, "\(verb): \(outcome.standardError)")
                let document = try JSON(text: outcome.standardOutput)
                lines.append("== \(title): \(([verb] + arguments).joined(separator: " "))")
                lines += document.lines(omitting: Self.passing.union(omitting)).map { Self.masked($0, site) }
            }

            try await site.status(until: "the first row is durable") { $0["ledger"]["head"] != .null }
            try await note("at rest", "status")
            try site.stream(
                #"{"kind":"hashprice","at":"\#(RunningSite.instant())","usd_per_ph_day":44}"# + "\n")
            try site.stream(RunningSite.price("90"))
            try await site.status(until: "old asleep") { $0["confirmed_mw"].number == 0.012 }
            try await site.everyUnitIsRead()
            for verb in ["status", "signals", "fleet"] {
                try await note("the old group is down for price", verb)
            }
            try await note("looked at", "curtail", "--by", "0.005", "--dry-run", "--reason", "look")
            try await note("done", "curtail", "--to", "0.008", "--for", "1h", "--reason", "because")
            try await site.status(until: "new half asleep") { $0["confirmed_mw"].number == 0.007 }
            for verb in ["status", "fleet"] { try await note("both hold the load down", verb) }
            try await note("over", "release", "1", "--reason", "over")
            try site.stream(RunningSite.price("20"))
            try await site.status(until: "running") { $0["event"] == .null && $0["state"].text == "running" }
            try await site.isLogged { $0["events"].elements.last?["state"].text == "completed" }
            try await note("afterwards", "status")
            try await note("afterwards", "log")
            try await note("afterwards", "explain", "1", omitting: ["decisions", "decisions_omitted"])
            try await note("afterwards", "credits", "--by", "program")
            try site.edit("min_down_s: 0", to: "min_down_s: 60")
            try await note("afterwards", "reload", "--wait")
            try await note("afterwards", "disarm", "--reason", "enough")
            #expect(try Golden.differences(of: lines, from: "documents") == [])
        }

        /// Members that tell how long ago something was.
        private static let passing: Set = ["age_s", "duration_s"]

        /// A line without instants, days, digests, folders, processes and users.
        private static func masked(_ line: String, _ site: RunningSite) -> String {
            line.replacing(site.folder.path, with: "FOLDER")
                .replacing(/\d{4}-\d\d-\d\dT[\d:.]+Z/, with: "INSTANT")
                .replacing(/\d{4}-\d\d-\d\d/, with: "DAY").replacing(/[0-9a-f]{64}/, with: "DIGEST")
                .replacing(/uid \d+( \([^)]*\))?/, with: "UID").replacing(/pid \d+/, with: "PID")
                .replacing(/after \d+ s/, with: "after SECONDS")
        }
    }
}
