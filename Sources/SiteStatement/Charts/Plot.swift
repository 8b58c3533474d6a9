import GridUnits

/// One panel: a frame with its scale, in which paths stretch and letters do not.
struct Plot {
    /// Unique on the page; the title's and the description's names are made of it.
    let name: String
    let title: String
    /// The description of the picture, for readers who cannot see it.
    let description: String
    let axis: ChartAxis
    /// The quantity and its unit, above the scale.
    let unit: String
    /// Places along the time in ten-thousandths, with their words; minor ones are left out where there is little room.
    var marks: [(place: Int, words: String, isMinor: Bool)] = []
    /// Whether a line goes up from each mark.
    var hasRules = true
    /// Pixels.
    var height = 170

    /// Writes the panel.
    ///
    /// - Parameters:
    ///   - markup: the page.
    ///   - paths: writes into the stretched grid of ``ChartPath``.
    func write(to markup: inout Markup, paths: (inout Markup) -> Void) {
        let frame: Markup.Attributes = [
            "class": "plot", "role": "img", "aria-labelledby": "\(name)-title \(name)-words",
            "height": "\(height)",
        ]
        markup.element("svg", frame) { markup in
            markup.element("title", ["id": "\(name)-title"], title)
            markup.element("desc", ["id": "\(name)-words"], description)
            let grid: Markup.Attributes = [
                "x": "0", "y": "0", "width": "100%", "height": "100%", "viewBox": ChartPath.viewBox,
                "preserveAspectRatio": "none",
            ]
            markup.element("svg", grid) { markup in
                if hasRules, !marks.isEmpty {
                    let lines = marks.map {
                        "M\($0.place * ChartPath.width / 10_000) 0V\(ChartPath.height)"
                    }
                    markup.void("path", ["class": "rule", "d": lines.joined()])
                }
                for (style, ticks) in [
                    ("rule", axis.ticks.filter { $0 != 0 }), ("rule zero", axis.ticks.filter { $0 == 0 }),
                ] where !ticks.isEmpty {
                    let lines = ticks.map {
                        "M0 \(axis.fromTop($0, of: ChartPath.height))H\(ChartPath.width)"
                    }
                    markup.void("path", ["class": style, "d": lines.joined()])
                }
                paths(&markup)
            }
            markup.element("text", ["class": "unit", "x": "0", "y": "0", "dx": "-66", "dy": "-10"], unit)
            for tick in axis.ticks {
                let y = percent(axis.fromTop(tick, of: 10_000))
                markup.element(
                    "text", ["class": "tick", "x": "0", "y": y, "dx": "-6", "dy": "4"], axis.label(tick))
            }
            for mark in marks where !mark.words.isEmpty {
                // A word at the very end would stand out of the frame.
                let isLast = mark.place == 10_000 && mark.words.count > 3
                let style = "mark" + (mark.isMinor ? " minor" : "") + (isLast ? " last" : "")
                markup.element(
                    "text", ["class": style, "x": percent(mark.place), "y": "100%", "dy": "16"], mark.words)
            }
        }
    }
}

/// The meaning of a figure's lines.
struct Legend {
    /// The line's class in the style sheet, and its name.
    let entries: [(style: StaticString, words: String)]

    func write(to markup: inout Markup) {
        markup.element("ul", ["class": "legend"]) { markup in
            for entry in entries {
                markup.element("li") { markup in
                    markup.element(
                        "svg", ["width": "28", "height": "10", "viewBox": "0 0 28 10", "aria-hidden": "true"]
                    ) { $0.void("path", ["class": "\(entry.style)", "d": "M0 5H28"]) }
                    markup.words(entry.words)
                }
            }
        }
    }
}
