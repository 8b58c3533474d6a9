import CurtailTesting
import Foundation

/// Fake LuxOS miners on loopback addresses, each at its own, spoken to as real ones are.
struct SimulatedFarm {
    static let program = SharedData.path("tools/farm.py")
    static let python = "/usr/bin/python3"
    static var isPresent: Bool {
        SharedData.isPresent("tools/farm.py") && FileManager.default.isExecutableFile(atPath: python)
    }

    let count: Int
    let process: ChildProcess
    private let network: String

    /// Starts the farm, where no other listens.
    ///
    /// - Throws: when it is not ready in time.
    init(miners count: Int) async throws {
        self.count = count
        network = "127.\(Int.random(in: 70...120)).\(Int.random(in: 1...250))"
        process = try ChildProcess(
            Self.python,
            [
                Self.program, "--mix", "luxos:\(count)", "--base", "\(network).1", "--control",
                "\(network).254:4999",
                "--shed-s", "0.2", "--wake-s", "0.2",
            ])
        guard await process.standardOutput.waits(for: "ready:", within: .seconds(20)) else {
            throw NotMet(description: "the farm is not ready: \(process.standardError.text)")
        }
    }

    /// The group of these miners in a configuration.
    static let group = """
          - name: hall
            driver: luxos
            unit_w: 3500
            efficiency_j_per_th: 17.5
            units_file: hall.csv
        """

    /// The units file of the group; unit m1 is the first miner.
    var unitsFile: String {
        "id,address\n" + (1...count).map { "m\($0),\(address(of: $0))\n" }.joined()
    }

    func address(of miner: Int) -> String { "\(network).\(miner)" }

    /// Says a line to the farm's own control port.
    func control(_ line: String) async throws -> JSON {
        let script = """
            import socket, sys
            with socket.create_connection((sys.argv[1], int(sys.argv[2])), 10) as s:
                s.sendall(sys.argv[3].encode() + b"\\n")
                print(s.makefile().readline())
            """
        return try await ask(script, ["\(network).254", "4999", line])
    }

    /// Sends a miner one request of its own API, as another tool would.
    func request(_ miner: Int, _ json: String) async throws -> JSON {
        let script = """
            import socket, sys
            with socket.create_connection((sys.argv[1], 4028), 10) as s:
                s.sendall(sys.argv[2].encode())
                reply = b""
                while piece := s.recv(65536): reply += piece
            print(reply.strip(b"\\0\\n").decode())
            """
        return try await ask(script, [address(of: miner), json])
    }

    /// Miners that sleep now, by the farm's own account.
    var asleep: Int { get async throws { try await control("state")["asleep"].number.map(Int.init) ?? -1 } }

    /// Puts a miner to sleep by its own API: logon, curtail, logoff.
    func putToSleepByHand(_ miner: Int) async throws {
        let session = try await request(miner, #"{"command":"logon"}"#)["SESSION"][0]["SessionID"].text ?? ""
        _ = try await request(miner, #"{"command":"curtail","parameter":"\#(session),sleep"}"#)
        _ = try await request(miner, #"{"command":"logoff","parameter":"\#(session)"}"#)
    }

    private func ask(_ script: String, _ arguments: [String]) async throws -> JSON {
        let outcome = try await ChildProcess.run(Self.python, ["-c", script] + arguments)
        guard outcome.status == 0 else { throw NotMet(description: outcome.standardError) }
        return try JSON(text: outcome.standardOutput)
    }
}
