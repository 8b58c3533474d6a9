/// The type under which the site's settlement point has come, from any source; used on the decision loop only.
///
/// LZ and LZEW are different prices of the same name. While the configuration says neither, the first to come is taken
/// and another one refused: two sources may each be of one mind and still contradict each other.
final class PointTypes {
    private var known: String?
    /// Whether the operator has been told.
    private var isTold = false

    /// Remembers the type of a settlement point.
    ///
    /// - Returns: the type that came first, when this is another.
    func conflict(with type: String) -> String? {
        guard let known else {
            known = type
            return nil
        }
        return known == type ? nil : known
    }

    /// Whether a conflict is to be told: once, not with every price.
    func tells() -> Bool {
        defer { isTold = true }
        return !isTold
    }

    /// Begins anew, for another settlement point.
    func forget() {
        known = nil
        isTold = false
    }
}
