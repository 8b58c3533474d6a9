/// Why a text is not the number it should be; says what would be right.
struct NumberProblem: Error {
    let message: String
}
