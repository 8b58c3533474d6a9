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
