import CurtailTesting
import Foundation
import Testing

/// Runs the whole demo once: the farm, the sockets, the daemon and the ledger, in real time.
@Suite("curtaild demo")
struct DemoEndToEndTests {
    @Test("shows its day, ends with its net, and leaves a ledger that verifies")
    func showsItsDay() async throws {
        // The demo's own folder goes under the test's, which is removed afterwards.
        let folder = try TemporaryDirectory()
        let demo = try await ChildProcess.run(
            try ChildProcess.builtProgram("curtaild"), ["demo", "--fast"],
            environment: ["TMPDIR": folder.path],
            within: .seconds(60))
        #expect(demo.ending == .exited(status: 0), "\(demo.standardError)\n\(demo.standardOutput)")
        let lines = demo.standardOutput.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("net ") && $0.contains("USD") })
        #expect(lines.contains { $0.contains("TRIP") && $0.contains("59.69 Hz") })
        #expect(lines.contains { $0.contains("LATENCY") })
        #expect(!demo.standardOutput.contains("\u{1B}"), "colour without a terminal")

        let commands = lines.filter { $0.hasPrefix("  /") }.map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(commands.map { $0.dropFirst().first } == ["log", "explain", "verify"])
        for command in commands {
            let run = try await ChildProcess.run(
                try ChildProcess.builtProgram("curtailctl"), Array(command.dropFirst()))
            #expect(run.status == 0, "\(command): \(run.standardError)\(run.standardOutput)")
        }
    }
}
