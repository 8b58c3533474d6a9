import CurtailTesting
import Foundation
import Testing

extension EndToEnd {
    @Suite("Input that is not as it should be")
    struct InputTests {
        @Test("is counted and explained, and what comes after it is taken")
        func sockets() async throws {
            let site = try await RunningSite()
            let oversize = "{\"kind\":\"price\"" + String(repeating: " ", count: 70_000) + "}\n"
            let counts = try site.stream(
                "nonsense\n{\"kind\":\"price\"}\n{\"kind\":\"tea\"}\n" + oversize
                    + RunningSite.price("999999") + RunningSite.price("12"))
            #expect(counts["accepted"].number == 1 && counts["rejected"].number == 5)
            let binary = try site.stream(
                [0, 255, 254, 10, 0xC3, 0x28, 10] + Array(RunningSite.price("13").utf8))
            #expect(binary.contains("\"accepted\":"))
            try await site.datagrams([
                "", "\u{0}\u{1}\u{2}", "frequency hz=banana", "frequency,source=r hz=60.01",
            ])
            try await site.status(until: "the good sample") { $0["frequency"]["hz"].text == "60.01" }
            let signals = try await site.document("signals")
            #expect(signals["sources"][0]["last_value"].text?.hasPrefix("13 ") == true)
            #expect(signals["sources"][0]["last_reason"].text?.isEmpty == false)
            #expect((signals["sources"][1]["rejected_total"].number ?? 0) >= 2)
            #expect(try await site.document("status")["state"].text == "running")
        }

        @Test("on the control socket closes that connection and no other")
        func control() async throws {
            let site = try await RunningSite()
            for bytes in [
                [0, 0, 0], Array("{\"method\":\0".utf8), Array(repeating: UInt8(ascii: "{"), count: 300_000),
            ] {
                try? site.raw(bytes, to: "control")
            }
            #expect(try await site.document("status")["state"].text == "running")
        }

        @Test(
            "in the inbox goes to rejected/ with the reason beside it; a report goes to done/ and its price counts"
        )
        func inbox() async throws {
            let site = try await RunningSite()
            let inbox = site.folder.url.appendingPathComponent("state/inbox")
            let report = Report.settlementPrice(dollars: "512.25")
            try Data(report.utf8).write(to: inbox.appendingPathComponent("prices.csv"), options: .atomic)
            try Data([0, 1, 2, 255, 10, 7]).write(
                to: inbox.appendingPathComponent("noise.csv"), options: .atomic)
            func exists(_ name: String) -> Bool {
                FileManager.default.fileExists(atPath: inbox.appendingPathComponent(name).path)
            }
            try await eventually("the report is done") { exists("done/prices.csv") }
            try await eventually("the noise is rejected") { exists("rejected/noise.csv") }
            let beside = try FileManager.default.contentsOfDirectory(atPath: inbox.path + "/rejected")
            #expect(beside.count == 2, "the file and its reason: \(beside)")
            try await site.status(until: "the price curtails") { $0["winner"]["program"].text == "price" }
            let inboxSource = try await site.document("signals")["sources"][2]
            #expect(inboxSource["last_value"].text?.hasPrefix("512.25 ") == true)
        }

        @Test("a followed file is followed through its rotation")
        func rotation() async throws {
            let folder = try TemporaryDirectory()
            let path = try folder.write("", to: "feed.jsonl")
            let site = try await RunningSite(
                extra: "sources:\n  - name: feed\n    kind: file\n    path: \(path)\n    may: [price]")
            func value() async throws -> String? {
                try await site.document("signals")["sources"].elements.first { $0["name"].text == "feed" }?[
                    "last_value"
                ]
                .text
            }
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.write(contentsOf: Data(RunningSite.price("21").utf8))
            try await eventually("the first line") { try await value()?.hasPrefix("21 ") == true }
            try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
            try folder.write(RunningSite.price("22"), to: "feed.jsonl")
            try await eventually("the line after the rotation") {
                try await value()?.hasPrefix("22 ") == true
            }
        }
    }
}
