import SiteLoop
import SitePorts
import CurtailmentEngine
import Foundation
import LedgerStore

// Lets operating days of a site of 100 MW pass, through the daemon's own controller and ledger, and says every so often
// how large the ledger and the process have become:
//
//     ledger-year LEDGER DAYS [HERTZ]

/// Mebibytes of this process in memory (proc_pid_status(5)).
func residentMebibytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) / 1_024
}

func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2, let days = Int(arguments[1]),
    let hertz = Int64(arguments.count > 2 ? arguments[2] : "30"),
    days > 0, hertz > 0
else {
    FileHandle.standardError.write(Data("ledger-year LEDGER DAYS [HERTZ]\n".utf8))
    exit(64)
}
let ledger = try Ledger(path: arguments[0])
let writer = LedgerWriter(ledger, settler: try ledger.settler(), bootID: "boot") { condition, text in
    FileHandle.standardError.write(Data("\(condition.rawValue): \(text)\n".utf8))
}
var site = SimulatedSite(PacedLedger(writer), hertz: hertz)
for day in 0..<days {
    site.passDay(day)
    guard day + 1 == days || day % 30 == 0 else { continue }
    let size = try FileManager.default.attributesOfItem(atPath: arguments[0])[.size] as? Int ?? 0
    say("day \(day + 1): ledger \(size / 1_000_000) MB, process \(residentMebibytes()) MiB")
}
site.finish()
guard writer.stop() == 0 else { exit(74) }
try ledger.close()
