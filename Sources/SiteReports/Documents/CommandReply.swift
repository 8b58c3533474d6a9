package import SiteRecord
package import GridUnits

/// `curtaild.command/1`: what became of a command.
package struct CommandReply: SiteDocument, Hashable {
    package static let schema = "curtaild.command/1"

    /// Whether the command is in force now.
    package let isAccepted: Bool
    /// The number of the event that stands now.
    package let event: Int64?
    /// The word of a ``SiteMode``.
    package let mode: String
    /// The load that the site may draw now.
    package let target: Power
    /// The load that it is asked for now.
    package let commanded: Power
    /// The result in a sentence.
    package let message: String
    /// The demands that hold the load down now, the strongest first.
    package let stillHolding: [DemandLine]

    package static let fields: Fields<CommandReply> = Fields(
        CommandReply.init(isAccepted:event:mode:target:commanded:message:stillHolding:),
        Field("accepted") { $0.isAccepted }, Field.orNull("event") { $0.event },
        Field("mode") { $0.mode }, Field.decimal("target_mw") { $0.target },
        Field.decimal("commanded_mw") { $0.commanded }, Field("message") { $0.message },
        Field("still_holding") { $0.stillHolding })

    package init(
        isAccepted: Bool, event: Int64?, mode: String, target: Power, commanded: Power, message: String,
        stillHolding: [DemandLine]
    ) {
        self.isAccepted = isAccepted
        self.event = event
        self.mode = mode
        self.target = target
        self.commanded = commanded
        self.message = message
        self.stillHolding = stillHolding
    }

    func page(_ style: TextStyle) -> String {
        var page = TextPage(style: style)
        page.plain(message)
        if let event { page.field("Event", "\(event) — curtailctl explain \(event)") }
        page.field(
            "Load MW",
            "target \(target.decimal(places: 3))   commanded \(commanded.decimal(places: 3))   (\(mode))")
        for holder in stillHolding { page.field("Still holds", holder.sentence) }
        return page.text
    }
}
