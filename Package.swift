// swift-tools-version: 6.2

import PackageDescription

/// The one strict build: every target compiles with these and nothing weaker.
let strictSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(), .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// What decides, settles and records: no I/O, no clock, no randomness, no floating point.
let pureModules: [Target] = [
    module("GridUnits"),
    // One canonical form of records.
    module("SiteRecord", ["GridUnits"]),
    // What ERCOT's market and a site's contract say: programs, markets, signals, terms.
    module("GridMarket", ["GridUnits", "SiteRecord"]),
    module("CurtailmentEngine", ["GridUnits", "SiteRecord", "GridMarket"]),
    // Recorded rows to interval rows and claims; the daemon, a replay and `verify` settle by it alike.
    module("Settlement", ["GridUnits", "SiteRecord", "GridMarket", "CurtailmentEngine"]),
]

/// Every pure module, for those that put rows, decisions and money together.
let core: [Target.Dependency] = ["GridUnits", "SiteRecord", "GridMarket", "CurtailmentEngine", "Settlement"]

/// The loop around the engine, and the protocols that adapters conform to.
let loopModules: [Target] = [
    module("HostSystem", ["CHostSystem"]),
    .target(name: "CHostSystem", linkerSettings: [.linkedLibrary("z")]),
    // What the loop asks of its adapters, and the settings they start with.
    module("SitePorts", core),
    module("SiteLoop", core + ["SitePorts", "HostSystem", nioCore, nioPosix]),
]

/// What touches the outside world; no adapter imports another.
let adapterModules: [Target] = [
    module("SiteConfiguration", core + ["SitePorts", yams]),
    module("SignalIntake", core + ["SitePorts", "HostSystem", nioCore, nioPosix]),
    module("MinerControl", core + ["SitePorts", "HostSystem"]),
    module("LedgerStore", core + ["SitePorts", "HostSystem", database, crypto]),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    module("ServiceManager", ["CSystemd", "GridUnits", "SitePorts", "HostSystem", logging]),
    module("ControlSocket", core + ["SitePorts", "HostSystem", nioCore, nioPosix]),
]

/// Where the adapters are put together: the daemon, the replay, the operator's commands.
let compositionModules: [Target] = [
    module(
        "HistoryReplay", core + ["SignalIntake", "LedgerStore", "SiteConfiguration", "HostSystem", crypto]),
    // What a daemon is asked and answers: calls, typed replies, their pages, and replies made of a ledger.
    module("SiteReports", core + ["ControlSocket", "LedgerStore"]),
    module(
        "SiteDaemon",
        core + [
            "SitePorts", "SiteLoop", "ControlSocket", "SignalIntake", "HostSystem", "LedgerStore",
            "MinerControl", "ServiceManager", "SiteConfiguration", "SiteReports", argumentParser, lifecycle,
            logging, nioCore, nioPosix,
        ]),
    // The demo, and the farm of fake miners that it and the tests command.
    module(
        "SiteDemo",
        core + [
            "SitePorts", "SiteLoop", "SiteDaemon", "HostSystem", "LedgerStore", "MinerControl",
            "ServiceManager", "SiteConfiguration", "SiteReports", argumentParser,
        ]),
    // A month's statement for people: one page made of a ledger.
    module("SiteStatement", core + ["LedgerStore"]),
    module(
        "CurtailCommands",
        core + [
            "SitePorts", "SiteLoop", "ControlSocket", "SignalIntake", "HistoryReplay", "HostSystem",
            "MinerControl",
            "LedgerStore", "SiteConfiguration", "SiteReports", "SiteStatement", argumentParser,
        ]),
    .executableTarget(
        name: "curtaild", dependencies: ["SiteDaemon", "SiteDemo", "ServiceManager", argumentParser],
        swiftSettings: strictSettings),
    .executableTarget(name: "curtailctl", dependencies: ["CurtailCommands"], swiftSettings: strictSettings),
]

/// One test module beside each module, and the tests that run the built programs.
let testModules: [Target] = [
    module("CurtailTesting", core + ["SitePorts", "SiteLoop", "HostSystem"]),
    tests(of: "GridUnits"),
    tests(of: "SiteRecord", ["GridUnits"]),
    tests(of: "CurtailmentEngine", ["GridUnits", "SiteRecord", "GridMarket", "Settlement"]),
    tests(of: "Settlement", ["GridUnits", "SiteRecord", "GridMarket", "CurtailmentEngine"]),
    tests(of: "HostSystem"),
    tests(of: "SiteLoop", core + ["SitePorts", nioCore, nioPosix]),
    tests(of: "SiteConfiguration", core + ["SitePorts", "MinerControl"]),
    tests(of: "SignalIntake", core + ["SitePorts", "SiteLoop", "HostSystem", nioCore, nioPosix]),
    tests(of: "MinerControl", core + ["SitePorts", "SiteLoop", "SiteDemo", "HostSystem"]),
    tests(of: "LedgerStore", core + ["SitePorts", "SiteLoop", database]),
    tests(of: "ServiceManager", core + ["SitePorts", "SiteLoop", logging]),
    tests(of: "ControlSocket", core + ["SitePorts", "SiteLoop", "HostSystem", nioCore, nioPosix]),
    tests(of: "HistoryReplay", core + ["SiteConfiguration"]),
    .testTarget(
        name: "CurtailTestingTests", dependencies: core + ["CurtailTesting", "SitePorts", "SiteLoop"],
        swiftSettings: strictSettings),
    tests(
        of: "SiteReports",
        core + [
            "SitePorts", "SiteLoop", "ControlSocket", "HistoryReplay", "LedgerStore", "SiteConfiguration",
        ]),
    tests(of: "SiteStatement", core + ["HistoryReplay", "LedgerStore", "SiteConfiguration"]),
    tests(
        of: "CurtailCommands",
        core + [
            "SitePorts", "SiteLoop", "ControlSocket", "HistoryReplay", "HostSystem", "LedgerStore",
            "SiteReports",
            nioPosix, argumentParser,
        ]),
    tests(of: "SiteDaemon", ["ControlSocket", "SiteReports", "SitePorts"]),
    tests(of: "SiteDemo", core + ["SitePorts", "SiteLoop", "SiteConfiguration", "MinerControl"]),
    .testTarget(name: "ArchitectureTests", swiftSettings: strictSettings),
    // Made to be killed while it writes, by the script beside the end-to-end tests.
    .executableTarget(
        name: "ledger-crash",
        dependencies: core + ["SitePorts", "SiteLoop", "LedgerStore", "CurtailTesting"],
        path: "Tests/LedgerCrash", exclude: ["crash_at.c"], swiftSettings: strictSettings),
    // Lets a year of a site pass in minutes, to see what becomes of its ledger.
    .executableTarget(
        name: "ledger-year",
        dependencies: core + ["SitePorts", "SiteLoop", "LedgerStore", "CurtailTesting"],
        path: "Tests/LedgerYear", swiftSettings: strictSettings),
    // What the budgets of the benchmarks need beside the two programs.
    .executableTarget(
        name: "curtail-bench",
        dependencies: core + [
            "SitePorts", "SignalIntake", "HostSystem", "MinerControl", "SiteDemo", "CurtailTesting",
        ],
        path: "Tests/Benchmarks/CurtailBench", swiftSettings: strictSettings),
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "CurtailTesting", "CurtailmentEngine", "GridMarket", "GridUnits", "HostSystem", "SiteDemo",
            nioCore,
            nioPosix, "curtaild", "curtailctl",
        ],
        exclude: [
            "Golden/Expected", "check_replay.py", "check_settlement.py", "exact.py", "feed_prices.py",
            "ledger-crash-check", "ledger-full-check", "ledger-tamper-check", "site_load.py", "site_money.py",
            "systemd-check",
        ],
        swiftSettings: strictSettings),
]

/// The modules whose tests run under the thread sanitizer too: those that have threads of their own.
let threadedModules: Set<String> = [
    "HostSystem", "SiteLoop", "SignalIntake", "MinerControl", "LedgerStore", "ServiceManager",
    "ControlSocket",
    "SiteDemo",
]

/// All tests, or with `CURTAILD_THREADED_TESTS` in the environment those of the modules that have threads.
let selectedTests: [Target] =
    Context.environment["CURTAILD_THREADED_TESTS"] == nil
    ? testModules
    : testModules.filter {
        $0.type == .regular || threadedModules.contains(String($0.name.dropLast("Tests".count)))
    }

/// A target of ours, with the one set of settings.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strictSettings)
}

/// The tests of a module, which may use the fakes and the module's own dependencies.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "CurtailTesting"] + dependencies,
        swiftSettings: strictSettings)
}

let package = Package(
    name: "curtaild",
    products: [
        .executable(name: "curtaild", targets: ["curtaild"]),
        .executable(name: "curtailctl", targets: ["curtailctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: pureModules + loopModules + adapterModules + compositionModules + selectedTests,
    swiftLanguageModes: [.v6]
)
