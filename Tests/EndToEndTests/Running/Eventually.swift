import Testing

/// A condition that was not met within its limit.
struct NotMet: Error, CustomStringConvertible {
    let description: String
}

/// Looks until a condition holds.
///
/// - Parameters:
///   - what: the condition in words, for the failure.
///   - limit: reached only when something is wrong.
///   - facts: what is known when the limit is over.
///   - condition: looked at again and again.
/// - Throws: ``NotMet``, or what the condition throws.
func eventually(
    _ what: String, within limit: Duration = .seconds(30), facts: () async -> String = { "" },
    _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    while try await !condition() {
        guard clock.now < end else {
            throw NotMet(description: "not within \(limit): \(what). \(await facts())")
        }
        try await Task.sleep(for: .milliseconds(40))
    }
}
