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
    module("CanonicalRecord", ["GridUnits"]),
    module("CurtailmentEngine", ["GridUnits", "CanonicalRecord"]),
    module("Settlement", ["GridUnits", "CanonicalRecord"]),
    // Recorded rows to interval rows and claims; the daemon, a replay and `verify` settle by it alike.
    module("SiteSettlement", ["GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement"]),
]

/// The loop around the engine, and the protocols that adapters conform to.
let loopModules: [Target] = [
    module("HostSystem", ["CHostSystem"]),
    .target(name: "CHostSystem", linkerSettings: [.linkedLibrary("z")]),
    module(
        "ControlLoop",
        ["GridUnits", "CurtailmentEngine", "SiteSettlement", "HostSystem", nioCore, nioPosix]),
]

/// What touches the outside world; no adapter imports another.
let adapterModules: [Target] = [
    module(
        "SiteConfiguration",
        ["GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement", "ControlLoop", yams]),
    module(
        "GridSignals",
        ["GridUnits", "CurtailmentEngine", "ControlLoop", "HostSystem", nioCore, nioPosix]),
    module("MinerControl", ["GridUnits", "CurtailmentEngine", "ControlLoop", "HostSystem"]),
    module(
        "LedgerStore",
        [
            "GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement", "SiteSettlement",
            "ControlLoop",
            "HostSystem", database, crypto,
        ]),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    module("ServiceManager", ["CSystemd", "GridUnits", "ControlLoop", "HostSystem", logging]),
    module(
        "ControlSocket", ["GridUnits", "CurtailmentEngine", "ControlLoop", "HostSystem", nioCore, nioPosix]),
]

/// Where the adapters are put together: the daemon, the replay, the operator's commands.
let compositionModules: [Target] = [
    module(
        "HistoryReplay",
        [
            "GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement", "SiteSettlement",
            "GridSignals",
            "LedgerStore", "SiteConfiguration", "HostSystem", crypto,
        ]),
    module(
        "SiteDaemon",
        [
            "GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement", "SiteSettlement",
            "ControlLoop",
            "ControlSocket", "GridSignals", "HostSystem", "LedgerStore", "MinerControl", "ServiceManager",
            "SiteConfiguration",
            "SiteDocuments",
            argumentParser, lifecycle, logging, nioCore, nioPosix,
        ]),
    // Documents made of a ledger, shared by the daemon that answers with them and the tool that reads a file.
    module(
        "SiteDocuments",
        ["GridUnits", "CurtailmentEngine", "Settlement", "ControlLoop", "ControlSocket", "LedgerStore"]),
    // A month's statement for people: one page made of a ledger.
    module(
        "SiteStatement", ["GridUnits", "CurtailmentEngine", "Settlement", "SiteSettlement", "LedgerStore"]),
    module(
        "CurtailCommands",
        [
            "GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement", "SiteSettlement",
            "ControlLoop", "ControlSocket", "GridSignals", "HistoryReplay", "HostSystem", "LedgerStore",
            "SiteConfiguration", "SiteDocuments", "SiteStatement", argumentParser,
        ]),
    .executableTarget(
        name: "curtaild", dependencies: ["SiteDaemon", "ServiceManager"], swiftSettings: strictSettings),
    .executableTarget(name: "curtailctl", dependencies: ["CurtailCommands"], swiftSettings: strictSettings),
]

/// One test module beside each module, and the tests that run the built programs.
let testModules: [Target] = [
    module("CurtailTesting", ["GridUnits", "CurtailmentEngine", "SiteSettlement", "ControlLoop"]),
    tests(of: "GridUnits"),
    tests(of: "CanonicalRecord"),
    tests(of: "CurtailmentEngine", ["GridUnits", "CanonicalRecord"]),
    tests(of: "Settlement", ["GridUnits", "CanonicalRecord"]),
    tests(of: "HostSystem"),
    tests(of: "SiteSettlement", ["GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement"]),
    tests(
        of: "ControlLoop",
        ["GridUnits", "CurtailmentEngine", "Settlement", "SiteSettlement", nioCore, nioPosix]),
    tests(of: "SiteConfiguration", ["GridUnits", "CurtailmentEngine", "Settlement", "ControlLoop"]),
    tests(
        of: "GridSignals", ["GridUnits", "CurtailmentEngine", "ControlLoop", "HostSystem", nioCore, nioPosix]),
    tests(of: "MinerControl", ["GridUnits", "CurtailmentEngine", "ControlLoop", "HostSystem"]),
    tests(
        of: "LedgerStore",
        [
            "GridUnits", "CanonicalRecord", "CurtailmentEngine", "Settlement", "SiteSettlement",
            "ControlLoop",
            database,
        ]),
    tests(of: "ServiceManager", ["ControlLoop", "GridUnits", logging]),
    tests(
        of: "ControlSocket",
        ["GridUnits", "CurtailmentEngine", "ControlLoop", "HostSystem", nioCore, nioPosix]),
    tests(of: "HistoryReplay", ["GridUnits", "CurtailmentEngine", "Settlement", "SiteConfiguration"]),
    .testTarget(
        name: "CurtailTestingTests",
        dependencies: ["CurtailTesting", "ControlLoop", "CurtailmentEngine", "GridUnits"],
        swiftSettings: strictSettings),
    tests(
        of: "SiteDocuments",
        [
            "ControlLoop", "ControlSocket", "CurtailmentEngine", "GridUnits", "HistoryReplay", "LedgerStore",
            "Settlement", "SiteSettlement", "SiteConfiguration",
        ]),
    tests(
        of: "SiteStatement",
        [
            "CurtailmentEngine", "GridUnits", "HistoryReplay", "LedgerStore", "Settlement", "SiteSettlement",
            "SiteConfiguration",
        ]),
    tests(
        of: "CurtailCommands",
        [
            "ControlLoop", "ControlSocket", "CurtailmentEngine", "GridUnits", "HistoryReplay", "HostSystem",
            "LedgerStore", "Settlement", "SiteSettlement", nioPosix, argumentParser,
        ]),
    tests(of: "SiteDaemon", ["ControlLoop", "CurtailmentEngine", "GridUnits", "SiteConfiguration"]),
    .testTarget(name: "ArchitectureTests", swiftSettings: strictSettings),
    // Made to be killed while it writes, by the script beside the end-to-end tests.
    .executableTarget(
        name: "ledger-crash",
        dependencies: [
            "GridUnits", "CurtailmentEngine", "SiteSettlement", "ControlLoop", "LedgerStore",
            "CurtailTesting",
        ],
        path: "Tests/LedgerCrash", exclude: ["crash_at.c"], swiftSettings: strictSettings),
    // Lets a year of a site pass in minutes, to see what becomes of its ledger.
    .executableTarget(
        name: "ledger-year",
        dependencies: [
            "GridUnits", "CurtailmentEngine", "SiteSettlement", "ControlLoop", "LedgerStore",
            "CurtailTesting",
        ],
        path: "Tests/LedgerYear", swiftSettings: strictSettings),
    .testTarget(
        name: "EndToEndTests",
        dependencies: ["CurtailTesting", "HostSystem", nioCore, nioPosix, "curtaild", "curtailctl"],
        exclude: [
            "check_replay.py", "check_settlement.py", "exact.py", "feed_prices.py", "ledger-1.sqlite.gz",
            "ledger-crash-check", "ledger-full-check", "ledger-tamper-check", "site_load.py", "site_money.py",
            "systemd-check",
        ],
        swiftSettings: strictSettings),
]

/// Programs that measure; built only when they are asked for.
let benchmarks: [Target] =
    Context.environment["CURTAILD_BENCHMARKS"] == nil
    ? []
    : [
        .executableTarget(
            name: "fleet-bench",
            dependencies: ["GridUnits", "CurtailmentEngine", "ControlLoop", "HostSystem", "MinerControl"],
            path: "Tests/Benchmarks/FleetBench", swiftSettings: strictSettings),
        .executableTarget(
            name: "MicroBenchmarks",
            dependencies: [
                "GridUnits", "CanonicalRecord", "CurtailmentEngine", "GridSignals", "HistoryReplay",
                "SiteConfiguration", "CurtailTesting", .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Tests/Benchmarks/MicroBenchmarks", swiftSettings: strictSettings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]

/// What only the programs that measure need.
let benchmarkPackages: [Package.Dependency] =
    Context.environment["CURTAILD_BENCHMARKS"] == nil
    ? [] : [.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: [])]

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
    ] + benchmarkPackages,
    targets: pureModules + loopModules + adapterModules + compositionModules + testModules + benchmarks,
    swiftLanguageModes: [.v6]
)
