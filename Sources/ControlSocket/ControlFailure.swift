/// An answer that is an error, in the words the asker will read.
package struct ControlFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of error of the interface; the raw value is the error's name on the wire.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case notPermitted = "NotPermitted"
        /// The request makes no sense; ``ControlFailure/parameter`` says where.
        case invalidArgument = "InvalidArgument"
        case notFound = "NotFound"
        /// Understood, allowed, and not done: for example an override of an obligation.
        case refused = "Refused"
        /// A changed configuration that is wrong.
        case configuration = "ConfigurationRefused"
        case tryAgain = "TryAgain"
        case tooLarge = "TooLarge"
        case tooSlow = "TooSlow"
        case tooManyConnections = "TooManyConnections"
        case notJSON = "NotJSON"
        case `internal` = "Internal"
    }

    /// The error by which a client tells failures apart.
    package let kind: Kind
    /// The event, the consequence, and the command to type next.
    package let message: String
    /// The parameter that is wrong; nil where it is not about one.
    package let parameter: String?

    package init(_ kind: Kind, _ message: String, parameter: String? = nil) {
        self.kind = kind
        self.message = message
        self.parameter = parameter
    }

    package var description: String { message }

    /// sysexits(3), for the program that asked.
    package var exitStatus: Int32 {
        switch kind {
        case .notPermitted: 77
        case .invalidArgument, .notJSON: 64
        case .notFound, .refused, .tooLarge: 65
        case .configuration: 78
        case .tryAgain, .tooSlow, .tooManyConnections: 75
        case .internal: 69
        }
    }
}
