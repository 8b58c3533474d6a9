import CurtailTesting
import Foundation
import HostSystem
import NIOCore
import NIOPosix

extension RunningSite {
    /// An instant in the form of the wire.
    static func instant(_ seconds: TimeInterval = 0) -> String {
        Date.now.addingTimeInterval(seconds).formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)
        )
    }

    /// A SCED price of the site's point, as of now.
    static func price(_ dollars: String) -> String {
        """
        {"kind":"price","source":"feed","market":"sced","point":"LZ_WEST","point_type":"LZEW","at":"\(instant())",\
        "start":"\(instant())","end":"\(instant(300))","usd_per_mwh":"\(dollars)"}

        """
    }

    /// Sends bytes over a stream socket and asks for the counts.
    ///
    /// - Returns: the answer, up to the end of its line.
    @discardableResult
    func stream(_ bytes: [UInt8], to socket: String = "signals") throws -> String {
        let stream = try UnixStream(connectingTo: folder.path("run/\(socket)"), timeoutMilliseconds: 5_000)
        try stream.send(bytes + Array("{\"kind\":\"ack\"}\n".utf8))
        var answer: [UInt8] = []
        while answer.last != UInt8(ascii: "\n") {
            let piece = try stream.receive(atMost: 4_096)
            guard !piece.isEmpty else { break }
            answer += piece
        }
        return String(decoding: answer, as: UTF8.self)
    }

    @discardableResult
    func stream(_ text: String, to socket: String = "signals") throws -> JSON {
        try JSON(text: try stream(Array(text.utf8), to: socket))
    }

    /// Sends frequency samples as a relay would, each in a datagram of its own, stamped as they go out.
    func datagrams(hertz: [String], every gap: Duration = .milliseconds(20)) async throws {
        let lines = hertz.map { hertz in { "frequency,source=relay hz=\(hertz) \(Self.nanoseconds)" } }
        try await datagrams(lines, every: gap)
    }

    /// Sends raw datagrams.
    func datagrams(_ texts: [String]) async throws {
        try await datagrams(texts.map { text in { text } }, every: .zero)
    }

    private static var nanoseconds: Int64 { WallClock.nanoseconds }

    private func datagrams(_ texts: [() -> String], every gap: Duration) async throws {
        let client = try await DatagramBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(
            unixDomainSocketPath: folder.path("run/signals.dgram")
        ).get()
        let address = try NIOCore.SocketAddress(unixDomainSocketPath: folder.path("run/signals.dgram"))
        for text in texts {
            try await client.writeAndFlush(
                AddressedEnvelope(remoteAddress: address, data: ByteBuffer(string: text())))
            try await Task.sleep(for: gap)
        }
        try await client.close()
    }
}
