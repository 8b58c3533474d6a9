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

/// Real frequency, second by second.
enum Recording {
    static let path = SharedData.path("data/freq-texas-1s/multi_grid_1s_1h.csv.gz")

    /// The first samples of a calm hour in Texas.
    static func hertz(upTo count: Int) async throws -> [String] {
        let text = try await ChildProcess.run("/usr/bin/gzip", ["-dc", path]).standardOutput
        // The column TEX: deviation from 60 Hz in millihertz.
        return text.split(whereSeparator: \.isNewline).dropFirst().prefix(count).compactMap { row in
            Double(row.split(separator: ",", omittingEmptySubsequences: false)[3])
                .map { String(format: "%.5f", 60 + $0 / 1_000) }
        }
    }
}
