package import SiteRecord
import HostSystem

/// Asks a running daemon, and waits for the answer.
package final class ControlClient {
    /// Bytes of one answer, after which the other end is taken for something else.
    package static let answerLimit = 67_108_864

    private let path: String
    private let stream: UnixStream
    private var input: [UInt8] = []
    private var searched = 0

    /// Connects.
    ///
    /// - Parameters:
    ///   - path: the control socket.
    ///   - timeoutMilliseconds: how long one answer may take.
    /// - Throws: ``ControlClientFailure``.
    package init(path: String, timeoutMilliseconds: Int = 10_000) throws(ControlClientFailure) {
        self.path = path
        do throws(HostFailure) {
            stream = try UnixStream(connectingTo: path, timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            throw ControlClientFailure(error, path: path)
        }
    }

    /// Asks for one answer.
    ///
    /// - Returns: the document as it came, which has the members of the call's `Reply`.
    /// - Throws: ``ControlClientFailure``, also for an error that the daemon answers with.
    package func document(_ call: some ControlCall) throws(ControlClientFailure) -> JSONValue {
        try send(ControlMessage.call(call, more: false))
        return try document(in: try nextMessage())
    }

    /// Asks for as many answers as there are.
    ///
    /// - Parameters:
    ///   - call: for example a log to follow; it has no time limit, a quiet log is no fault.
    ///   - each: handles one document; false ends the listening.
    /// - Throws: ``ControlClientFailure``.
    package func stream(
        _ call: some ControlCall, each: (JSONValue) -> Bool
    ) throws(ControlClientFailure) {
        try send(ControlMessage.call(call, more: true))
        try setTimeout(milliseconds: 0)
        while true {
            let message = try nextMessage()
            let isLast = message["continues"]?.boolean != true
            guard each(try document(in: message)), !isLast else { return }
        }
    }

    /// Asks for one answer and reads it.
    ///
    /// - Throws: ``ControlClientFailure``, also for a document that is not the one of the call.
    package func reply<Call: ControlCall>(to call: Call) throws(ControlClientFailure) -> Call.Reply {
        try reply(to: call, in: try document(call))
    }

    /// Reads a document that ``document(_:)`` or ``stream(_:each:)`` gave.
    ///
    /// - Throws: ``ControlClientFailure``.
    package func reply<Call: ControlCall>(
        to call: Call, in document: JSONValue
    ) throws(ControlClientFailure) -> Call.Reply {
        do throws(CanonicalFailure) {
            return try Call.Reply(recorded: document)
        } catch {
            throw .badAnswer(path: path, problem: "in its answer \(error.description)")
        }
    }

    private func setTimeout(milliseconds: Int) throws(ControlClientFailure) {
        do throws(HostFailure) {
            try stream.setTimeout(milliseconds: milliseconds)
        } catch {
            throw ControlClientFailure(error, path: path)
        }
    }

    private func send(_ message: [UInt8]) throws(ControlClientFailure) {
        do throws(HostFailure) {
            try stream.send(message)
        } catch {
            // A daemon that refuses says why before it closes; what it said is worth more than our EPIPE.
            guard let last = try? nextMessage() else { throw ControlClientFailure(error, path: path) }
            _ = try document(in: last)
            throw ControlClientFailure(error, path: path)
        }
    }

    private func nextMessage() throws(ControlClientFailure) -> JSONValue {
        while true {
            if let end = input[searched...].firstIndex(of: 0) {
                let bytes = Array(input[..<end])
                input.removeFirst(end + 1)
                searched = 0
                do throws(CanonicalFailure) {
                    return try JSONValue(json: bytes)
                } catch {
                    throw .badAnswer(path: path, problem: error.description)
                }
            }
            searched = input.count
            guard input.count <= Self.answerLimit else {
                throw .badAnswer(path: path, problem: "more than \(Self.answerLimit) bytes without an end")
            }
            let bytes: [UInt8]
            do throws(HostFailure) {
                bytes = try stream.receive(atMost: 65_536)
            } catch {
                throw ControlClientFailure(error, path: path)
            }
            guard !bytes.isEmpty else {
                throw .notReachable(path: path, cause: "it closed the connection before it answered")
            }
            input.append(contentsOf: bytes)
        }
    }

    private func document(in message: JSONValue) throws(ControlClientFailure) -> JSONValue {
        guard let name = message["error"]?.string else {
            guard let document = message["parameters"]?["document"] else {
                throw .badAnswer(path: path, problem: "an answer without a document")
            }
            return document
        }
        let prefix = "\(ControlInterface.name)."
        guard name.hasPrefix(prefix),
            let kind = ControlFailure.Kind(rawValue: String(name.dropFirst(prefix.count))),
            let text = message["parameters"]?["message"]?.string
        else { throw .badAnswer(path: path, problem: "the error \(name)") }
        throw .daemon(ControlFailure(kind, text, parameter: message["parameters"]?["parameter"]?.string))
    }
}
