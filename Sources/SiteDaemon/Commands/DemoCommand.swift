import ArgumentParser

/// `curtaild demo`: the whole thing on an embedded farm and a built-in scarcity day.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show a scarcity day on an embedded farm, with nothing configured.")

    @Flag(name: .long, help: "End within 20 seconds.")
    var fast = false

    func run() async throws {}
}
