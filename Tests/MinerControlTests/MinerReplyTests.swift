import Testing

@testable import MinerControl

@Suite("MinerReply")
struct MinerReplyTests {
    private func reply(_ text: String) -> MinerReply { MinerReply(Array(text.utf8)[...]) }

    @Test(
        "judges the status whatever the spelling of its key",
        arguments: [
            (#"{"STATUS":[{"STATUS":"S","Code":11,"Msg":"Summary"}]}"#, MinerReply.Status.accepted),
            (#"{"status":[{"status":"s"}]}"#, .accepted),
            (#"{"STATUS": {"STATUS" : "I","Code":118}}"#, .accepted),
            (#"{"STATUS":[{"STATUS":"W"}]}"#, .accepted),
            (#"{"STATUS":"success"}"#, .accepted),
            (
                #"{"STATUS":[{"Code":402,"STATUS":"E","Msg":"Another session is active"}]}"#,
                .denied(code: 402, message: "Another session is active")
            ),
            (#"{"STATUS":[{"STATUS":"F","Msg":"x"}]}"#, .denied(code: nil, message: "x")),
            (#"{"STATUS":[{"STATUS":"E"}]}"#, .denied(code: nil, message: "no message")),
            (#"{"STATUS":[{"STATUS":"?"}]}"#, .absent),
            (#"{"STATUS":[{"STATUS"#, .absent),
            (#"{"STATUS":"#, .absent),
            ("<<not json>>{{{,", .absent),
            ("", .absent),
        ])
    func judges(text: String, status: MinerReply.Status) {
        #expect(reply(text).status == status)
    }

    @Test(
        "finds numbers bare or quoted, and none that was cut short",
        arguments: [
            (#"{"POWER":[{"PSU":false,"Watts":3250}]"#, "3250" as String?),
            (#"{"watts" :  "3250.5","x":1}"#, "3250.5"),
            ("{\"Watts\":\n-5,}", "-5"),
            (#",{"WATTS":1e3,}"#, "1e3"),
            (#"{"Watts":325"#, nil),
            (#"{"Watts":nan}"#, nil),
            (#"{"Watt":1}"#, nil),
            (#"{"note":"Watts","Watts":7}"#, "7"),
        ])
    func findsNumbers(text: String, number: String?) {
        #expect(reply(text).number("Watts") == number)
    }

    @Test("takes no string that does not end")
    func unendedString() {
        #expect(reply(#"{"SessionID":"abc"#).text("SessionID") == nil)
        #expect(reply(#"{"SessionID":"abc\"#).text("SessionID") == nil)
        #expect(reply(#"{"SessionID":"abc"}"#).text("sessionid") == "abc")
    }

    @Test("waits for NUL or the end of the connection")
    func arrival() {
        func whole(_ bytes: [UInt8], ended: Bool, from: Int = 0) -> String {
            switch MinerReply.arrival(of: ReceivedBytes(bytes: bytes, newFrom: from, hasEnded: ended)) {
            case .partial: "partial"
            case .empty: "empty"
            case .whole(let reply): reply.excerpt
            }
        }
        #expect(whole([0x7B], ended: false) == "partial")
        #expect(whole([], ended: true) == "empty")
        #expect(whole([0x7B], ended: true) == #"1 bytes beginning "{""#)
        #expect(whole([0x7B, 0, 0x7D], ended: false, from: 1) == #"1 bytes beginning "{""#)
    }
}
