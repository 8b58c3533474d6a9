import Settlement

extension Claim.Kind {
    /// The name of a kind that may be newer than this program.
    static func title(_ word: String) -> String { Claim.Kind(rawValue: word)?.title ?? word }
}
