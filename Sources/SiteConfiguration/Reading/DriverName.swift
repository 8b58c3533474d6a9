import SitePorts
import SiteRecord

/// The drivers by their names in the configuration.
enum DriverName {
    static func read(_ reader: SectionReader) -> FleetSettings.Driver? {
        let words = ["simulated", "luxos", "none"]
        guard let text = reader.required("driver", wanted: "simulated, luxos or none") else { return nil }
        switch text {
        case "simulated": return .simulated
        case "luxos": return .luxos
        case "none": return FleetSettings.Driver.none
        case "antminer", "whatsminer", "braiins", "exec", "modbus":
            reader.report(
                "driver",
                "\(text) is not in this version; use luxos for miners with LuxOS, or none to count the load "
                    + "without commanding it")
        default:
            reader.report("driver", SectionReader.unknownWord(text, among: words))
        }
        return nil
    }

    static func text(_ driver: FleetSettings.Driver) -> String {
        switch driver {
        case .simulated: "simulated"
        case .luxos: "luxos"
        case .none: "none"
        }
    }
}
