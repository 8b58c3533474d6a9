/// Where the fields of one CSV row stand; kept from row to row, so that splitting allocates nothing.
struct CSVRow {
    static let maximumFields = 128

    private(set) var fields: [Range<Int>] = []

    var count: Int { fields.count }

    /// Splits a row at its commas; quotes around a field are left out of it.
    mutating func split(_ bytes: Span<UInt8>) {
        fields.removeAll(keepingCapacity: true)
        let end = LineText.trimmed(bytes, 0..<bytes.count).upperBound
        var position = 0
        while fields.count < Self.maximumFields {
            fields.append(field(bytes, &position, before: end))
            guard position < end else { return }
            position += 1
            if position == end { fields.append(end..<end) }
        }
    }

    /// The field at a position, which moves to the comma behind it or to the end.
    private func field(_ bytes: Span<UInt8>, _ position: inout Int, before end: Int) -> Range<Int> {
        let start = position
        if position < end, bytes[position] == UInt8(ascii: "\"") {
            position += 1
            while position < end, bytes[position] != UInt8(ascii: "\"") { position += 1 }
            let content = start + 1..<position
            while position < end, bytes[position] != UInt8(ascii: ",") { position += 1 }
            return content
        }
        while position < end, bytes[position] != UInt8(ascii: ",") { position += 1 }
        return LineText.trimmed(bytes, start..<position)
    }

    subscript(_ column: Int) -> Range<Int> { column < fields.count ? fields[column] : 0..<0 }

    /// The fields as header names: lower case, without blanks, underscores and other punctuation.
    func headerNames(_ bytes: Span<UInt8>) -> [String] {
        fields.map { field in
            var name = ""
            for index in field {
                switch bytes[index] {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    name.unicodeScalars.append(Unicode.Scalar(bytes[index] | 0x20))
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    name.unicodeScalars.append(Unicode.Scalar(bytes[index]))
                default: continue
                }
            }
            return name
        }
    }
}
