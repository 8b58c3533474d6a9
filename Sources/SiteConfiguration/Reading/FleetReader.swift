import SitePorts
import SiteRecord
import GridUnits

/// Reads `fleet` and `simulation`.
struct FleetReader {
    private let top: SectionReader

    init(_ top: SectionReader) { self.top = top }

    func fleet(groups: [FleetSettings.Group]) -> FleetSettings {
        let fleet = top.section(.fleet)
        let simulation = top.section(.simulation)
        let hour = TimeSpan.seconds(3_600)
        return FleetSettings(
            groups: groups,
            concurrency: fleet.count("concurrency", in: 1...4_096, default: 512),
            connectWithin: fleet.seconds(
                "connect_s", in: .milliseconds(50)...TimeSpan.seconds(60), default: .seconds(1)),
            replyWithin: fleet.seconds(
                "reply_s", in: .milliseconds(50)...TimeSpan.seconds(120), default: .seconds(4)),
            retries: fleet.count("retries", in: 0...20, default: 3),
            pollEvery: fleet.seconds("poll_s", in: .seconds(1)...hour, default: .seconds(30)),
            simulatedShed: simulation.seconds("shed_s", in: .zero...hour, default: .seconds(5)),
            simulatedWake: simulation.seconds("wake_s", in: .zero...hour, default: .seconds(60)))
    }
}
