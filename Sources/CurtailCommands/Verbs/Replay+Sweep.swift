import Foundation
import HistoryReplay
import SiteConfiguration

extension Replay {
    /// Replays every combination and prints one row for each.
    func execute(_ keys: [SweepKey], of request: ReplayRequest, on terminal: Terminal) throws {
        let sweep = try ReplaySweep(keys, of: request, configuration: config, in: .tool)
        let progress = terminal.progressLine("runs", isDocument: output.json)
        defer { progress?.finish() }
        let report = try sweep.run(
            threads: ProcessInfo.processInfo.activeProcessorCount, progress: progress?.update)
        progress?.finish()
        if output.json {
            terminal.line(report.json)
        } else {
            terminal.write(SweepPage.text(report, policy: request.configuration.policy, terminal.style))
        }
        // Every run reads the same files.
        if let row = report.rows.first { complain(of: row.report, on: terminal) }
        try refuseGaps(report.missing)
    }
}
