import Foundation
import Glibc

/// A program run as a child: its output is collected, and it never outlives its limit.
///
/// Made for end-to-end tests, which run the built programs. Everything waits on the child itself, with a limit that
/// only a hung child reaches.
package final class ChildProcess: Sendable {
    /// How a child ended, with everything it wrote.
    package struct Outcome: Hashable, Sendable {
        /// How the child left.
        package enum Ending: Hashable, Sendable {
            case exited(status: Int32)
            case killed(signal: Int32)
            /// It was still running when its limit was over, and was killed.
            case exceededLimit
        }

        /// How the process ended.
        package let ending: Ending
        /// Everything it wrote to its standard output.
        package let standardOutput: String
        /// Everything it wrote to its standard error.
        package let standardError: String

        /// The exit status; nil when the child did not exit by itself.
        package var status: Int32? {
            guard case .exited(let status) = ending else { return nil }
            return status
        }
    }

    /// The standard output so far.
    package let standardOutput = CollectedOutput()
    /// The standard error so far.
    package let standardError = CollectedOutput()
    /// The process by the kernel's number.
    package let processIdentifier: Int32
    private let ending = Settled<Outcome.Ending>()

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - executable: the path of the program.
    ///   - arguments: without the program's own name.
    ///   - environment: replaces these variables of the test's own environment; an empty text removes one.
    ///   - standardInput: what the child reads; nothing by default.
    ///   - directory: the child's working folder; the test's own by default.
    /// - Throws: Foundation's error when the program cannot be started.
    package init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        standardInput: String = "", in directory: String? = nil
    ) throws {
        let process = Process()
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw CocoaError(.fileNoSuchFile, userInfo: ["path": executable])
        }
        // A child inherits what the thread that starts it blocks, and a worker thread blocks nearly every signal; env
        // (coreutils) puts that right and becomes the program.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", executable] + arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }.filter { !$0.value.isEmpty || environment[$0.key] == nil }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let input = Pipe()
        process.standardInput = standardInput.isEmpty ? FileHandle.nullDevice : input
        process.standardOutput = standardOutput.pipe()
        process.standardError = standardError.pipe()
        process.terminationHandler = { [ending] process in
            let status = process.terminationStatus
            let wasKilled = process.terminationReason == .uncaughtSignal
            ending.settle(wasKilled ? .killed(signal: status) : .exited(status: status))
        }
        try process.run()
        processIdentifier = process.processIdentifier
        if !standardInput.isEmpty {
            try input.fileHandleForWriting.write(contentsOf: Data(standardInput.utf8))
            try input.fileHandleForWriting.close()
        }
    }

    deinit { if ending.value == nil { send(SIGKILL) } }

    /// Whether the child has not ended yet.
    package var isRunning: Bool { ending.value == nil }

    /// Sends a POSIX signal, unless the child has ended.
    package func send(_ signal: Int32) {
        if ending.value == nil { _ = kill(processIdentifier, signal) }
    }

    /// Waits until the child has ended and its output is complete.
    ///
    /// - Parameter limit: how long it may take; then the child is killed.
    /// - Returns: how it ended and all it wrote.
    package func outcome(within limit: Duration = .seconds(60)) async -> Outcome {
        let inTime = await Deadline.race(limit) { [ending] in await ending.wait() }
        if inTime == nil {
            send(SIGKILL)
            _ = await Deadline.race(.seconds(5)) { [ending] in await ending.wait() }
        }
        // A grandchild may hold the pipe open; what there is has to do then.
        for output in [standardOutput, standardError] {
            _ = await Deadline.race(.seconds(2)) { await output.waitForEnd() }
        }
        return Outcome(
            ending: inTime ?? .exceededLimit, standardOutput: standardOutput.text,
            standardError: standardError.text)
    }

    /// Runs a program to its end; the parameters are those of ``init(_:_:environment:standardInput:in:)``.
    package static func run(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        standardInput: String = "", in directory: String? = nil, within limit: Duration = .seconds(60)
    ) async throws -> Outcome {
        let child = try ChildProcess(
            executable, arguments, environment: environment, standardInput: standardInput, in: directory)
        return await child.outcome(within: limit)
    }
}

extension ChildProcess {
    /// The path of a program of this package, which is built beside the tests.
    ///
    /// - Parameter name: for example `curtailctl`.
    /// - Returns: the path, whether or not the program has been built.
    /// - Throws: Foundation's error when the running program cannot be named.
    package static func builtProgram(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name)
        guard !FileManager.default.isExecutableFile(atPath: beside.path) else { return beside.path }
        // Under the sanitizers and some runners the tests are loaded by a helper; the bundle names itself then.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent(name).path
    }
}
