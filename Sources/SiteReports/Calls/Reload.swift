package import SiteRecord
package import ControlSocket

/// Applies a changed configuration.
package struct Reload: SiteCall {
    package static let method = "Reload"
    package static let abstract = "Apply a changed configuration; the old one stays if it is wrong."
    package static let discussion =
        "Check it first: curtailctl check /etc/curtaild/curtaild.yaml\nExample: curtailctl reload --wait"
    package static let parameters = CallParameters(
        Reload.init(waits:),
        Parameter("wait", .flag, help: "Answer only when the new configuration is in force or refused.") {
            $0.waits
        })

    /// Whether the answer waits until the new configuration is in force or refused.
    package let waits: Bool

    package init(waits: Bool) { self.waits = waits }

    package var right: ControlRights { .command }

    /// `curtaild.reload/1`.
    package struct Reply: SiteDocument, Hashable {
        package static let schema = "curtaild.reload/1"
        /// Each changed key with its values; empty as long as the new configuration is not in force.
        package let changes: [String]
        /// The result in a sentence.
        package let message: String

        package static let fields: Fields<Reply> = Fields(
            Reply.init(changes:message:), Field("changes") { $0.changes }, Field("message") { $0.message })

        package init(changes: [String], message: String) {
            self.changes = changes
            self.message = message
        }
    }

    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        page.plain(reply.message)
        for change in reply.changes { page.plain("  \(change)") }
        return page.text
    }
}
