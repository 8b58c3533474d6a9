import CurtailTesting
import Foundation
import Testing

/// What `curtailctl replay` and the ledger that it writes say of a case, as the lines of a golden.
///
/// All of it comes from the built program: the document of the replay, the promised views through `export`, and the
/// documents of `explain` and `credits`. This file is the only place that knows how those are spelled.
struct ReplayGolden {
    private let ledger: String
    private let folder: TemporaryDirectory
    private let report: JSON
    private let example: GoldenCase

    /// Runs the replay of a case in a folder of its own.
    init(_ example: GoldenCase) async throws {
        self.example = example
        folder = try TemporaryDirectory()
        ledger = folder.path("ledger.sqlite")
        var arguments = ["replay", "--config", try folder.write(example.site, to: "site.json"), "--json"]
        for (index, text) in example.prices.enumerated() {
            arguments += ["--prices", try folder.write(text, to: "prices-\(index).csv")]
        }
        if !example.frequency.isEmpty {
            arguments += ["--frequency", try folder.write(example.frequency, to: "frequency.csv")]
        }
        if !example.signals.isEmpty {
            let lines = example.signals.map { "\($0)\n" }.joined()
            arguments += ["--signals", try folder.write(lines, to: "signals.jsonl")]
        }
        if !example.isSweep { arguments += ["--ledger", ledger] }
        report = try JSON(text: try await Self.run(arguments + example.options))
    }

    private static func run(_ arguments: [String]) async throws -> String {
        let outcome = try await ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"), arguments, within: .seconds(300))
        try #require(outcome.status == 0, "curtailctl \(arguments): \(outcome.standardError)")
        return outcome.standardOutput
    }

    /// Everything that is said of the case.
    func lines() async throws -> [String] {
        let report = section("replay", report.lines(omitting: Self.digests))
        guard !example.isSweep else { return report }
        var lines = report
        if example.showsDecisions {
            lines += section("decisions", try await decisions())
            lines += section("events", try await rows("events").map(event))
        }
        if example.showsIntervals {
            let rows = try await rows("intervals", within: example.days)
            lines += section("prices", prices(rows))
            lines += section("energies of \(rows.count) rows, where a group's changes", energies(rows))
            lines += section("claims", try await self.rows("claims", within: example.days).map(claim))
        }
        for grouping in ["claim", "program", "group"] {
            let credits = try await document("credits", "--by", grouping)
            lines += section("credits by \(grouping)", credits["rows"].elements.map(credit))
            if grouping == "group" { lines += section("total", credits["total"].lines()) }
        }
        for instant in example.knownAt {
            let total = try await document("credits", "--as-of", instant)["total"]
            lines += section("total as known at \(instant)", total.lines())
        }
        for instant in example.explained {
            let document = try await document("explain", "--at", instant)
            lines += section("explain \(instant)", document["text"].elements.map(\.shown))
        }
        return lines
    }

    private static let digests: Set = [
        "engine", "configuration_sha256", "inputs_sha256", "decisions_sha256", "schema",
    ]

    private func section(_ name: String, _ lines: [String]) -> [String] { ["== \(name)"] + lines }

    private func document(_ verb: String, _ arguments: String...) async throws -> JSON {
        try JSON(text: try await Self.run([verb, "--ledger", ledger, "--json"] + arguments))
    }

    private func rows(_ table: String, within days: (from: String, to: String)? = nil) async throws -> [JSON]
    {
        let span = days.map { ["--from", $0.from, "--to", $0.to] } ?? []
        return try await Self.run(["export", "--ledger", ledger, "--table", table] + span)
            .split(separator: "\n").map { try JSON(text: String($0)) }
    }

    /// Every decision of the ledger; of those within an event the explanation knows the units and what was compared.
    private func decisions() async throws -> [String] {
        var explained: [Double: JSON] = [:]
        for event in try await rows("events") {
            let document = try await document("explain", event["event_id"].shown)
            for decision in document["decisions"].elements {
                if let id = decision["id"].number { explained[id] = decision }
            }
        }
        return try await rows("decisions").map { row in
            let decision = row["decision_id"].number.flatMap { explained[$0] } ?? .null
            let winner = decision["winner"]
            if winner != .null {
                #expect(winner["program"] == row["program"] && winner["reason"] == row["reason"])
            }
            return [
                row["at_utc"].shown, row["mode"].shown, row["state"].shown, "event \(row["event_id"].shown)",
                "target \(row["target_mw"].shown)", "commanded \(row["commanded_mw"].shown)",
                "confirmed \(row["confirmed_mw"].shown)",
                "winner \(winner == .null ? demand(row) : demand(winner))",
                "runner-up \(demand(decision["runner_up"]))",
                "sleeps \(decision["sleeps"].shown) wakes \(decision["wakes"].shown)",
            ].joined(separator: "; ")
        }
    }

    private func demand(_ demand: JSON) -> String {
        guard demand["program"] != .null else { return "none" }
        let figures = demand["figures"].elements.map { figure in
            ["name", "value", "unit"].map { figure[$0].shown }.filter { !$0.isEmpty }.joined(separator: " ")
        }
        let numbers = figures.isEmpty ? "" : " (\(figures.joined(separator: ", ")))"
        return "\(demand["program"].shown) \(demand["reason"].shown)\(numbers)"
    }

    private func event(_ row: JSON) -> String {
        "event \(row["event_id"].shown) \(row["state"].shown) \(row["started_at_utc"].shown) "
            + "to \(row["ended_at_utc"].shown); programs \(row["programs"].shown); reason \(row["reason"].shown); "
            + "lowest target \(row["lowest_target_mw"].shown) commanded \(row["lowest_commanded_mw"].shown) "
            + "confirmed \(row["lowest_confirmed_mw"].shown) metered \(row["lowest_metered_mw"].shown); "
            + "failed units \(row["failed_units"].shown); shadow \(row["is_shadow"].shown)"
    }

    /// A line for each quarter of an hour, and for each price in it where its rows disagree.
    private func prices(_ rows: [JSON]) -> [String] {
        var lines: [String] = []
        for row in rows {
            let hour = row["is_repeated_hour"] == .bool(true) ? "repeated hour" : "hour"
            let line =
                "\(row["interval_start_utc"].shown) = \(row["operating_day"].shown) \(hour) "
                + "\(row["hour_ending"].shown)/\(row["interval_number"].shown): "
                + "\(row["price_usd_per_mwh"].shown) USD/MWh \(row["price_source"].shown)"
            if lines.last != line { lines.append(line) }
        }
        return lines
    }

    /// Energies in microwatt-seconds, which are exact; a row that repeats its group's last one is left out.
    private func energies(_ rows: [JSON]) -> [String] {
        var last: [String: String] = [:]
        return rows.compactMap { row in
            let group = row["group_name"].shown
            let restarted =
                row["restarted_mw"].number == 0 ? "" : ", restarted \(row["restarted_mw"].shown) MW"
            let text =
                "\(group) consumed \(row["consumed_microwatt_seconds"].shown), "
                + "curtailed \(row["curtailed_microwatt_seconds"].shown)\(restarted), \(row["evidence"].shown)"
                + flags(row)
            defer { last[group] = text }
            return last[group] == text ? nil : "\(row["interval_start_utc"].shown) \(text)"
        }
    }

    /// What is not so for most rows.
    private func flags(_ row: JSON) -> String {
        (row["is_shadow"] == .bool(true) ? ", shadow" : "")
            + (row["version"].number == 1 ? "" : ", version \(row["version"].shown)")
    }

    private func claim(_ row: JSON) -> String {
        let rates = ["usd_per_mwh", "usd_per_mw", "usd_per_mw_h"].compactMap { unit in
            row["rate_\(unit)"] == .null ? nil : "\(row["rate_\(unit)"].shown) \(unit)"
        }
        let uncertainty = row["uncertainty_usd"].number == 0 ? "" : ", +- \(row["uncertainty_usd"].shown)"
        return "\(row["interval_start_utc"].shown) \(row["group_name"].shown) \(row["kind"].shown) "
            + "\(row["program"].shown): \(row["amount_usd"].shown) USD\(uncertainty) of "
            + "\(row["energy_microwatt_seconds"].shown) at \(rates.joined(separator: ", ")) "
            + "(\(row["rate_exact_microusd"].shown)), \(row["method"].shown)"
            + (row["is_estimate"] == .bool(true) ? ", estimate" : "") + flags(row)
    }

    /// A line of money without what is zero.
    private func credit(_ row: JSON) -> String {
        let facts = row.lines(omitting: ["label", "energy_avoided_usd", "lost_hash_usd", "restart_cost_usd"])
            .filter { !$0.hasSuffix(" = 0.000000") && $0 != "is_shadow = false" }
        return "\(row["label"].shown): \(facts.joined(separator: "; "))"
    }
}
