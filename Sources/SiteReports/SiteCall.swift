package import ControlSocket
package import LedgerStore

/// A call of the daemon that people make as well: the words of its verb, and its answer as a page.
package protocol SiteCall: ControlCall {
    /// More for the verb's help, with an example that begins `Example: curtailctl VERB`.
    static var discussion: String { get }
    /// The answer for people.
    static func page(_ reply: Reply, _ style: TextStyle) -> String
}

extension SiteCall {
    /// The verb of `curtailctl`.
    package static var verb: String { method.lowercased() }
}

/// A call that a ledger answers by itself: the daemon's, or a file's without any daemon.
package protocol LedgerCall: SiteCall {
    /// Makes the answer of a ledger.
    ///
    /// - Throws: `ControlFailure` for what is not there, and what reading the ledger throws.
    func reply(from reader: LedgerReader) throws -> Reply
}

/// The one list of calls.
///
/// A new verb is two files and a line here. Its type in `Calls/` says everything about it: name, words, right and
/// parameters (``ControlCall/parameters``), the members of its answer (`Reply.fields`), and the page. Its answer is
/// an extension of that type in `SiteDaemon/Answers/` (`extension Uptime: DaemonAnswered`), or, for a
/// ``LedgerCall``, stands in the type itself. The interface's description, `curtailctl`'s verb with its options and
/// help, and both ends of the wire follow.
package enum SiteCalls {
    /// Verbs that command.
    package static let commands: [any SiteCall.Type] = [
        Curtail.self, Release.self, Arm.self, Disarm.self, Reload.self,
    ]
    /// Verbs that look, first those that only a daemon answers.
    package static let questions: [any SiteCall.Type] = [
        Status.self, Log.self, Explain.self, Credits.self, Signals.self, Fleet.self,
    ]

    /// The interface that the daemon serves.
    package static let interface = ControlInterface(questions + commands + [Ping.self])
}
