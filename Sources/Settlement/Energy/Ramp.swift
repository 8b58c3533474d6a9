import GridUnits

/// Consumption that runs linearly from one power to another, and what has been drawn since its start.
struct Ramp {
    let start: UTCInstant
    let end: UTCInstant
    let startPower: Power
    let endPower: Power

    /// The energy from the start to an instant within the ramp, in half microwatt-nanoseconds.
    ///
    /// Only a cut through a ramp is ever rounded, half to even. Pieces are differences of this sum, so that however
    /// a ramp is cut at interval boundaries, nothing is lost or counted twice.
    func drawn(until instant: UTCInstant) -> Int128 {
        let elapsed = Int128(instant.nanoseconds(since: start))
        let level = 2 * Int128(startPower.microwatts) * elapsed
        let rise = Int128(endPower.microwatts) - Int128(startPower.microwatts)
        guard rise != 0 else { return level }
        guard instant != end else { return level + rise * elapsed }
        return level + share(of: rise, elapsed: elapsed.magnitude)
    }

    /// `rise × elapsed² / length`, rounded half to even; the product has up to 191 bits.
    private func share(of rise: Int128, elapsed: UInt128) -> Int128 {
        let length = UInt128(end.nanoseconds(since: start).magnitude)
        let product = rise.magnitude.multipliedFullWidth(by: elapsed * elapsed)
        let (quotient, remainder) = length.dividingFullWidth((product.high, product.low))
        let complement = length - remainder
        let roundsUp = remainder > complement || (remainder == complement && quotient % 2 != 0)
        let rounded = Int128(quotient) + (roundsUp ? 1 : 0)
        return rise < 0 ? -rounded : rounded
    }
}
