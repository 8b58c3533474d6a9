extension Int128 {
    /// The quotient rounded once, ties to the even neighbour, as ERCOT statements and banks round.
    ///
    /// - Parameter divisor: greater than zero.
    /// - Returns: the nearest integer to `self / divisor`.
    package func dividedHalfToEven(by divisor: Int128) -> Int128 {
        precondition(divisor > 0, "division of money or energy by \(divisor)")
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        let magnitude = remainder.magnitude
        let complement = divisor.magnitude - magnitude
        let roundsAway = magnitude > complement || (magnitude == complement && quotient % 2 != 0)
        guard roundsAway else { return quotient }
        return self < 0 ? quotient - 1 : quotient + 1
    }
}
