import Testing

@testable import SignalIntake

@Suite("LineFramer")
struct LineFramerTests {
    private func lines(_ pieces: [String], limit: Int = 8) -> [String] {
        var framer = LineFramer(limit: limit)
        var lines: [String] = []
        for piece in pieces {
            let bytes = Array(piece.utf8)
            framer.feed(bytes.span) { line, isOversize in
                lines.append(isOversize ? "oversize" : LineText.string(line, 0..<line.count) ?? "binary")
            }
            #expect(framer.pendingCount <= limit)
        }
        return lines + [String(decoding: framer.takeRest(), as: UTF8.self)]
    }

    @Test(
        "gives whole lines however the stream is cut",
        arguments: [
            (["a\nb\n"], ["a", "b", ""]), (["a", "b\n", "c"], ["ab", "c"]), (["\n\n"], ["", "", ""]),
            (["12345678\n"], ["12345678", ""]), (["123456789\nx\n"], ["oversize", "x", ""]),
            (["1234", "5678", "\n"], ["12345678", ""]),
            (["12345", "6789", "0", "1\nok\n"], ["oversize", "ok", ""]),
            (["123456789"], [""]), (["12345", "6789\n"], ["oversize", ""]),
        ])
    func givesLines(pieces: [String], expected: [String]) {
        #expect(lines(pieces) == expected)
    }

    @Test("keeps the first 200 bytes of an oversize line, however it arrives", arguments: [1, 64, 5_000])
    func keepsHead(step: Int) {
        var framer = LineFramer(limit: 1_000)
        let line = (0..<3_000).map { UInt8(ascii: "a") + UInt8($0 % 26) } + [UInt8(ascii: "\n")]
        var heads: [[UInt8]] = []
        var start = 0
        while start < line.count {
            let piece = Array(line[start..<min(start + step, line.count)])
            framer.feed(piece.span) { found, isOversize in
                #expect(isOversize)
                var head: [UInt8] = []
                for index in 0..<found.count { head.append(found[index]) }
                heads.append(head)
            }
            start += step
        }
        #expect(heads == [Array(line.prefix(200))])
    }
}
