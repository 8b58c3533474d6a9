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
