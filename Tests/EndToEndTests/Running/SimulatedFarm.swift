import CurtailTesting
import Foundation
import GridUnits
import SiteDemo

/// Fake LuxOS miners of the demo, each at a loopback address of its own, spoken to as real ones are.
final class SimulatedFarm: Sendable {
    private let farm: LoopbackFarm

    /// Starts the farm, where no other listens.
    ///
    /// - Parameter count: miners; the first has number 1.
    /// - Throws: when an address cannot be listened on.
    init(miners count: Int) throws {
        let network = "127.\(Int.random(in: 70...120)).\(Int.random(in: 1...250))"
        var settings = LoopbackFarmSettings(
            minerCount: count, firstAddress: "\(network).1", ratedPower: .watts(3250))
        settings.shed = .milliseconds(200)
        settings.wake = .milliseconds(200)
        farm = try LoopbackFarm(settings: settings)
    }

    deinit { farm.shutdown() }

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
        "id,address\n"
            + farm.settings.addresses.enumerated().map { "m\($0 + 1),\($1):\(farm.port)\n" }.joined()
    }

    /// Miners that sleep now, by the farm's own account.
    var asleep: Int { farm.snapshot().asleep }

    /// Makes a miner misbehave from now on.
    func setFault(_ fault: LoopbackFarmSettings.Fault, of miner: Int) { farm.setFault(fault, of: miner - 1) }

    /// Puts a miner to sleep by its own API, as another tool would: logon, curtail, logoff.
    func putToSleepByHand(_ miner: Int) async throws {
        let session = try await request(miner, #"{"command":"logon"}"#)["SESSION"][0]["SessionID"].text ?? ""
        _ = try await request(miner, #"{"command":"curtail","parameter":"\#(session),sleep"}"#)
        _ = try await request(miner, #"{"command":"logoff","parameter":"\#(session)"}"#)
    }

    private func request(_ miner: Int, _ json: String) async throws -> JSON {
        let script = #"exec 3<>"/dev/tcp/$0/$1" && printf %s "$2" >&3 && tr -d '\0' <&3"#
        let outcome = try await ChildProcess.run(
            "/bin/bash", ["-c", script, farm.settings.addresses[miner - 1], "\(farm.port)", json])
        guard outcome.status == 0 else { throw NotMet(description: outcome.standardError) }
        return try JSON(text: outcome.standardOutput)
    }
}
