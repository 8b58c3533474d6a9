import SiteRecord
import CurtailmentEngine

/// Reads the settlement point and refuses a type that the point cannot have.
struct SettlementPointReader {
    private let site: SectionReader

    init(_ site: SectionReader) { self.site = site }

    /// ERCOT's type codes, as its settlement-point price files carry them.
    static let types = ["RN", "LCCRN", "PUN", "LZ", "LZEW", "LZ_DC", "LZ_DCEW", "HU", "SH", "AH"]

    /// Any of ERCOT's types; two rows of one point are then told apart by nobody.
    static let anyType = "any"

    var point: SettlementPoint {
        let name = name
        guard let type = type else { return SettlementPoint(name: name, type: nil) }
        if let wanted = Self.possibleTypes(of: name), !wanted.contains(type) {
            site.report(
                "settlement_point_type",
                "\(name) has no prices of type \(type); write \(wanted.joined(separator: " or "))")
        }
        return SettlementPoint(name: name, type: type)
    }

    private var name: String {
        guard
            let text = site.required("settlement_point", wanted: "ERCOT's name of the point, such as LZ_WEST")
        else {
            return ""
        }
        guard let problem = NameText.problem(text) else { return text }
        site.report("settlement_point", problem)
        return ""
    }

    private var type: String? {
        let words = Self.types + [Self.anyType]
        guard let text = site.scalar("settlement_point_type", wanted: "a type code such as LZEW"),
            text != Self.anyType
        else { return nil }
        guard Self.types.contains(text) else {
            site.report("settlement_point_type", SectionReader.unknownWord(text, among: words))
            return nil
        }
        return text
    }

    /// What the names of hubs and load zones say about the type; nil where the name says nothing.
    private static func possibleTypes(of name: String) -> [String]? {
        switch name {
        case "HB_BUSAVG": ["SH"]
        case "HB_HUBAVG": ["AH"]
        case _ where name.hasPrefix("HB_"): ["HU"]
        case _ where name.hasPrefix("LZ_"): ["LZEW", "LZ"]
        default: nil
        }
    }
}
