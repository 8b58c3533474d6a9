import SitePorts
import SiteLoop
import Foundation
import Testing

@Suite("Journal catalogue")
struct JournalCatalogTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func blocks() throws -> [String: String] {
        let text = try String(
            contentsOf: Self.root.appending(path: "systemd/curtaild.catalog"), encoding: .utf8)
        var blocks: [String: String] = [:]
        for block in text.components(separatedBy: "\n-- ").dropFirst() {
            let id = String(block.prefix { $0 != "\n" })
            #expect(blocks[id] == nil, "\(id) stands twice")
            blocks[id] = block
        }
        return blocks
    }

    @Test(
        "every kind of entry has a block that says what it means and what to do",
        arguments: JournalMessage.allCases)
    func hasBlock(message: JournalMessage) throws {
        let block = try #require(try blocks()[message.rawValue])
        #expect(block.contains("\nSubject: "))
        #expect(block.contains("\nDefined-By: curtaild\n"))
        let body = try #require(block.components(separatedBy: "\n\n").dropFirst().first)
        #expect(body.count > 60)
    }

    @Test("every MESSAGE_ID is 32 lower-case hexadecimal digits", arguments: JournalMessage.allCases)
    func identifierForm(message: JournalMessage) {
        #expect(message.rawValue.count == 32)
        #expect(message.rawValue.allSatisfy { "0123456789abcdef".contains($0) })
    }

    @Test("the catalogue has no block that the code does not know, and substitutes only known fields")
    func nothingForgotten() throws {
        let blocks = try blocks()
        #expect(Set(blocks.keys) == Set(JournalMessage.allCases.map(\.rawValue)))
        let known = Set(JournalField.allCases.map { "CURTAIL_\($0.rawValue)" })
        for block in blocks.values {
            let used = block.components(separatedBy: "@").enumerated().filter { $0.offset % 2 == 1 }.map(
                \.element)
            #expect(known.isSuperset(of: used))
        }
    }
}
