import CurtailTesting
import Foundation
import Testing

/// The tests of programs rest on this helper, so its own limits are proved first.
@Suite("ChildProcess")
struct ChildProcessTests {
    private static let shell = "/bin/sh"

    @Test("tells output, errors and exit status apart")
    func collects() async throws {
        let outcome = try await ChildProcess.run(Self.shell, ["-c", "echo out; echo err >&2; exit 65"])
        #expect(outcome.status == 65)
        #expect(outcome.standardOutput == "out\n")
        #expect(outcome.standardError == "err\n")
    }

    @Test("hands over input, variables and the working folder")
    func handsOver() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("content\n", to: "file")
        let outcome = try await ChildProcess.run(
            Self.shell, ["-c", "cat; echo $GIVEN; cat file; echo ${HOME-none}"],
            environment: ["GIVEN": "value", "HOME": ""], standardInput: "input\n", in: directory.path)
        #expect(outcome.standardOutput == "input\nvalue\ncontent\nnone\n")
        #expect(outcome.status == 0)
    }

    @Test("collects more than a pipe holds")
    func collectsMuch() async throws {
        let outcome = try await ChildProcess.run(
            Self.shell, ["-c", "head -c 1000000 /dev/zero | tr '\\0' x"])
        #expect(outcome.standardOutput.utf8.count == 1_000_000)
    }

    @Test("kills a child that exceeds its limit, and keeps what it wrote")
    func enforcesLimit() async throws {
        let outcome = try await ChildProcess.run(
            Self.shell, ["-c", "echo begun; exec sleep 1000"], within: .milliseconds(200))
        #expect(outcome.ending == .exceededLimit)
        #expect(outcome.status == nil)
    }

    @Test("waits for a text, sends a signal and sees how the child left")
    func sendsSignals() async throws {
        let script = "trap 'echo caught; exit 3' USR1; echo ready; while :; do sleep 0.01; done"
        let child = try ChildProcess(Self.shell, ["-c", script])
        #expect(await child.standardOutput.waits(for: "ready"))
        #expect(child.isRunning)
        child.send(SIGUSR1)
        let outcome = await child.outcome()
        #expect(outcome.ending == .exited(status: 3))
        #expect(outcome.standardOutput == "ready\ncaught\n")
        #expect(await !child.standardOutput.waits(for: "never written"))
        #expect(!child.isRunning)
    }

    @Test(
        "tells a signal from an exit, and lets a child have its signals",
        arguments: [SIGTERM, SIGINT, SIGUSR2])
    func tellsSignals(number: Int32) async throws {
        let outcome = try await ChildProcess.run(Self.shell, ["-c", "kill -\(number) $$"])
        #expect(outcome.ending == .killed(signal: number))
    }

    @Test("throws for a program that is not there")
    func throwsWhenMissing() {
        #expect(throws: (any Error).self) { try ChildProcess("/nonexistent/program") }
    }

    @Test("removes a temporary folder with what is in it")
    func removesFolders() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(directory).path
        try #require(directory).write("x", to: "a")
        #expect(try #require(directory).read("a") == "x")
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
