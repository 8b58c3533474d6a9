/// The words by which devices say whether they trust a value.
enum QualityWords {
    private static let good = ["good", "ok", "true", "t"]
    private static let doubtful = ["bad", "doubtful", "questionable", "invalid", "suspect", "false", "f"]
    private static let meanings: [ShortName: Bool] = {
        var meanings: [ShortName: Bool] = [:]
        for word in good { meanings[ShortName(word)] = true }
        for word in doubtful { meanings[ShortName(word)] = false }
        return meanings
    }()
    private static let usual = ShortName("good")

    static let known = (good + doubtful).joined(separator: ", ")

    /// What a word means; nil when it is none of ours.
    static func isGood(_ word: ShortName) -> Bool? { word == usual ? true : meanings[word] }
}
