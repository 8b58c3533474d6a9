import GridUnits
import Testing

@testable import SiteDemo

@Suite("DemoScript")
struct DemoScriptTests {
    private let messages = DemoScript().messages

    @Test("is in the order of its time")
    func isInOrder() {
        #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test("sends every quarter's price when it begins, and its settlement price when it has ended")
    func sendsPrices() {
        #expect(messages.count { $0.line.contains("\"market\":\"sced\"") } == 96)
        #expect(messages.count { $0.line.contains("\"market\":\"rtm\"") } == 96)
        #expect(messages.last?.at == .seconds(86_400))
    }

    @Test("names one sample as the one that confirms the dip: the third in a row at or below the threshold")
    func confirmsOnce() throws {
        let index = try #require(messages.firstIndex { $0.confirmsDip })
        #expect(messages.count { $0.confirmsDip } == 1)
        let dip = messages[...index].filter { $0.socket == .datagram }.suffix(4).map(\.line)
        #expect(dip.map { $0.contains("hz=59.70") } == [true, false, false, false])
        #expect(dip.dropFirst().allSatisfy { $0.contains("hz=59.69") })
    }

    @Test("sends the award before the dip and its recall when the grid is back")
    func sendsObligation() throws {
        let award = try #require(messages.firstIndex { $0.line.contains("\"kind\":\"award\"") })
        let dip = try #require(messages.firstIndex { $0.confirmsDip })
        let recall = try #require(messages.firstIndex { $0.line.contains("\"action\":\"recall\"") })
        #expect(award < dip && dip < recall)
    }
}
