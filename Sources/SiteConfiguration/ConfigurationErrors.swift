package import SiteRecord

/// Everything that is wrong with a configuration, in the order in which it stands in the files.
package struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one, at most ``Diagnostics/limit``.
    package let errors: [ConfigurationNotice]
    /// How many more there were than are listed.
    package let omitted: Int

    package init(errors: [ConfigurationNotice], omitted: Int) {
        self.errors = errors
        self.omitted = omitted
    }

    /// One line for each error, and one that counts those left out.
    package var description: String {
        var lines = errors.map(\.description)
        if omitted > 0 { lines.append("and \(omitted) more; mend these and check again") }
        return lines.joined(separator: "\n")
    }
}

extension Diagnostics {
    /// The error that ends the reading when anything was wrong.
    var failure: ConfigurationErrors { ConfigurationErrors(errors: errors, omitted: omitted) }
}
