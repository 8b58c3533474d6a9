extension Int {
    /// The number with its noun, which is given in the singular and takes an s in the plural: `1 group`, `0 groups`.
    package func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
