import SiteRecord

/// ERCOT's markets, in the order in which a live decision prefers them.
package enum Market: String, Hashable, Sendable, CaseIterable {
    /// LMP of one SCED run, about every five minutes.
    case sced
    /// 15-minute real-time settlement point price.
    case rtm
    /// Day-ahead, hourly; settles, never decides.
    case dam

    /// Seconds that a price of this market holds where its source does not say.
    package var usualSpanSeconds: Int64 {
        switch self {
        case .sced: 300
        case .rtm: 900
        case .dam: 3_600
        }
    }
}

extension Market: FieldName {}
