import GridUnits

/// Paths on a grid of whole numbers that is stretched to whatever room there is.
enum ChartPath {
    /// Columns and rows of the grid.
    static let width = 2_000
    static let height = 1_000
    static let viewBox = "0 0 \(width) \(height)"

    /// A line that holds each value until the next.
    ///
    /// - Parameters:
    ///   - points: in order; those before the start count as the value there.
    ///   - time: the chart's span.
    ///   - axis: the chart's scale.
    ///   - end: where the last value ends; the chart's end by default.
    /// - Returns: commands of an SVG path; empty without points.
    static func steps(
        _ points: [(at: UTCInstant, value: Int64)], time: ChartTime, axis: ChartAxis, end: UTCInstant? = nil
    ) -> String {
        var corners = corners(points, time: time, axis: axis)
        guard let last = corners.last else { return "" }
        corners.append((time.fromLeft(end ?? time.end, of: width), last.y))
        var path = "M\(corners[0].x) \(corners[0].y)"
        var height = corners[0].y
        for corner in corners.dropFirst() {
            path += "H\(corner.x)"
            if corner.y != height { path += "V\(corner.y)" }
            height = corner.y
        }
        return path
    }

    /// The area between the line of ``steps(_:time:axis:end:)`` and the axis's zero.
    static func area(
        _ points: [(at: UTCInstant, value: Int64)], time: ChartTime, axis: ChartAxis, end: UTCInstant? = nil
    ) -> String {
        let line = steps(points, time: time, axis: axis, end: end)
        guard let first = points.first, !line.isEmpty else { return "" }
        return line + "V\(axis.fromTop(0, of: height))H\(time.fromLeft(first.at, of: width))Z"
    }

    /// A line from point to point.
    static func line(
        _ points: [(at: UTCInstant, value: Int64)], time: ChartTime, axis: ChartAxis
    ) -> String {
        let corners = corners(points, time: time, axis: axis)
        guard let first = corners.first else { return "" }
        return "M\(first.x) \(first.y)" + corners.dropFirst().map { "L\($0.x) \($0.y)" }.joined()
    }

    /// Columns of the grid that are about two pixels of a wide screen: what lies in them is thinned together.
    static let thinned = 4

    /// Points on the grid; of many in a few columns the first, the extremes and the last are kept, so that the path is
    /// bounded and no spike vanishes.
    private static func corners(
        _ points: [(at: UTCInstant, value: Int64)], time: ChartTime, axis: ChartAxis
    ) -> [(x: Int, y: Int)] {
        var corners: [(x: Int, y: Int)] = []
        var column: [(x: Int, y: Int)] = []
        func close() {
            guard let first = column.first, let last = column.last else { return }
            var kept = column
            if column.count > 3, let top = column.map(\.y).min(), let bottom = column.map(\.y).max() {
                // The extreme that the column ends at comes last: a line that only rises goes up once.
                let extremes = last.y == bottom ? [top, bottom] : [bottom, top]
                kept = [first] + (extremes + [last.y]).map { (first.x, $0) }
            }
            for corner in kept where corners.last?.x != corner.x || corners.last?.y != corner.y {
                corners.append(corner)
            }
            column.removeAll(keepingCapacity: true)
        }
        for point in points {
            let x = time.fromLeft(point.at, of: width)
            if let first = column.first, first.x / thinned != x / thinned { close() }
            column.append((x, axis.fromTop(point.value, of: height)))
        }
        close()
        return corners
    }
}
