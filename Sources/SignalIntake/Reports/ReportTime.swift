import GridMarket
import CurtailmentEngine

/// The columns that say when a row of a report holds, in the ways ERCOT's reports and our plain tables say it.
enum ReportTime {
    /// Day, hour ending and quarter: NP6-905-CD, NP6-785-ER, NP6-331-CD.
    case quarterHours(date: Int, hour: Int, interval: Int, repeated: Int)
    /// Day and hour ending: NP4-190-CD, NP4-180-ER, NP4-188-CD.
    case hours(date: Int, hour: Int, repeated: Int)
    /// The local time of a SCED run: NP6-788-CD.
    case dispatchRuns(timestamp: Int, repeated: Int)
    /// The UTC start of an interval: our plain tables.
    case plain(start: Int)

    /// Finds the columns in a header; nil when it names none of these ways.
    ///
    /// - Parameter names: in the form of ``CSVRow/headerNames(_:)``.
    init?(header names: [String]) {
        func column(_ known: String...) -> Int? { names.firstIndex { known.contains($0) } }
        if let start = column("intervalstartutc") {
            self = .plain(start: start)
            return
        }
        guard let repeated = column("dstflag", "repeatedhourflag", "repeathourflag") else { return nil }
        if let timestamp = column("scedtimestamp") {
            self = .dispatchRuns(timestamp: timestamp, repeated: repeated)
            return
        }
        guard let date = column("deliverydate") else { return nil }
        if let hour = column("deliveryhour"), let interval = column("deliveryinterval") {
            self = .quarterHours(date: date, hour: hour, interval: interval, repeated: repeated)
        } else if let hour = column("hourending") {
            self = .hours(date: date, hour: hour, repeated: repeated)
        } else {
            return nil
        }
    }

    /// The market whose rows say the time in this way; that of a plain table unless a column says otherwise.
    var market: Market {
        switch self {
        case .quarterHours, .plain: .rtm
        case .hours: .dam
        case .dispatchRuns: .sced
        }
    }
}
