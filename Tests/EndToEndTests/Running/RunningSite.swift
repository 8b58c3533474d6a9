import CurtailTesting
import Foundation
import HostSystem
import Testing

/// A daemon under test in a folder of its own, and an operator beside it.
final class RunningSite {
    let folder: TemporaryDirectory
    private(set) var daemon: ChildProcess

    var configurationPath: String { folder.path("curtaild.yaml") }
    var ledgerPath: String { folder.path("state/ledger.sqlite") }
    var controlPath: String { folder.path("run/control") }

    /// Writes the configuration and starts the daemon.
    ///
    /// - Parameters:
    ///   - groups: the group lines of the configuration.
    ///   - files: further files beside it, by name.
    ///   - mode: shadow or armed.
    ///   - extra: further sections.
    ///   - before: what a shell does before it becomes the daemon, such as setting a limit.
    /// - Throws: when the daemon is not ready in time.
    init(
        groups: String, files: [String: String] = [:], mode: String = "armed", extra: String = "",
        before: String? = nil
    ) async throws {
        folder = try TemporaryDirectory()
        for (name, text) in files { try folder.write(text, to: name) }
        let text = Self.configuration(in: folder, groups: groups, mode: mode, extra: extra)
        let path = try folder.write(text, to: "curtaild.yaml")
        daemon = try Self.launch(path, before: before)
        try await becomesReady()
    }

    /// Twenty simulated units of 3.5 kW that fall asleep and wake at once: 0.07 MW.
    convenience init(mode: String = "armed", extra: String = "", before: String? = nil) async throws {
        try await self.init(
            groups: """
                  - name: hall
                    driver: simulated
                    count: 20
                    unit_w: 3500
                    efficiency_j_per_th: 17.5
                """, mode: mode, extra: extra, before: before)
    }

    deinit { daemon.send(SIGKILL) }

    static func configuration(
        in folder: TemporaryDirectory, groups: String, mode: String = "armed", extra: String = ""
    ) -> String {
        """
        site:
          name: test
          mode: \(mode)
          settlement_point: LZ_WEST
          settlement_point_type: LZEW
        economics:
          hashprice_usd_per_ph_day: 45.00
        price:
          min_down_s: 0
          min_up_s: 0
          hysteresis_usd_per_mwh: 0
        simulation:
          shed_s: 0
          wake_s: 0
        fleet:
          poll_s: 1
          connect_s: 0.5
          reply_s: 0.5
        paths:
          state: \(folder.path("state"))
          runtime: \(folder.path("run"))
        groups:
        \(groups)
        \(extra)
        """
    }

    private static func launch(_ path: String, before: String? = nil) throws -> ChildProcess {
        let program = try ChildProcess.builtProgram("curtaild")
        guard let before else {
            return try ChildProcess(program, ["run", "--config", path], environment: outsideSystemd)
        }
        return try ChildProcess(
            "/bin/bash", ["-c", before + #"; exec "$0" run --config "$1""#, program, path],
            environment: outsideSystemd)
    }

    /// A test may itself run as a service; the daemon under test does not belong to it.
    static let outsideSystemd = [
        "NOTIFY_SOCKET": "", "STATE_DIRECTORY": "", "RUNTIME_DIRECTORY": "", "CONFIGURATION_DIRECTORY": "",
        "JOURNAL_STREAM": "", "LISTEN_FDS": "", "WATCHDOG_USEC": "",
    ]

    private func becomesReady() async throws {
        guard await daemon.standardError.waits(for: "Ready: site", within: .seconds(30)) else {
            throw NotMet(description: "the daemon is not ready: \(daemon.standardError.text)")
        }
    }

    /// Ends the daemon as a power cut would, and starts it again.
    func isKilledAndRestarted() async throws {
        daemon.send(SIGKILL)
        _ = await daemon.outcome(within: .seconds(10))
        daemon = try Self.launch(configurationPath)
        try await becomesReady()
    }
}

extension RunningSite {
    /// Runs a verb against the daemon.
    func operate(_ verb: String, _ arguments: String...) async throws -> ChildProcess.Outcome {
        try await ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"), [verb, "--socket", controlPath] + arguments)
    }

    /// Runs a verb with `--json`.
    ///
    /// - Returns: the document it printed.
    /// - Throws: ``NotMet`` with what it said when it failed.
    func document(_ verb: String, _ arguments: String...) async throws -> JSON {
        let outcome = try await ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"),
            [verb, "--socket", controlPath, "--json"] + arguments)
        guard outcome.status == 0 else {
            throw NotMet(
                description: "curtailctl \(verb) \(arguments): \(outcome.ending), \(outcome.standardError)")
        }
        return try JSON(text: outcome.standardOutput)
    }

    /// Looks at the status until it is as wanted.
    @discardableResult
    func status(
        until what: String, within limit: Duration = .seconds(30), _ condition: (JSON) throws -> Bool
    ) async throws -> JSON {
        var last = JSON.null
        try await eventually(
            what, within: limit, facts: { "\(last)\n\(daemon.standardError.text.suffix(2_000))" }
        ) {
            last = try await document("status")
            return try condition(last)
        }
        return last
    }

    /// Waits until the ledger has what the daemon already says.
    func isLogged(_ condition: (JSON) -> Bool) async throws {
        var last = JSON.null
        try await eventually("the log has it", within: .seconds(30), facts: { "\(last)" }) {
            last = try await document("log")
            return condition(last)
        }
    }

    /// Waits until every unit has been read.
    func everyUnitIsRead() async throws {
        var last = JSON.null
        try await eventually("every unit has been read", within: .seconds(30), facts: { "\(last)" }) {
            last = try await document("fleet")
            return last["units"].elements.allSatisfy { $0["state"].text != "unconfirmed" }
        }
    }

    /// Has the ledger verified by itself: digests, and every recorded input decided again.
    func verify() async throws -> JSON {
        let outcome = try await ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"), ["verify", ledgerPath, "--json"])
        return try JSON(text: outcome.standardOutput)
    }

    /// Sends bytes and waits for nothing.
    func raw(_ bytes: [UInt8], to socket: String) throws {
        try UnixStream(connectingTo: folder.path("run/\(socket)"), timeoutMilliseconds: 2_000).send(bytes)
    }

    /// Replaces a text of the configuration.
    func edit(_ old: String, to new: String) throws {
        let text = try folder.read("curtaild.yaml")
        try #require(text.contains(old))
        try folder.write(text.replacing(old, with: new), to: "curtaild.yaml")
    }
}
