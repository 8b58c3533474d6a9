import GridMarket
import CurtailmentEngine

/// The requests that a LuxOS miner is sent, each in one write.
enum LuxOSRequest {
    static let logon = Array(#"{"command":"logon"}"#.utf8)
    /// Ends whoever's session; needs none of its own.
    static let kill = Array(#"{"command":"kill"}"#.utf8)
    static let power = Array(#"{"command":"power"}"#.utf8)
    static let config = Array(#"{"command":"config"}"#.utf8)

    static func curtail(_ action: FleetOrder.Action, session: [UInt8]) -> [UInt8] {
        Array(#"{"command":"curtail","parameter":""#.utf8) + session + Array(",\(word(action))\"}".utf8)
    }

    static func logoff(session: [UInt8]) -> [UInt8] {
        Array(#"{"command":"logoff","parameter":""#.utf8) + session + Array(#""}"#.utf8)
    }

    private static func word(_ action: FleetOrder.Action) -> String {
        switch action {
        case .sleep: "sleep"
        case .wake: "wakeup"
        }
    }

    /// Whether a session number can be put into a request as it stands.
    static func isUsable(session: String) -> Bool {
        let bytes = session.utf8
        return (1...64).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
