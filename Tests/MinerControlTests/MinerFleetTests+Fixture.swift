import CurtailmentEngine
import GridMarket
import GridUnits
import HostSystem
import SiteDemo
import SitePorts

@testable import MinerControl

extension MinerFleetTests {
    func farm(
        _ count: Int, subnet: Int, _ faults: [Int: LoopbackFarmSettings.Fault] = [:]
    ) throws -> LoopbackFarm {
        var settings = LoopbackFarmSettings(minerCount: count, firstAddress: "127.77.\(subnet).1", port: 0)
        settings.faults = faults
        settings.timeScale = 100
        return try LoopbackFarm(settings: settings)
    }

    func settings(
        _ farm: LoopbackFarm, concurrency: Int = 32, retries: Int = 1, replyWithin: TimeSpan = .seconds(20)
    ) -> FleetSettings {
        FleetSettings(
            groups: [farm.group(named: "hall")], concurrency: concurrency, connectWithin: .seconds(10),
            replyWithin: replyWithin, retries: retries, pollEvery: .zero, simulatedShed: .zero,
            simulatedWake: .zero)
    }

    func fleet(_ settings: FleetSettings, _ recorder: ReadingRecorder) throws -> MinerFleet {
        var tuning = FleetTuning()
        tuning.confirmAfter = [20, 40, 80, 160, 320, 640, 1280, 2560, 5120].map { .milliseconds($0) }
        tuning.firstBackoff = .milliseconds(10)
        tuning.tick = .milliseconds(5)
        let fleet = try MinerFleet(
            settings: settings, tuning: tuning,
            clock: { MonotonicInstant(nanoseconds: BootTime.nanoseconds) },
            receiver: recorder.take)
        try fleet.start()
        return fleet
    }

    func order(
        _ action: FleetOrder.Action, _ units: some Sequence<Int>, _ urgency: FleetOrder.Urgency = .urgent
    ) -> FleetOrder { FleetOrder(decision: 7, action: action, units: Array(units), urgency: urgency) }
}
