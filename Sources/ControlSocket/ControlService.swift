/// Answers calls; the daemon's side of the control socket.
package protocol ControlService: Sendable {
    /// Accepts one permitted call, on the server's event loop, and returns at once.
    ///
    /// - Parameters:
    ///   - call: read and in range.
    ///   - peer: who asks; its `issuer` goes into the ledger.
    ///   - responder: gets the answer now or later, from any thread.
    func handle<Call: ControlCall>(
        _ call: Call, from peer: ControlPeer, with responder: ControlResponder<Call.Reply>)
}
