import SiteLoop
import SitePorts
import CurtailmentEngine
import Dispatch
import Foundation
import LedgerStore

// Appends numbered transactions to a ledger and prints each one's number and head digest once it is durable:
//
//     ledger-crash LEDGER COUNT [WAITING]
//
// At most WAITING transactions are under way at once; with 1, two runs make the same calls. It is
// made to be killed at any moment: Tests/EndToEndTests/ledger-crash-check.

/// Writes a line at once, so that a killed run has said everything it could promise.
func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2, let count = Int(arguments[1]) else {
    FileHandle.standardError.write(Data("ledger-crash LEDGER COUNT [WAITING]\n".utf8))
    exit(64)
}
let slots = DispatchSemaphore(value: arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1)
let ledger = try Ledger(path: arguments[0])
var site = try NumberedSite(ledger)
// Samples are dropped after a day, so that kills meet that too.
let upkeep = LedgerUpkeep(sampleDays: 1)
let writer = LedgerWriter(ledger, settler: try ledger.settler(), upkeep: upkeep, bootID: "boot") {
    condition, text in
    FileHandle.standardError.write(Data("\(condition.rawValue): \(text)\n".utf8))
}
for _ in 0..<count {
    slots.wait()
    let transaction = site.next()
    writer.record(transaction.content) { outcome in
        if case .durable(let head, _) = outcome { say("\(transaction.number) \(head)") }
        slots.signal()
    }
}
guard writer.stop() == 0 else { exit(74) }
try ledger.close()
say("closed")
