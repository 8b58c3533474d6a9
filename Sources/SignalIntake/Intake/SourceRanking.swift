import GridMarket
import GridUnits
import SitePorts

/// Decides whose word counts where several sources speak of one thing; used on the decision loop only.
///
/// The source of the lower rank counts while it is fresh, and of equal ranks the later word. What decides nothing but its
/// own span, as a settlement price does, stays with the better source. A choice is made before anything is recorded, so
/// that a replay of the ledger needs no ranks.
final class SourceRanking {
    /// How long the word of a source without a freshness limit of its own counts.
    static let wordHoldsFor = TimeSpan.seconds(900)

    private struct Subject: Hashable {
        let kind: SignalKind
        let subject: SignalSubject
    }

    private struct Word {
        let source: String
        let rank: Int
        /// Nil where it counts for good.
        let until: MonotonicInstant?
    }

    private let capacity: Int
    private var words: [Subject: Word] = [:]

    init(capacity: Int = 4_096) { self.capacity = capacity }

    /// Refuses the word of a source while a better one's counts, and remembers it otherwise.
    ///
    /// - Throws: `outranked`.
    func admit(
        _ signal: GridSignal, from source: SourceSettings, now: MonotonicInstant
    ) throws(SignalRejection) {
        let content = signal.content
        guard let ranked = content.rankedSubject else { return }
        let subject = Subject(kind: signal.kind, subject: ranked)
        if let word = words[subject], word.source != source.name, word.rank < source.rank,
            word.until.map({ now <= $0 }) ?? true
        {
            throw SignalRejection(
                .outranked,
                "\(word.source) of rank \(word.rank) says the same \(signal.kind.rawValue) and is fresh; "
                    + "\(source.name) has rank \(source.rank)")
        }
        // What is remembered is lost as a whole: a thing that is forgotten is decided by its next word.
        if words.count >= capacity, words[subject] == nil { words.removeAll(keepingCapacity: true) }
        let holds = source.staleAfter ?? Self.wordHoldsFor
        words[subject] = Word(
            source: source.name, rank: source.rank,
            until: ranked.isOfSpan ? nil : now.advanced(by: holds))
    }

    /// Forgets every word, for another settlement point.
    func forget() { words = [:] }

    /// Lets go of a source whose transport failed, or whose rank is another now.
    func forget(_ source: String) { words = words.filter { $0.value.source != source } }
}
