import ControlSocket
import CurtailTesting
import HostSystem
import NIOPosix
import SiteRecord
import Synchronization

/// A server on a real socket in a temporary folder, stopped with this object.
final class ServedSocket: Sendable {
    let path: String
    let service: RecordingControlService
    private let folder: TemporaryDirectory
    private let server: ControlServer

    init(
        _ service: RecordingControlService = RecordingControlService(),
        limits: ControlLimits = ControlLimits(),
        peer: PeerCredentials? = nil, isWorldReadable: Bool = true
    ) throws {
        folder = try TemporaryDirectory()
        path = "\(folder.path)/control"
        self.service = service
        let access = ControlAccess(
            groupID: 4_242, groupName: "curtaild", ownUserID: UserDirectory.ownUserID,
            isWorldReadable: isWorldReadable)
        server = ControlServer(
            listener: try UnixListener(path: path, mode: 0o660, group: nil),
            eventLoop: MultiThreadedEventLoopGroup.singleton.next(), interface: FakeCalls.interface,
            service: service, access: access,
            identity: ControlIdentity(
                vendor: "v", product: "curtaild", version: "1", url: "https://example.org"),
            limits: limits, report: { _ in }
        ) { descriptor throws(HostFailure) in
            if let peer { return peer }
            return try PeerCredentials(ofPeerAt: descriptor)
        }
        server.start()
    }

    deinit { server.stop() }

    func client() throws -> ControlClient { try ControlClient(path: path) }

    func raw() throws -> UnixStream { try UnixStream(connectingTo: path, timeoutMilliseconds: 30_000) }
}

extension UnixStream {
    func send(text: String) throws { try send(Array(text.utf8)) }

    /// Everything up to the end of the connection, cut at the NULs.
    func messagesToEnd() throws -> [JSONValue] {
        var bytes: [UInt8] = []
        while true {
            let more = try receive(atMost: 65_536)
            if more.isEmpty { break }
            bytes += more
        }
        return try bytes.split(separator: 0).map { try JSONValue(json: Array($0)) }
    }

    /// So many messages, read byte by byte.
    func messages(_ count: Int) throws -> [JSONValue] {
        var messages: [JSONValue] = []
        var bytes: [UInt8] = []
        while messages.count < count {
            guard let byte = try receive(atMost: 1).first else { break }
            guard byte == 0 else {
                bytes.append(byte)
                continue
            }
            messages.append(try JSONValue(json: bytes))
            bytes = []
        }
        return messages
    }
}
