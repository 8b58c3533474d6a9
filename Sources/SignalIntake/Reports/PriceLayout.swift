/// The columns of a report of energy prices.
struct PriceLayout {
    let time: ReportTime
    let point: Int
    let pointType: Int?
    let price: Int

    /// The layout of a header, its names in the form of ``CSVRow/headerNames(_:)``; nil when it is none of ours.
    init?(header names: [String]) {
        func column(_ known: String...) -> Int? { names.firstIndex { known.contains($0) } }
        guard let time = ReportTime(header: names),
            let point = column("settlementpointname", "settlementpoint")
        else { return nil }
        let price =
            switch time {
            case .plain: column("priceusdpermwh")
            case .dispatchRuns: column("lmp")
            case .quarterHours, .hours: column("settlementpointprice")
            }
        guard let price else { return nil }
        self.time = time
        self.point = point
        self.price = price
        pointType = column("settlementpointtype")
    }
}
