import MinerControl
import CurtailmentEngine
import GridUnits
import HostSystem
import Synchronization

/// The farm's thread: accepts, reads a request, answers after the delay, closes.
final class LoopbackFarmLoop {
    static let signalToken = UInt64.max

    private struct Connection {
        let socket: StreamSocket
        let miner: Int
        var request: [UInt8] = []
        var isAnswered = false
    }

    private struct Answer {
        let connection: UInt32
        let at: Int64
        let bytes: [UInt8]
    }

    private let farm: LoopbackFarm
    private let listeners: [StreamSocket]
    private let events: EventPoll
    private var reader = SocketReader(blockSize: 4096)
    private var connections: [UInt32: Connection] = [:]
    private var openOfMiner: [Int]
    private var nextConnection: UInt32
    /// Answers on their way, in the order of their time since the delay is the same for all.
    private var answers: [Answer] = []
    private var nextAnswer = 0

    init(farm: LoopbackFarm, listeners: [StreamSocket], events: EventPoll) {
        self.farm = farm
        self.listeners = listeners
        self.events = events
        openOfMiner = [Int](repeating: 0, count: listeners.count)
        nextConnection = UInt32(listeners.count)
    }

    func run() {
        for (index, listener) in listeners.enumerated() {
            try? events.add(listener, for: .readable, token: UInt64(index))
        }
        var ready = ReadyTokens(capacity: 256)
        while !farm.state.withLock({ $0.isStopping }) {
            events.wait(milliseconds: timeout(), into: &ready)
            for index in ready.indices { handle(ready[index]) }
            sendDueAnswers()
        }
        for connection in connections.values { connection.socket.close() }
        for listener in listeners { listener.close() }
    }

    private func timeout() -> Int32 {
        guard nextAnswer < answers.count else { return 1000 }
        return Int32(clamping: max(0, (answers[nextAnswer].at - BootTime.nanoseconds + 999_999) / 1_000_000))
    }

    private func handle(_ token: UInt64) {
        guard token != Self.signalToken else { return }
        let key = UInt32(truncatingIfNeeded: token)
        if Int(key) < listeners.count { return accept(Int(key)) }
        guard var connection = connections[key] else { return }
        let outcome = reader.receive(from: connection.socket, into: &connection.request)
        connections[key] = connection
        switch outcome {
        case .moved:
            // Like the real one it takes what one read brings as the whole request.
            if connection.isAnswered { return close(key) }
            answer(key, connection)
        case .wouldBlock: return
        case .ended, .failed: close(key)
        }
    }

    private func accept(_ miner: Int) {
        guard connections.count < farm.settings.connectionLimit, let socket = listeners[miner].accept() else {
            return
        }
        let fault = farm.state.withLock { state in
            state.connections += 1
            state.mostAtOnce = max(state.mostAtOnce, openOfMiner[miner] + 1)
            return state.miners[miner].fault
        }
        if fault == .reset {
            socket.resetWhenClosed()
            return socket.close()
        }
        repeat {
            nextConnection = max(UInt32(listeners.count), nextConnection &+ 1)
        } while connections[nextConnection] != nil
        openOfMiner[miner] += 1
        connections[nextConnection] = Connection(socket: socket, miner: miner)
        try? events.add(socket, for: .readable, token: UInt64(nextConnection))
    }

    private func close(_ key: UInt32) {
        guard let connection = connections.removeValue(forKey: key) else { return }
        openOfMiner[connection.miner] -= 1
        connection.socket.close()
    }

    private func answer(_ key: UInt32, _ connection: Connection) {
        let now = BootTime.nanoseconds
        connections[key]?.isAnswered = true
        let minerNow = farm.minerClock()
        let (fault, text) = farm.state.withLock { state -> (LoopbackFarmSettings.Fault?, String) in
            let fault = state.miners[connection.miner].fault
            switch fault {
            case .hang, .drop, .reset: return (fault, "")
            case .deaf, .garbage, .truncate, .flood, .deny, .held, nil: break
            }
            let (text, order) = state.miners[connection.miner].answer(
                connection.request, at: minerNow, slopes: farm.slopes)
            if let order, state.commands.count < LoopbackFarm.commandLimit {
                state.commands.append(.init(miner: connection.miner, action: order, at: now))
            }
            return (fault, text)
        }
        guard let bytes = Self.bytes(of: text, fault) else { return }
        if bytes.isEmpty { return close(key) }
        answers.append(Answer(connection: key, at: now + farm.settings.replyDelay.nanoseconds, bytes: bytes))
    }

    /// The answer, spoilt as the fault wants; nil when nothing ever goes out.
    private static func bytes(of text: String, _ fault: LoopbackFarmSettings.Fault?) -> [UInt8]? {
        switch fault {
        case .hang: nil
        case .drop, .reset: []
        case .garbage: Array("\u{1}<<not json>>{{{,".utf8) + [0]
        case .truncate: Array(text.utf8.prefix(text.utf8.count / 2))
        case .flood: [UInt8](repeating: UInt8(ascii: " "), count: 100_000)
        case .deaf, .deny, .held, nil: Array(text.utf8) + [0]
        }
    }

    private func sendDueAnswers() {
        let now = BootTime.nanoseconds
        while nextAnswer < answers.count, answers[nextAnswer].at <= now {
            let answer = answers[nextAnswer]
            nextAnswer += 1
            guard let connection = connections[answer.connection] else { continue }
            // Answers fit into the kernel's buffer; a flood need not arrive whole.
            _ = connection.socket.send(answer.bytes)
            close(answer.connection)
        }
        guard nextAnswer == answers.count || nextAnswer > 4096 else { return }
        answers.removeFirst(nextAnswer)
        nextAnswer = 0
    }
}
