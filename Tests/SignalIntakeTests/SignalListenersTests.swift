import CurtailTesting
import GridMarket
import SiteLoop
import SitePorts
import CurtailmentEngine
import GridUnits
import HostSystem
import NIOCore
import NIOPosix
import Testing

@testable import SignalIntake

/// Listeners on a loop of their own, with clocks that go on only when told.
final class ListenerFixture: Sendable {
    let folder: TemporaryDirectory
    let receiver = RecordingReceiver()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop: any EventLoop
    let listeners: SignalListeners
    private let elapsed = Elapsed()

    init() throws {
        folder = try TemporaryDirectory()
        loop = group.any()
        listeners = SignalListeners(
            on: loop, receiver: receiver,
            clock: SiteClock(monotonic: { [elapsed] in elapsed.now }, utc: { .testNow }),
            filter: SettlementPointFilter(point: "HB_WEST"))
    }

    func source(_ transport: SourceSettings.Transport, name: String = "s") -> SourceSettings {
        SourceSettings(
            name: name, transport: transport, staleAfter: .seconds(10), rank: 1, may: Set(SignalKind.allCases)
        )
    }

    func start(_ transport: SourceSettings.Transport) async throws {
        let source = source(transport)
        try await loop.submit { self.listeners.start(sources: [source]) }.get()
    }

    /// Lets a second pass and looks at everything.
    func pass() async throws {
        let now = elapsed.addSecond()
        try await loop.submit { self.listeners.pass(now: now) }.get()
    }

    func statistics() async throws -> SourceStatistics? {
        try await loop.submit { self.listeners.statistics(now: .testNow).first }.get()
    }

    func stop() async throws {
        try await loop.flatSubmit { self.listeners.stop() }.get()
        try await group.shutdownGracefully()
    }
}

/// A monotonic clock that the test moves.
final class Elapsed: Sendable {
    private let seconds = Monitor<Int64>(0)

    var now: MonotonicInstant { .testNow.advanced(by: .seconds(seconds.withLock { $0 })) }

    func addSecond() -> MonotonicInstant {
        seconds.withLock { $0 += 1 }
        return now
    }
}

@Suite("SignalListeners", .timeLimit(.minutes(1)))
struct SignalListenersTests {
    private let fixture: ListenerFixture

    init() throws { fixture = try ListenerFixture() }

    private var path: String { fixture.folder.path }

    private func write(_ texts: [String], to channel: any Channel) async throws {
        for text in texts { try await channel.writeAndFlush(ByteBuffer(string: text)).get() }
    }

    @Test(
        "takes datagrams of several lines from a UNIX sender without a name, and goes on after an empty one")
    func takesUnixDatagrams() async throws {
        try await fixture.start(.unixDatagram(path: "\(path)/d"))
        let facts = try FileFacts(of: "\(path)/d")
        #expect(facts.isSocket && facts.mode == 0o660)
        let client = try await DatagramBootstrap(group: fixture.group).connect(
            unixDomainSocketPath: "\(path)/d"
        ).get()
        try await write(
            [
                "frequency,source=r hz=59.9\ngrid eea=1", "", "nonsense",
                "frequency,source=r hz=59.8 1784757000000000001\n",
            ], to: client)
        let record = await fixture.receiver.record { $0.samples.count == 2 && $0.signals.count == 1 }
        #expect(record.samples.map(\.sample.frequency.decimal) == ["59.9", "59.8"])
        #expect(record.samples.map(\.source) == ["s/r", "s/r"])
        let statistics = try await fixture.statistics()
        #expect(statistics?.rejected == 2)
        #expect(statistics?.lastValue == "59.8 Hz")
        try await client.close().get()
        try await fixture.stop()
        #expect((try? FileFacts(of: "\(path)/d")) == nil)
    }

    @Test("takes lines from connections however they are cut, and answers a request for the counts")
    func takesStream() async throws {
        try await fixture.start(.unixStream(path: "\(path)/s"))
        #expect(try FileFacts(of: "\(path)/s").mode == 0o660)
        let answers = AnswerCollector()
        let client = try await ClientBootstrap(group: fixture.group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(answers.handler())
                }
            }
            .connect(unixDomainSocketPath: "\(path)/s").get()
        let long = String(repeating: "x", count: 70_000)
        try await write(["grid eea", "=1\n\(long)", "\n{\"kind\":\"ack\"}\n"], to: client)
        let answer = await answers.first()
        #expect(answer.contains("\"accepted\":1") && answer.contains("\"oversize\":1"))
        try await client.close().get()
        try await fixture.stop()
    }

    @Test("refuses the 65th connection and counts it")
    func boundsConnections() async throws {
        try await fixture.start(.tcp(host: "127.0.0.1", port: 0))
        let target = try await fixture.boundAddress()
        var clients: [any Channel] = []
        for _ in 0..<64 {
            clients.append(try await ClientBootstrap(group: fixture.group).connect(to: target).get())
        }
        for client in clients { try await write(["x\n"], to: client) }
        let refused = try await ClientBootstrap(group: fixture.group).connect(to: target).get()
        try await refused.closeFuture.get()
        #expect(try await fixture.statistics()?.refusedConnections == 1)
        try await fixture.stop()
    }

    @Test("takes UDP datagrams")
    func takesUDP() async throws {
        try await fixture.start(.udp(host: "127.0.0.1", port: 0))
        let address = try await fixture.boundAddress()
        let client = try await DatagramBootstrap(group: fixture.group).connect(to: address).get()
        try await write(["frequency hz=60.01\n"], to: client)
        let record = await fixture.receiver.record { $0.samples.count == 1 }
        #expect(record.samples.first?.source == "s")
        try await fixture.stop()
    }

    @Test("says why a socket cannot be opened, and opens it once it can")
    func retriesSocket() async throws {
        try await fixture.start(.unixDatagram(path: "\(path)/later/d"))
        let failed = await fixture.receiver.record { !$0.changes.isEmpty }
        #expect(failed.changes.first?.condition == .failed)
        #expect(failed.changes.first?.reason.contains("No such file") == true)
        try HostFolder.make("\(path)/later")
        try await fixture.pass()
        let recovered = await fixture.receiver.record { $0.changes.count == 2 }
        #expect(recovered.changes.last?.condition == .silent)
        try await fixture.stop()
    }

    @Test("follows a file through half lines, truncation, rotation and absence")
    func followsFile() async throws {
        let name = "\(path)/f"
        try await fixture.start(.file(path: name))
        _ = await fixture.receiver.record { $0.changes.first?.condition == .failed }
        _ = try fixture.folder.write("meter,meter=a mw=1\nmeter,meter=b m", to: "f")
        try await fixture.pass()
        _ = await fixture.receiver.record { $0.signals.count == 1 }
        _ = try fixture.folder.write("w=2\n", to: "f", appending: true)
        try await fixture.pass()
        _ = await fixture.receiver.record { $0.signals.count == 2 }
        _ = try fixture.folder.write("meter,meter=c mw=3\n", to: "f")
        try await fixture.pass()
        _ = await fixture.receiver.record { $0.signals.count == 3 }
        _ = try fixture.folder.write("meter,meter=d mw=4\n", to: "f", appending: true)
        try HostFolder.move(name, to: "\(name).1")
        _ = try fixture.folder.write("meter,meter=e mw=5\n", to: "f")
        try await fixture.pass()
        let record = await fixture.receiver.record { $0.signals.count == 5 }
        let meters = record.signals.compactMap { stamped in
            if case .meter(let meter) = stamped.signal { meter.meter } else { nil }
        }
        #expect(meters == ["a", "b", "c", "d", "e"])
        try await fixture.stop()
    }

    @Test("reports what is appended to a file without being asked to look")
    func reportsByInotify() async throws {
        _ = try fixture.folder.write("", to: "f")
        try await fixture.start(.file(path: "\(path)/f"))
        _ = try fixture.folder.write("meter,meter=z mw=0\n", to: "f", appending: true)
        try await fixture.pass()
        _ = await fixture.receiver.record { $0.signals.count == 1 }
        _ = try fixture.folder.write("meter,meter=a mw=1\n", to: "f", appending: true)
        _ = await fixture.receiver.record { $0.signals.count == 2 }
        try await fixture.stop()
    }

    @Test("empties the inbox: prices and lines to done, what nothing knows to rejected with its reason")
    func emptiesInbox() async throws {
        let inbox = "\(path)/inbox"
        try await fixture.start(.inbox(path: inbox))
        _ = try await fixture.settled()
        let header =
            "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,SettlementPointPrice,DSTFlag\n"
        _ = try fixture.folder.write(
            header
                + "07/22/2026,17,2,HB_WEST,HU,12,N\n07/22/2026,17,1,HB_WEST,HU,11,N\n07/22/2026,17,1,LZ_WEST,LZ,11,N\n",
            to: "inbox/new.part")
        try HostFolder.move("\(inbox)/new.part", to: "\(inbox)/prices.csv")
        try await fixture.untilThere("\(inbox)/done/prices.csv")
        _ = try fixture.folder.write("a,b\n1,2\n", to: "inbox/what.csv")
        _ = try fixture.folder.write("grid eea=2\nnonsense\n", to: "inbox/lines")
        try await fixture.untilThere("\(inbox)/done/lines")
        try await fixture.untilThere("\(inbox)/rejected/what.csv")
        #expect(try fixture.folder.read("inbox/rejected/what.csv.reason.txt").contains("NP6-905-CD"))
        #expect(try fixture.folder.read("inbox/done/lines.reason.txt").contains("1 taken, 1 rejected"))
        #expect((try? FileFacts(of: "\(inbox)/done/prices.csv")) != nil)
        let prices = fixture.receiver.record.signals.compactMap { stamped in
            if case .price(let price) = stamped.signal { price.price.decimal } else { nil }
        }
        #expect(prices == ["11", "12"])
        #expect(try await fixture.statistics()?.otherPoint == 1)
        try await fixture.stop()
    }

    @Test("keeps unchanged sources over a reload, closes removed ones and opens new ones")
    func reloads() async throws {
        try await fixture.start(.unixDatagram(path: "\(path)/d"))
        let client = try await DatagramBootstrap(group: fixture.group).connect(
            unixDomainSocketPath: "\(path)/d"
        ).get()
        try await write(["frequency hz=60"], to: client)
        _ = await fixture.receiver.record { $0.samples.count == 1 }
        let sources = [
            fixture.source(.unixDatagram(path: "\(path)/d")),
            fixture.source(.unixStream(path: "\(path)/s"), name: "t"),
        ]
        try await fixture.loop.flatSubmit {
            self.fixture.listeners.reload(sources: sources, filter: SettlementPointFilter(point: "LZ_WEST"))
        }.get()
        #expect(try await fixture.statistics()?.accepted == 1)
        #expect(try FileFacts(of: "\(path)/s").isSocket)
        let none: [SourceSettings] = []
        try await fixture.loop.flatSubmit {
            self.fixture.listeners.reload(sources: none, filter: SettlementPointFilter(point: "LZ_WEST"))
        }.get()
        #expect((try? FileFacts(of: "\(path)/d")) == nil)
        try await client.close().get()
        try await fixture.stop()
    }
}
