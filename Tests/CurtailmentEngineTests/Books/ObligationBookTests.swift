import GridMarket
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("ObligationBook")
struct ObligationBookTests {
    private static func at(_ minutes: Int64) -> UTCInstant {
        UTCInstant(secondsSinceEpoch: 1_784_754_000).advanced(bySeconds: minutes * 60)
    }

    private static func instruction(
        _ action: InstructionSignal.Action, _ id: String = "D1", _ modification: Int = 0,
        megawatts: Int64? = nil,
        issuer: String = "QSE", program: Program = .ers30
    ) -> InstructionSignal {
        InstructionSignal(
            id: id, modification: modification, program: program, action: action,
            power: megawatts.map { .megawatts($0) }, effective: nil, issuer: issuer, end: nil)
    }

    private static func apply(
        _ instruction: InstructionSignal, to book: inout ObligationBook, minute: Int64 = 0
    ) -> ObligationBook.Change {
        book.apply(instruction, at: at(minute), answeredBy: instruction.program, within: .seconds(1_800))
    }

    @Test("a deployment stands with its deadline until its recall, whatever time passes")
    func deployAndRecall() throws {
        var book = ObligationBook()
        _ = Self.apply(Self.instruction(.deploy, megawatts: 25), to: &book)
        let standing = try #require(book.standing.first)
        #expect(standing.power == .megawatts(25) && standing.deadline == Self.at(30))
        #expect(Self.apply(Self.instruction(.recall), to: &book, minute: 60 * 24 * 40) == .ended([standing]))
        #expect(book.standing.isEmpty)
    }

    @Test(
        "the deadline runs from the QSE's receipt, never from later than now, and from the effective time before both",
        arguments: [(nil, nil, 30), (-4, nil, 26), (5, nil, 30), (-4, 10, 40)] as [(Int64?, Int64?, Int64)])
    func deadlineClock(issued: Int64?, effective: Int64?, due: Int64) throws {
        var book = ObligationBook()
        let instruction = InstructionSignal(
            id: "D1", modification: 0, program: .ers30, action: .deploy, power: nil,
            issued: issued.map(Self.at), effective: effective.map(Self.at), issuer: "QSE", isTest: true,
            end: nil)
        _ = Self.apply(instruction, to: &book)
        let standing = try #require(book.standing.first)
        #expect(standing.deadline == Self.at(due))
        #expect(standing.isTest && standing.text.hasPrefix("test: deploy D1 by QSE"))
    }

    @Test("a modification replaces, the same again is known, an older one and a contradiction change nothing")
    func modifications() {
        var book = ObligationBook()
        _ = Self.apply(Self.instruction(.deploy, megawatts: 25), to: &book)
        #expect(Self.apply(Self.instruction(.deploy, megawatts: 25), to: &book) == .known)
        guard case .modified = Self.apply(Self.instruction(.deploy, "D1", 2, megawatts: 20), to: &book) else {
            Issue.record("not modified")
            return
        }
        #expect(
            Self.apply(Self.instruction(.deploy, "D1", 1, megawatts: 5), to: &book) == .outdated(known: 2))
        guard case .contradicted = Self.apply(Self.instruction(.deploy, "D1", 2, megawatts: 5), to: &book)
        else {
            Issue.record("not contradicted")
            return
        }
        #expect(book.standing.map(\.power) == [.megawatts(20)])
        #expect(Self.apply(Self.instruction(.recall, "D1", 1), to: &book) == .outdated(known: 2))
        #expect(book.standing.count == 1)
    }

    @Test("a deployment that arrives after its own recall is void; a day later the id is a new one")
    func outOfOrder() {
        var book = ObligationBook()
        #expect(Self.apply(Self.instruction(.recall, "D1", 1), to: &book) == .unmatched)
        #expect(
            Self.apply(Self.instruction(.deploy, "D1", 1, megawatts: 5), to: &book, minute: 1)
                == .outdated(known: 1))
        guard case .began = Self.apply(Self.instruction(.deploy, "D1", 2, megawatts: 5), to: &book, minute: 2)
        else {
            Issue.record("a newer modification begins anew")
            return
        }
        _ = Self.apply(Self.instruction(.recall, "D1", 2), to: &book, minute: 3)
        guard
            case .began = Self.apply(
                Self.instruction(.deploy, "D1", 0, megawatts: 5), to: &book, minute: 60 * 24)
        else {
            Issue.record("an old end is forgotten")
            return
        }
    }

    @Test(
        "a recall ends what it names, all of its program where it names nothing, and nothing of another program"
    )
    func whatARecallMeans() {
        var book = ObligationBook()
        for id in ["D1", "D2", "D3"] {
            _ = Self.apply(Self.instruction(.deploy, id, megawatts: 5), to: &book)
        }
        _ = Self.apply(Self.instruction(.deploy, "N1", megawatts: 5, program: .nonSpin), to: &book)
        _ = Self.apply(Self.instruction(.cancel, "D2"), to: &book)
        #expect(book.standing.map(\.identity.id) == ["D1", "D3", "N1"])
        // Verbal, by name, from the desk.
        _ = Self.apply(Self.instruction(.recall, "D1", issuer: "uid 1000"), to: &book)
        #expect(book.standing.map(\.identity.id) == ["D3", "N1"])
        _ = Self.apply(Self.instruction(.recall, ""), to: &book)
        #expect(book.standing.map(\.identity.id) == ["N1"])
        #expect(Self.apply(Self.instruction(.recall, "N1"), to: &book) == .unmatched)
    }

    @Test("of two issuers with one id each recalls its own")
    func issuers() {
        var book = ObligationBook()
        _ = Self.apply(Self.instruction(.deploy, megawatts: 5), to: &book)
        _ = Self.apply(Self.instruction(.deploy, megawatts: 7, issuer: "TO"), to: &book)
        _ = Self.apply(Self.instruction(.recall, issuer: "TO"), to: &book)
        #expect(book.standing.map(\.identity.issuer) == ["QSE"])
    }

    @Test("a set point follows a deployment's id, and annulling voids the claim while the load stays")
    func setPointAndAnnul() {
        var book = ObligationBook()
        _ = Self.apply(Self.instruction(.setpoint, megawatts: 50, program: .basePoint), to: &book)
        _ = Self.apply(Self.instruction(.setpoint, "D1", 1, megawatts: 45, program: .basePoint), to: &book)
        #expect(book.standing.map(\.power) == [.megawatts(45)])
        _ = Self.apply(Self.instruction(.annul, program: .basePoint), to: &book)
        #expect(book.standing.map(\.isVoid) == [true])
        _ = Self.apply(Self.instruction(.recall, "D1", 1, program: .basePoint), to: &book)
        #expect(book.standing.isEmpty)
    }

    @Test("what nobody answers for does not begin, and a full book refuses aloud and drops nothing")
    func limits() {
        var book = ObligationBook()
        #expect(
            book.apply(Self.instruction(.deploy), at: Self.at(0), answeredBy: nil, within: nil) == .unmatched)
        for number in 0..<ObligationBook.limit {
            _ = Self.apply(Self.instruction(.deploy, "\(number)"), to: &book)
        }
        #expect(Self.apply(Self.instruction(.deploy, "more"), to: &book) == .full)
        #expect(book.standing.count == ObligationBook.limit)
    }
}
