// swift-tools-version: 6.2
import PackageDescription

// One loop of settings for every Swift target of ours: nothing conditional.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")

func pure(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "driftop",
    products: [.executable(name: "driftop", targets: ["driftop"])],
    dependencies: [
        // Options, help, completions and the man page.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Bounded queues: rings of slots and samples.
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        // SQLite: our journal; MLflow's databases, read-only.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // YAML with positions: rules, configuration, themes, native and MLflow files.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Pure: no I/O, no clock, no globals.
        pure("Canvas"),
        pure("Snapshot"),
        pure("Telemetry"),
        pure("Documents", [yams]),
        pure("PromQL", ["Telemetry"]),
        pure("Detection", ["Telemetry"]),
        pure("Alerting", ["PromQL", "Telemetry", "Documents"]),
        pure("Operations", ["Alerting", "Detection", "PromQL", "Telemetry", "Snapshot", deque]),
        pure("Dashboard", ["Snapshot", "Canvas"]),

        // Edges.
        .target(
            name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),
        .target(
            name: "CSimdjson", cxxSettings: [.unsafeFlags(["-O3"])],
            linkerSettings: [.linkedLibrary("simdjson")]),
        pure("Terminal", ["CNcurses", "Canvas"]),
        pure("Ingest", ["CSimdjson", "Telemetry", "Documents", grdb]),
        pure("Journal", ["Alerting", "Telemetry", grdb]),
        .executableTarget(
            name: "driftop",
            dependencies: [
                "Alerting", "Canvas", "Dashboard", "Documents", "Ingest", "Journal",
                "Operations", "PromQL", "Snapshot", "Telemetry", "Terminal", arguments,
            ],
            swiftSettings: strict),

        tests("Canvas", ["Canvas"]),
        tests("Telemetry", ["Telemetry"]),
        tests("Documents", ["Documents"]),
        tests("PromQL", ["PromQL", "Telemetry"]),
        tests("Detection", ["Detection", "Telemetry"]),
        tests("Alerting", ["Alerting", "Documents", "PromQL", "Telemetry"]),
        tests(
            "Operations", ["Operations", "Alerting", "Detection", "Telemetry", "Snapshot", deque]),
        tests("Dashboard", ["Dashboard", "Snapshot", "Canvas"]),
        // A few lines around a session, which TerminalTests runs on a pseudo-terminal.
        .executableTarget(
            name: "TerminalProbe", dependencies: ["Terminal", "Canvas"],
            path: "Tests/TerminalProbe", swiftSettings: strict),
        tests("Terminal", ["Terminal", "TerminalProbe", "Canvas"]),
        tests("Ingest", ["Ingest", "Telemetry"]),
        // Acts on a journal until JournalTests kills it, or beside others of its kind.
        .executableTarget(
            name: "JournalProbe", dependencies: ["Journal", "Alerting", "Telemetry"],
            path: "Tests/JournalProbe", swiftSettings: strict),
        tests("Journal", ["Journal", "JournalProbe", "Alerting", "Telemetry"]),
        tests(
            "driftop",
            [
                "driftop", "Alerting", "Dashboard", "Documents", "Ingest", "Snapshot", "Canvas",
                "Telemetry",
            ]),
        tests("Tidy", []),
    ],
    cxxLanguageStandard: .cxx20
)
