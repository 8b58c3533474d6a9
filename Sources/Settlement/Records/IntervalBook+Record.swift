package import SiteRecord
import GridUnits

/// A book in the middle of its intervals, so that a restart goes on where the sums were.
extension IntervalBook: FieldRecord {
    package static let fields = Fields(
        IntervalBook.init(evidence:isShadow:limit:closedBefore:groups:pages:),
        Field("evidence") { $0.evidence }, Field("shadow") { $0.isShadow }, Field("limit") { $0.limit },
        Field("closed_before_ns") { $0.closedBefore }, Field("groups") { $0.groups.names },
        Field("pages") { $0.pages })

    private init(
        evidence: IntervalEnergy.Evidence, isShadow: Bool, limit: Int, closedBefore: UTCInstant,
        groups names: [String], pages: [Page]
    ) {
        self.init(evidence: evidence, isShadow: isShadow, limit: limit)
        self.closedBefore = closedBefore
        for name in names { _ = groups.number(of: name) }
        self.pages = pages
    }
}

extension Page: FieldRecord {
    static let fields = Fields(
        Page.init(interval:evidence:isShadow:sums:),
        Field("start_ns") { $0.interval }, Field("evidence") { $0.evidence }, Field("shadow") { $0.isShadow },
        Field("sums") { $0.sums })
}

extension Page.Sums: FieldRecord {
    static let fields = Fields(
        Page.Sums.init(consumed:baseline:restarted:isTouched:),
        Field("consumed") { $0.consumed }, Field("baseline") { $0.baseline },
        Field("restarted_uw") { $0.restarted }, Field("touched") { $0.isTouched })
}
