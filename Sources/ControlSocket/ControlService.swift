/// Answers requests; the daemon's side of the control socket.
package protocol ControlService: Sendable {
    /// Takes one permitted request, on the server's event loop, and returns at once.
    ///
    /// - Parameters:
    ///   - request: decoded and in range.
    ///   - peer: who asks; its `issuer` goes into the ledger.
    ///   - responder: takes the answer now or later, from any thread.
    func handle(_ request: ControlRequest, from peer: ControlPeer, with responder: ControlResponder)
}
