import ControlSocket
import GridUnits

/// What stands where a number is not known.
let unknownText = "-"

extension ControlValue? {
    /// Text or a number as written; a dash for what is missing or null.
    var shown: String {
        switch self {
        case .text(let text): text
        case .number(let number): number
        case .bool(let value): value ? "yes" : "no"
        case .null, .list, .object, nil: unknownText
        }
    }

    /// A decimal number to so many digits after the point; as it stands when it is none.
    func shown(places: Int) -> String {
        let text = shown
        // To the digits that are shown and no more, so that sums of every size fit.
        guard let value = try? DecimalText.parse(text.utf8, scale: places, excess: .roundHalfToEven) else {
            return text
        }
        return DecimalText.format(Int128(value), scale: places, minimumFraction: places)
    }

    /// An instant to the second, without `T`.
    var shownInstant: String {
        let text = shown
        guard let instant = UTCInstant(rfc3339: text) else { return text }
        return instant.seconds.replacing("T", with: " ", maxReplacements: 1)
    }

    /// Seconds in the unit that a person would choose.
    var shownSeconds: String {
        let text = shown
        guard let value = try? DecimalText.parse(text.utf8, scale: 0, excess: .roundHalfToEven) else {
            return text
        }
        return value.magnitude < 180
            ? "\(value) s"
            : value.magnitude < 10_800
                ? "\(value / 60) min"
                : value.magnitude < 259_200
                    ? "\(value / 3_600) h" : "\(value / 86_400) d"
    }

    /// The elements of a list; none where it is missing.
    var list: [ControlValue] { self?.elements ?? [] }

    /// The member of an object; nil where anything is missing.
    func member(_ name: String) -> ControlValue? { self?[name] }
}
