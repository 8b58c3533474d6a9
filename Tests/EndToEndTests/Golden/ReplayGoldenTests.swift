import Testing

@Suite("Goldens of replays")
struct ReplayGoldenTests {
    @Test("a replay decides and settles as it did", arguments: GoldenCase.all)
    func replays(example: GoldenCase) async throws {
        let lines = try await ReplayGolden(example).lines()
        #expect(try Golden.differences(of: lines, from: "replay-\(example.name)") == [])
    }
}
