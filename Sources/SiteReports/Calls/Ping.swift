package import SiteRecord
package import ControlSocket

/// Asks whether anybody is there.
package struct Ping: ControlCall {
    package static let method = "Ping"
    package static let abstract = "Answers, so that whoever asks knows that somebody is there."
    package static let parameters = CallParameters<Ping>(Ping.init)

    package init() {}

    /// `curtaild.pong/1`: an answer is all it says.
    package struct Reply: SiteDocument {
        package static let schema = "curtaild.pong/1"
        package static let fields = Fields<Reply>(Reply.init)

        package init() {}
    }
}
