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

/// The columns of a report of clearing prices of capacity.
struct CapacityPriceLayout {
    let time: ReportTime
    /// In a plain table, whose rows may be of either market; a report is of one.
    let market: Int?
    let product: Int
    let price: Int

    /// The layout of a header, its names in the form of ``CSVRow/headerNames(_:)``; nil when it is none of ours.
    init?(header names: [String]) {
        func column(_ known: String...) -> Int? { names.firstIndex { known.contains($0) } }
        guard let time = ReportTime(header: names) else { return nil }
        switch time {
        case .plain:
            // Blanks and underscores are left out of names, so that a price per MW and hour reads like this too.
            guard let market = column("market"), let product = column("product"),
                let price = column("priceusdpermwh")
            else { return nil }
            self.market = market
            self.product = product
            self.price = price
        case .quarterHours, .hours:
            guard let product = column("ancillarytype", "astype"), let price = column("mcpc") else {
                return nil
            }
            market = nil
            self.product = product
            self.price = price
        case .dispatchRuns: return nil  // What a single run clears settles nothing.
        }
        self.time = time
    }
}

/// The columns of our plain table of metered usage, a settlement interval a row.
struct UsageLayout {
    let start: Int
    let meter: Int
    let usage: Int

    /// The layout of a header, its names in the form of ``CSVRow/headerNames(_:)``; nil when it is not this one.
    init?(header names: [String]) {
        func column(_ name: String) -> Int? { names.firstIndex(of: name) }
        guard let start = column("intervalstartutc"), let meter = column("meter"),
            let usage = column("usagemwh")
        else { return nil }
        self.start = start
        self.meter = meter
        self.usage = usage
    }
}
