/// The names of capacity products, which reports, interfaces and QSEs spell in different ways.
enum ProductName {
    /// ERCOT's name of a product, for every known spelling of it; an unknown product keeps its own.
    ///
    /// Day-ahead and real-time clearing prices say `NSPIN`, offers say `NSPN` and the real-time adders `NSS`: without
    /// one name an award would not find its price.
    ///
    /// - Parameter text: as it was published; blanks, case and punctuation do not matter where it is known.
    /// - Returns: `REGUP`, `REGDN`, `RRS`, `ECRS` or `NSPIN`; otherwise the text.
    /// - Throws: `malformed` for what cannot be a name.
    static func normalized(_ text: String) throws(SignalRejection) -> String {
        let letters = text.uppercased().unicodeScalars.filter { $0.properties.isAlphabetic || isDigit($0) }
        switch String(String.UnicodeScalarView(letters)) {
        case "REGUP", "RUS", "REGULATIONUP", "REGUPSERVICE": return "REGUP"
        case "REGDN", "RDS", "REGDOWN", "REGULATIONDOWN", "REGDOWNSERVICE": return "REGDN"
        case "RRS", "RESPONSIVERESERVE", "RESPONSIVERESERVESERVICE": return "RRS"
        case "ECRS", "ERCOTCONTINGENCYRESERVESERVICE": return "ECRS"
        case "NSPIN", "NSPN", "NSPNM", "NSS", "NONSPIN", "NONSPINNINGRESERVE": return "NSPIN"
        default: break
        }
        let bytes = text.utf8
        guard (1...32).contains(bytes.count),
            bytes.allSatisfy({ isDigit(Unicode.Scalar($0)) || isLetter($0) || $0 == 0x2D || $0 == 0x5F })
        else {
            throw SignalRejection(
                .malformed,
                "product “\(text.prefix(40))” is no name; write REGUP, REGDN, RRS, ECRS, NSPIN or at most 32 "
                    + "letters, digits, - and _")
        }
        return text
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
