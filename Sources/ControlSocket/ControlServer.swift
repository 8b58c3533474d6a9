import Dispatch
package import HostSystem
package import NIOCore
import NIOPosix

/// Serves the control socket: accepts on a queue of its own, answers on an event loop.
///
/// Who connects is looked up on that queue, because the lookup of a user's name may wait for the network.
package final class ControlServer: Sendable {
    private let listener: UnixListener
    private let eventLoop: any EventLoop
    private let environment: ControlEnvironment
    private let credentials: @Sendable (Int32) throws(HostFailure) -> PeerCredentials
    private let report: @Sendable (String) -> Void
    private let queue: DispatchQueue
    private let source: ReadSource
    private let channels = Monitor<[ObjectIdentifier: any Channel]>([:])
    private let openConnections = Monitor(0)

    /// Makes a server; ``start()`` has it accept.
    ///
    /// - Parameters:
    ///   - listener: bound here or passed by the service manager.
    ///   - eventLoop: where requests are read and handled; one made by NIOPosix.
    ///   - interface: the calls that it offers.
    ///   - service: answers permitted calls.
    ///   - access: who may read and command.
    ///   - identity: what the service tells of itself.
    ///   - limits: bounds of everything.
    ///   - report: called on the accepting queue when a connection could not be taken.
    ///   - credentials: asks the kernel who is at a socket.
    package init(
        listener: UnixListener, eventLoop: any EventLoop, interface: ControlInterface,
        service: any ControlService, access: ControlAccess, identity: ControlIdentity,
        limits: ControlLimits = ControlLimits(),
        report: @escaping @Sendable (String) -> Void,
        credentials: @escaping @Sendable (Int32) throws(HostFailure) -> PeerCredentials = {
            descriptor throws(HostFailure) in try PeerCredentials(ofPeerAt: descriptor)
        }
    ) {
        self.listener = listener
        self.eventLoop = eventLoop
        self.environment = ControlEnvironment(
            service: service, interface: interface, access: access, limits: limits, identity: identity)
        self.report = report
        self.credentials = credentials
        queue = DispatchQueue(label: "curtaild.control")
        source = ReadSource(
            source: DispatchSource.makeReadSource(fileDescriptor: listener.descriptor, queue: queue))
    }

    deinit {
        // libdispatch traps when a source goes that was never activated; activating one twice is harmless.
        source.source.cancel()
        source.source.activate()
    }

    /// Begins to accept.
    package func start() {
        source.source.setEventHandler { [weak self] in self?.acceptWaiting() }
        // The descriptor must outlive the source that watches it.
        source.source.setCancelHandler { [listener] in _ = listener }
        source.source.activate()
    }

    /// Accepts nothing more and closes every connection; the socket file stays for the next start.
    package func stop() {
        source.source.cancel()
        let open = channels.withLock { Array($0.values) }
        for channel in open { channel.close(promise: nil) }
    }

    private func acceptWaiting() {
        do {
            while let descriptor = try listener.accept() { accept(descriptor) }
        } catch {
            report("\(error) Waiting connections are tried again in a second; see LimitNOFILE= of the unit.")
            // The connection keeps waiting and the source would fire at once again.
            source.source.suspend()
            queue.asyncAfter(deadline: .now() + 1) { [source] in source.source.resume() }
        }
    }

    private func accept(_ descriptor: Int32) {
        guard let peer = peer(at: descriptor) else { return UnixListener.discard(descriptor) }
        let isWithinLimit = openConnections.withLock { open in
            open += 1
            return open <= environment.limits.connections
        }
        let refusal = isWithinLimit ? nil : environment.limits.tooManyConnections
        ClientBootstrap(group: eventLoop)
            .channelInitializer { [environment] in Self.install(peer, environment, refusal, on: $0) }
            .withConnectedSocket(descriptor)
            .whenComplete { [weak self] result in self?.opened(result) }
    }

    private func peer(at descriptor: Int32) -> ControlPeer? {
        do {
            let found = try credentials(descriptor)
            return ControlPeer(
                credentials: found, userName: UserDirectory.userName(of: found.userID),
                rights: environment.access.rights(of: found))
        } catch {
            report("\(error) The connection was closed.")
            return nil
        }
    }

    private static func install(
        _ peer: ControlPeer, _ environment: ControlEnvironment, _ refusal: ControlFailure?,
        on channel: any Channel
    ) -> EventLoopFuture<Void> {
        let connection = ControlConnection(
            eventLoop: channel.eventLoop, peer: peer, environment: environment, refusal: refusal)
        do {
            try channel.pipeline.syncOperations.addHandler(connection)
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    private func opened(_ result: Result<any Channel, any Error>) {
        switch result {
        case .failure(let error):
            openConnections.withLock { $0 -= 1 }
            report("A control connection could not be opened: \(error). It was closed.")
        case .success(let channel):
            let key = ObjectIdentifier(channel)
            channels.withLock { $0[key] = channel }
            channel.closeFuture.whenComplete { [weak self] _ in
                self?.channels.withLock { $0[key] = nil }
                self?.openConnections.withLock { $0 -= 1 }
            }
        }
    }
}

/// Lets a read source cross threads; libdispatch's objects may be used on any thread (dispatch_object(3)).
private struct ReadSource: @unchecked Sendable {
    let source: any DispatchSourceRead
}
