/// The names of capacity products, which reports, interfaces and QSEs spell in different ways.
enum ProductName {
    /// ERCOT's name of a product, for every known spelling of it.
    ///
    /// Day-ahead and real-time clearing prices say `NSPIN`, offers say `NSPN` and the real-time adders `NSS`: without
    /// one name an award would not find its price. For the same reason a name that is none is refused: its price would
    /// pay for nothing, and nobody would hear of it.
    ///
    /// - Parameter text: as it was published; blanks, case and punctuation do not matter where it is known.
    /// - Returns: `REGUP`, `REGDN`, `RRS`, `ECRS`, `NSPIN`, `DRRS`, `ERS-10` or `ERS-30`.
    /// - Throws: `malformed` for every other name.
    static func normalized(_ text: String) throws(SignalRejection) -> String {
        let letters = text.uppercased().unicodeScalars.filter { $0.properties.isAlphabetic || isDigit($0) }
        switch String(String.UnicodeScalarView(letters)) {
        case "REGUP", "RUS", "REGULATIONUP", "REGUPSERVICE": return "REGUP"
        case "REGDN", "RDS", "REGDOWN", "REGULATIONDOWN", "REGDOWNSERVICE": return "REGDN"
        case "RRS", "RESPONSIVERESERVE", "RESPONSIVERESERVESERVICE": return "RRS"
        case "ECRS", "ERCOTCONTINGENCYRESERVESERVICE": return "ECRS"
        case "NSPIN", "NSPN", "NSPNM", "NSS", "NONSPIN", "NONSPINNINGRESERVE": return "NSPIN"
        case "DRRS", "DISPATCHABLERELIABILITYRESERVESERVICE": return "DRRS"
        case "ERS10": return "ERS-10"
        case "ERS30": return "ERS-30"
        default:
            throw SignalRejection(
                .malformed,
                "product “\(text.prefix(40))” is none of ERCOT's: REGUP, REGDN, RRS, ECRS, NSPIN, DRRS, ERS-10, ERS-30"
            )
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
