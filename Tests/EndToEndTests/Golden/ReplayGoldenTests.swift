import Testing

@Suite("Goldens of replays")
struct ReplayGoldenTests {
    @Test("a replay decides and settles as it did", arguments: GoldenCase.all)
    func replays(example: GoldenCase) async throws {
        try Golden.check(try await ReplayGolden(example).lines(), against: "replay-\(example.name)")
    }
}
