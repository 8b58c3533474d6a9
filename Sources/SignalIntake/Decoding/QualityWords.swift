import GridMarket

/// The words of quality as the scanner of frequency lines compares them.
enum QualityWords {
    private static let meanings: [ShortName: Bool] = {
        var meanings: [ShortName: Bool] = [:]
        for meaning in FrequencySample.qualityWords {
            for word in meaning.words { meanings[ShortName(word)] = meaning.isGood }
        }
        return meanings
    }()
    private static let usual = ShortName("good")

    /// The meaning of a word; nil when it is none of ours.
    static func isGood(_ word: ShortName) -> Bool? { word == usual ? true : meanings[word] }
}
