import CurtailTesting
import Foundation

/// A report as ERCOT publishes it.
enum Report {
    /// NP6-905-CD with one price: that of the interval which ended last.
    static func settlementPrice(dollars: String) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "America/Chicago") ?? .gmt
        let start = Date(
            timeIntervalSince1970: (Date.now.timeIntervalSince1970 / 900).rounded(.down) * 900 - 900)
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: start)
        let (month, day, year) = (parts.month ?? 0, parts.day ?? 0, parts.year ?? 0)
        let date = "\(month < 10 ? "0" : "")\(month)/\(day < 10 ? "0" : "")\(day)/\(year)"
        return """
            DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,SettlementPointPrice,DSTFlag
            \(date),\((parts.hour ?? 0) + 1),\((parts.minute ?? 0) / 15 + 1),LZ_WEST,LZ,1.00,N
            \(date),\((parts.hour ?? 0) + 1),\((parts.minute ?? 0) / 15 + 1),LZ_WEST,LZEW,\(dollars),N

            """
    }
}
