/// A secret that opens a unit, such as a password; no text of it is ever made for people, journal or ledger.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The secret itself.
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var description: String { "(secret)" }

    /// Nothing: a secret does not show when somebody prints it.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Reads the credential of a name; blocks for the disk.
package typealias CredentialReader = @Sendable (String) throws(CredentialFailure) -> Secret

/// A credential that cannot be had.
package struct CredentialFailure: Error, Hashable, Sendable {
    /// The fault and its remedy, to stand behind the name.
    package let message: String

    package init(_ message: String) { self.message = message }
}
