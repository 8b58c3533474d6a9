import CurtailTesting
import Foundation
import GridUnits

// What the budgets need beside the two programs. Run by the script `budgets`, which says what the figures mean:
//
//     curtail-bench farm COUNT FIRST_ADDRESS PORT [HANGING]   fake LuxOS miners, until the end of standard input
//     curtail-bench sleep|poll COUNT FIRST_ADDRESS PORT       the daemon's own fleet against such a farm
//     curtail-bench hot-paths                                 plans and the parts of the hot paths, by themselves
//     curtail-bench prices                                    a year of 15-minute prices
//     curtail-bench frequency SECONDS HERTZ                   samples as line protocol

func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.compactMap { Int($0) }

switch arguments.first {
case "farm" where numbers.count >= 2:
    try FarmRun(
        count: numbers[0], first: arguments[2], port: numbers[1], hanging: numbers.count > 2 ? numbers[2] : 0
    ).run()
case "sleep" where numbers.count == 2:
    try FleetRun(count: numbers[0], first: arguments[2], port: numbers[1]).sleep()
case "poll" where numbers.count == 2:
    try FleetRun(count: numbers[0], first: arguments[2], port: numbers[1]).poll()
case "hot-paths": HotPaths.run()
case "prices": say(MadePrices.plain(MadePrices.year))
case "frequency" where numbers.count == 2: SampleLines.write(seconds: numbers[0], hertz: numbers[1])
default:
    FileHandle.standardError.write(Data("usage: see main.swift of curtail-bench\n".utf8))
    exit(64)
}
