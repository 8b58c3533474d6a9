import ControlSocket

extension CallProblem {
    /// Refuses a span that ends before it begins.
    ///
    /// - Parameters:
    ///   - from: the parameter of its beginning; nil where that was not given.
    ///   - to: the parameter of its end.
    ///   - text: a value in words.
    /// - Throws: `CallProblem` that names both.
    static func requireOrder<Time: Comparable>(
        _ from: (name: String, value: Time?), _ to: (name: String, value: Time?), _ text: (Time) -> String
    ) throws(CallProblem) {
        guard let first = from.value, let last = to.value, first > last else { return }
        throw CallProblem(
            from.name,
            "`\(from.name)` \(text(first)) is after `\(to.name)` \(text(last)). Exchange them, or leave one out."
        )
    }
}

/// The help of every command that wants a reason.
let reasonHelp = "Why, in your words; the ledger keeps it with your name."
