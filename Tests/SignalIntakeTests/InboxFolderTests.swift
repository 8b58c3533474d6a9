import CurtailTesting
import GridUnits
import HostSystem
import Testing

@testable import SignalIntake

@Suite("InboxFolder")
struct InboxFolderTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func inbox() -> InboxFolder {
        InboxFolder(
            path: folder.path, filter: SettlementPointFilter(point: "HB_WEST"), zone: .centralPrevailing)
    }

    private func after(_ seconds: Int64) -> MonotonicInstant { .testNow.advanced(by: .seconds(seconds)) }

    @Test("takes a file when its size has stayed for two seconds, not while it grows")
    func waitsForGrowth() throws {
        var inbox = inbox()
        _ = try folder.write("grid eea=1\n", to: "a")
        #expect(inbox.scan(closed: [], now: after(0)).delivery == nil)
        _ = try folder.write("grid eea=2\n", to: "a", appending: true)
        #expect(inbox.scan(closed: [], now: after(2)).delivery == nil)
        #expect(inbox.scan(closed: [], now: after(3)).delivery == nil)
        #expect(inbox.scan(closed: [], now: after(4)).delivery?.name == "a")
    }

    @Test(
        "takes a closed file at once, one at a look, and never a partial one",
        arguments: [".a", "a.part", "a.tmp"])
    func takesClosed(partial: String) throws {
        var inbox = inbox()
        for name in ["b", "c", partial] { _ = try folder.write("grid eea=1\n", to: name) }
        #expect(inbox.scan(closed: ["b", "c", partial], now: after(0)).delivery?.name == "b")
        #expect(inbox.finish("b", .done(note: nil)) == nil)
        #expect(inbox.scan(closed: ["c", partial], now: after(0)).delivery?.name == "c")
        #expect(inbox.finish("c", .rejected(reason: "no use")) == nil)
        #expect(inbox.scan(closed: [partial], now: after(9)).delivery == nil)
        #expect(try folder.read("rejected/c.reason.txt") == "no use\n")
        #expect(try FileFacts(of: "\(folder.path)/done/b").isRegularFile)
    }

    @Test("never replaces an older file of the same name")
    func keepsOlder() throws {
        var inbox = inbox()
        for text in ["first", "second", "third"] {
            _ = try folder.write(text, to: "a")
            #expect(inbox.finish("a", .done(note: nil)) == nil)
        }
        #expect(try folder.read("done/a") == "first")
        #expect(try folder.read("done/a.1") == "second")
        #expect(try folder.read("done/a.2") == "third")
    }

    @Test("does not take a judged file twice when it cannot be moved, and moves it as soon as it can")
    func retriesMove() throws {
        var inbox = inbox()
        _ = try folder.write("grid eea=1\n", to: "a")
        _ = try folder.write("in the way", to: "done")
        let failure = inbox.finish("a", .done(note: nil))
        #expect(failure?.contains("not taken again") == true)
        let step = inbox.scan(closed: ["a"], now: after(0))
        #expect(step.delivery == nil && step.failure != nil)
        try HostFolder.remove("\(folder.path)/done")
        #expect(inbox.scan(closed: ["a"], now: after(1)).failure == nil)
        #expect(try FileFacts(of: "\(folder.path)/done/a").isRegularFile)
    }

    @Test(
        "refuses with words what it cannot use",
        arguments: [
            ("", "empty"), ("time_utc,hz\n", "replay --frequency"), ("a,b\n", "NP6-788-CD"),
            ("\u{0}\u{1}\n", "no known format"),
        ])
    func refuses(text: String, words: String) throws {
        var inbox = inbox()
        _ = try folder.write(text, to: "a")
        guard case .refused(let reason) = inbox.scan(closed: ["a"], now: after(0)).delivery?.content else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains(words))
    }

    @Test("makes its folder again when it vanished, and says why when it cannot")
    func remakesFolder() throws {
        var inbox = InboxFolder(
            path: "\(folder.path)/x/inbox", filter: SettlementPointFilter(point: "HB_WEST"),
            zone: .centralPrevailing)
        #expect(inbox.scan(closed: [], now: after(0)).failure?.contains("No such file") == true)
        try HostFolder.make("\(folder.path)/x")
        #expect(inbox.scan(closed: [], now: after(1)).failure == nil)
        #expect(try FileFacts(of: "\(folder.path)/x/inbox").isFolder)
    }
}

@Suite("FileFollower")
struct FileFollowerTests {
    @Test("reads only the end of a file that was long before, and says that it begins within a line")
    func readsTail() throws {
        let folder = try TemporaryDirectory()
        let size = Int(FileFollower.tailBytes) + 10
        let path = try folder.write([UInt8](repeating: 0x78, count: size), to: "f")
        var follower = FileFollower(path: path)
        let first = follower.scan()
        #expect(first.beginsWithinLine && first.beginsAnew && first.hasMore)
        #expect(first.bytes.count == FileFollower.stepBytes)
        var total = first.bytes.count
        while true {
            let step = follower.scan()
            total += step.bytes.count
            if !step.hasMore { break }
        }
        #expect(total == Int(FileFollower.tailBytes))
    }

    @Test("says why a folder or a missing file cannot be followed")
    func explainsFailures() throws {
        let folder = try TemporaryDirectory()
        var missing = FileFollower(path: "\(folder.path)/none")
        #expect(missing.scan().failure?.contains("No such file") == true)
        var wrong = FileFollower(path: folder.path)
        #expect(wrong.scan().failure?.contains("regular file") == true)
    }
}
