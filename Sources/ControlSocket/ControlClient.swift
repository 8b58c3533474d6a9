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
        do throws(UnixSocketFailure) {
            stream = try UnixStream(connectingTo: path, timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            throw ControlClientFailure(error, path: path)
        }
    }

    /// Asks for one answer.
    ///
    /// - Returns: the document.
    /// - Throws: ``ControlClientFailure``, also for an error that the daemon answers with.
    package func call(_ request: ControlRequest) throws(ControlClientFailure) -> ControlValue {
        try send(ControlMessage.call(request, more: false))
        return try document(in: try nextMessage())
    }

    /// Asks for as many answers as there are.
    ///
    /// - Parameters:
    ///   - request: for example a log to follow; it has no time limit, a quiet log is no fault.
    ///   - each: takes one document; false ends the listening.
    /// - Throws: ``ControlClientFailure``.
    package func stream(
        _ request: ControlRequest, each: (ControlValue) -> Bool
    ) throws(ControlClientFailure) {
        try send(ControlMessage.call(request, more: true))
        try setTimeout(milliseconds: 0)
        while true {
            let message = try nextMessage()
            let isLast = message["continues"]?.boolean != true
            guard each(try document(in: message)), !isLast else { return }
        }
    }

    private func setTimeout(milliseconds: Int) throws(ControlClientFailure) {
        do throws(UnixSocketFailure) {
            try stream.setTimeout(milliseconds: milliseconds)
        } catch {
            throw ControlClientFailure(error, path: path)
        }
    }

    private func send(_ message: [UInt8]) throws(ControlClientFailure) {
        do throws(UnixSocketFailure) {
            try stream.send(message)
        } catch {
            // A daemon that refuses says why before it closes; what it said is worth more than our EPIPE.
            guard let last = try? nextMessage() else { throw ControlClientFailure(error, path: path) }
            _ = try document(in: last)
            throw ControlClientFailure(error, path: path)
        }
    }

    private func nextMessage() throws(ControlClientFailure) -> ControlValue {
        while true {
            if let end = input[searched...].firstIndex(of: 0) {
                let bytes = Array(input[..<end])
                input.removeFirst(end + 1)
                searched = 0
                do throws(JSONReader.Failure) {
                    return try JSONReader.read(bytes)
                } catch {
                    throw .badAnswer(path: path, problem: error.description)
                }
            }
            searched = input.count
            guard input.count <= Self.answerLimit else {
                throw .badAnswer(path: path, problem: "more than \(Self.answerLimit) bytes without an end")
            }
            let bytes: [UInt8]
            do throws(UnixSocketFailure) {
                bytes = try stream.receive(atMost: 65_536)
            } catch {
                throw ControlClientFailure(error, path: path)
            }
            guard !bytes.isEmpty else {
                throw .notReachable(path: path, cause: "It closed the connection before it answered.")
            }
            input.append(contentsOf: bytes)
        }
    }

    private func document(in message: ControlValue) throws(ControlClientFailure) -> ControlValue {
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
