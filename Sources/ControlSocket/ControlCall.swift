package import SiteRecord

/// One thing that a running daemon may be asked: its name, its parameters, the right it needs, and its answer.
///
/// The description of the interface, the parameters on the wire and those of the command line are made of
/// ``parameters``; the answer's document is made of the fields of `Reply`.
package protocol ControlCall: Sendable {
    /// The document that answers.
    associatedtype Reply: CanonicallyRecorded & Sendable

    /// The name after `io.curtaild.Control.`.
    static var method: String { get }
    /// One sentence for those who read the interface or the help.
    static var abstract: String { get }
    /// The parameters, in the order of their description.
    static var parameters: CallParameters<Self> { get }
    /// The right that whoever asks has to have.
    var right: ControlRights { get }
    /// Whether the answers go on until the asker leaves.
    var isStream: Bool { get }
}

extension ControlCall {
    package var right: ControlRights { .read }
    package var isStream: Bool { false }

    /// The parameters as they travel; those that say nothing are left out.
    package var json: JSONValue { Self.parameters.write(self) }

    /// Reads a call.
    ///
    /// - Parameter parameters: as they came; nil and null are no parameters.
    /// - Throws: ``ControlFailure`` that names the parameter.
    package init(_ parameters: JSONValue?) throws(ControlFailure) {
        do throws(CallProblem) {
            self = try Self.parameters.read(parameters)
        } catch {
            throw ControlFailure(
                .invalidArgument, "\(error.text { $0 }) Nothing was done.", parameter: error.parameter)
        }
    }
}

/// Parameters that make no sense.
package struct CallProblem: Error, Hashable, Sendable {
    /// The one that is named in the answer.
    package let parameter: String?
    private let pattern: String

    /// - Parameters:
    ///   - parameter: the first of those concerned.
    ///   - pattern: one sentence, in which names of parameters stand between accents: `` `to_mw` is -1. ``
    package init(_ parameter: String?, _ pattern: String) {
        self.parameter = parameter
        self.pattern = pattern
    }

    /// The sentence, with each parameter called as the reader knows it.
    package func text(_ name: (String) -> String) -> String {
        pattern.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.isMultiple(of: 2) ? String($1) : name(String($1)) }.joined()
    }
}
