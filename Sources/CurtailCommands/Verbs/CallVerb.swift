import ArgumentParser
import SiteRecord
import ControlSocket
import LedgerStore
import SiteReports

/// A verb that is one call of the daemon; its options, help and page come with the call.
struct CallVerb<Call: SiteCall>: Verb {
    static var configuration: CommandConfiguration { .init(Call.self) }

    @OptionGroup var parameters: CallOptions<Call>
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { _ = try parameters.call() }

    func execute(on terminal: Terminal) throws {
        try terminal.show(try parameters.call(), from: connection, as: output)
    }
}

/// A verb that a ledger's file answers as well.
struct LedgerVerb<Call: LedgerCall>: Verb {
    static var configuration: CommandConfiguration { .init(Call.self) }

    @OptionGroup var parameters: CallOptions<Call>
    @OptionGroup var source: LedgerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard try !parameters.call().isStream || source.ledger == nil else {
            throw ValidationError(
                "--follow asks a running daemon; a file given with --ledger does not go on.")
        }
    }

    func execute(on terminal: Terminal) throws {
        let call = try parameters.call()
        guard let ledger = source.ledger else {
            return try terminal.show(call, from: source.connection, as: output)
        }
        let reply = try call.reply(from: LedgerReader(path: ledger))
        if output.json {
            terminal.line(String(decoding: reply.canonicalBytes, as: UTF8.self))
        } else {
            terminal.write(Call.page(reply, terminal.style))
        }
    }
}

extension CommandConfiguration {
    fileprivate init<Call: SiteCall>(_ call: Call.Type) {
        self.init(commandName: Call.verb, abstract: Call.abstract, discussion: Call.discussion)
    }
}

/// The verbs that are calls.
enum CallVerbs {
    /// The verb of each call, in order.
    static func of(_ calls: [any SiteCall.Type]) -> [any ParsableCommand.Type] {
        calls.map { call in
            if let call = call as? any LedgerCall.Type { ledgerVerb(call) } else { verb(call) }
        }
    }

    private static func verb<Call: SiteCall>(_ call: Call.Type) -> any ParsableCommand.Type {
        CallVerb<Call>.self
    }

    private static func ledgerVerb<Call: LedgerCall>(_ call: Call.Type) -> any ParsableCommand.Type {
        LedgerVerb<Call>.self
    }
}

extension Terminal {
    /// Asks the daemon and prints the document as it came, or the page made of it; as many as there are of a stream.
    ///
    /// - Throws: `ControlClientFailure`; ``CommandFailure`` when the answer says that the command was not accepted.
    func show<Call: SiteCall>(_ call: Call, from connection: ConnectionOptions, as output: OutputOptions)
        throws
    {
        let client = try ControlClient(path: connection.path)
        guard call.isStream else { return try show(try client.document(call), of: call, client, as: output) }
        var problem: (any Error)?
        try client.stream(call) { document in
            do {
                try show(document, of: call, client, as: output)
                return true
            } catch {
                problem = error
                return false
            }
        }
        if let problem { throw problem }
    }

    private func show<Call: SiteCall>(
        _ document: JSONValue, of call: Call, _ client: ControlClient, as output: OutputOptions
    ) throws {
        if output.json {
            line(document.json)
        } else {
            write(Call.page(try client.reply(to: call, in: document), style))
        }
        guard document["accepted"]?.boolean != false else {
            throw CommandFailure(
                CommandFailure.badData,
                "The daemon did not accept the command. \(document["message"]?.string ?? "")")
        }
    }
}
