/// The bounds of the control socket, so that no caller can hold the daemon up or fill its memory.
package struct ControlLimits: Hashable, Sendable {
    /// Bytes of one request; also of what may wait behind a request being answered.
    package var requestBytes = 65_536
    /// Clients that may be connected at the same time.
    package var connections = 64
    /// Milliseconds in which a connection has to complete its next request.
    package var idleMilliseconds: Int64 = 60_000
    /// Bytes of a streamed answer that may wait for a slow reader.
    package var followerBytes = 1_048_576
    /// Bytes of one answer.
    package var replyBytes = 16_777_216
    /// Milliseconds that a connection being dropped gets to read why.
    package var farewellMilliseconds: Int64 = 5_000

    package init() {}

    var tooManyConnections: ControlFailure {
        ControlFailure(
            .tooManyConnections,
            "\(connections) connections are open, and no more may be. This one is closed; end a curtailctl log "
                + "--follow or watch, then try again")
    }
}

/// The answer of `org.varlink.service.GetInfo`.
package struct ControlIdentity: Hashable, Sendable {
    /// The vendor, as `org.varlink.service.GetInfo` answers it.
    package var vendor: String
    /// The name of the program.
    package var product: String
    /// The version of the program.
    package var version: String
    /// Where the program is described.
    package var url: String

    package init(vendor: String, product: String, version: String, url: String) {
        self.vendor = vendor
        self.product = product
        self.version = version
        self.url = url
    }
}
