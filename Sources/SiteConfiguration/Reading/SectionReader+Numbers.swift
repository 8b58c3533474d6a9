import SiteRecord
import GridUnits

extension SectionReader {
    /// A number; nil when absent or wrong, which has then been reported.
    ///
    /// - Parameters:
    ///   - key: one of the section's keys.
    ///   - scale: digits after the point that the result keeps.
    ///   - range: what is allowed, in the result's unit.
    /// - Returns: the number times ten to the power of `scale`.
    func number(_ key: String, scale: Int, in range: ClosedRange<Int64>) -> Int64? {
        guard let text = scalar(key, wanted: "a number") else { return nil }
        do {
            return try NumberText.read(text, scale: scale, in: range)
        } catch {
            report(key, error.message)
            return nil
        }
    }

    /// A whole number.
    func count(_ key: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
        number(key, scale: 0, in: Int64(range.lowerBound)...Int64(range.upperBound)).map { Int($0) }
            ?? standard
    }

    /// An amount in the unit people write.
    func quantity<Amount: Quantity>(_ key: String, in range: ClosedRange<Amount>) -> Amount? {
        number(key, scale: Amount.scale, in: range.lowerBound.stored...range.upperBound.stored)
            .map { Amount(stored: $0) }
    }

    func quantity<Amount: Quantity>(
        _ key: String, in range: ClosedRange<Amount>, default standard: Amount
    ) -> Amount {
        quantity(key, in: range) ?? standard
    }

    /// Watts, as unit ratings are written.
    func watts(_ key: String, in range: ClosedRange<Power>) -> Power? {
        number(key, scale: 6, in: range.lowerBound.microwatts...range.upperBound.microwatts)
            .map { Power(microwatts: $0) }
    }

    /// Decimal seconds.
    func seconds(_ key: String, in range: ClosedRange<TimeSpan>) -> TimeSpan? {
        number(key, scale: 9, in: range.lowerBound.nanoseconds...range.upperBound.nanoseconds)
            .map { TimeSpan(nanoseconds: $0) }
    }

    func seconds(_ key: String, in range: ClosedRange<TimeSpan>, default standard: TimeSpan) -> TimeSpan {
        seconds(key, in: range) ?? standard
    }

    /// A factor without a unit, in billionths, as an exact ratio.
    func ratio(_ key: String, inBillionths range: ClosedRange<Int64>, default standard: Fraction) -> Fraction
    {
        number(key, scale: 9, in: range).map { Fraction(billionths: $0) } ?? standard
    }
}
