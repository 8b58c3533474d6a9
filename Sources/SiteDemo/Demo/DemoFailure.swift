/// Why the demo could not be shown, and what to do.
struct DemoFailure: Error, Hashable, CustomStringConvertible {
    let description: String
}
