import SitePorts
import SiteLoop
import Foundation
import GridUnits
import HostSystem
import MinerControl
import SiteConfiguration

/// The demo's site: a farm of fake miners on this host, and a folder with a real configuration for it.
struct DemoSite: Sendable {
    let farm: LoopbackFarm
    let folder: String
    let configuration: SiteConfiguration

    static let newMiners = 120
    static let oldMiners = 80
    static let ratedPower = Power.watts(3_500)
    private static let firstAddress = "127.77.0.1"

    var configurationPath: String { "\(folder)/curtaild.yaml" }
    var ledgerPath: String { configuration.host.ledgerPath }
    var controlPath: String { configuration.host.controlPath }

    /// Opens the farm's sockets and writes the folder.
    ///
    /// - Parameter speed: the miners fall asleep and wake the faster, the faster the day passes.
    /// - Throws: ``DemoFailure``.
    init(speed: DemoPace.Speed) throws(DemoFailure) {
        var settings = LoopbackFarmSettings(
            minerCount: Self.newMiners + Self.oldMiners, firstAddress: Self.firstAddress, port: 0,
            ratedPower: Self.ratedPower)
        settings.timeScale = 20 / speed.rawValue
        do {
            farm = try LoopbackFarm(settings: settings)
        } catch {
            throw DemoFailure(
                description:
                    "The fake miners need TCP ports on \(Self.firstAddress) and the addresses after it, and "
                    + "this host gives none: \(error). Nothing was started. Look: ip address show lo; ss -ltn"
            )
        }
        do {
            folder = try Self.makeFolder()
            configuration = try Self.configure(folder: folder, farm: farm)
        } catch {
            farm.shutdown()
            let why = (error as? CocoaError)?.localizedDescription ?? "\(error)"
            throw DemoFailure(
                description: "The demo cannot use a folder under \(NSTemporaryDirectory()): \(why) "
                    + "Give it another: TMPDIR=/var/tmp curtaild demo")
        }
    }

    private static func makeFolder() throws -> String {
        // A short name, because the path of a UNIX socket in it has room for 107 bytes.
        let name = "curtaild-demo-\(UInt32.random(in: 0..<1_000_000))"
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return url.path
    }

    private static func configure(folder: String, farm: LoopbackFarm) throws -> SiteConfiguration {
        let units = farm.settings.addresses.map { "\($0):\(farm.port)" }
        let halls = [("hall-a", units.prefix(newMiners)), ("hall-b", units.dropFirst(newMiners))]
        for (name, addresses) in halls {
            let rows = addresses.enumerated().map { "\(name)-\($0.offset + 1),\($0.element)\n" }
            try write("id,address\n" + rows.joined(), to: "\(folder)/\(name).csv")
        }
        let text = configurationText(folder: folder)
        let path = "\(folder)/curtaild.yaml"
        try write(text, to: path)
        return try SiteConfiguration.parse(
            text: text, file: path, relativeTo: folder,
            in: ConfigurationContext(drivers: DriverKind.all.map(\.form)))
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// The configuration of the demo, like any other.
    static func configurationText(folder: String) -> String {
        """
        # Written by curtaild demo: 200 fake miners on this host's loopback addresses.
        site:
          name: demo
          mode: armed
          settlement_point: LZ_WEST
          settlement_point_type: LZEW
        economics:
          hashprice_usd_per_ph_day: 45.00
        price:
          min_down_s: 900
          min_up_s: 900
          hysteresis_usd_per_mwh: 5
          sced_fresh_s: 1200
          stale_s: 3600
        underfrequency:
          threshold_hz: \(DemoScript.threshold.decimal)
          agreeing_samples: \(DemoScript.agreeingSamples)
          recovered_s: 300
          arming: award
          armed_by: [rrs]
          shed: awarded
          stale_s: 3600
        groups:
          - name: hall-a
            driver: luxos
            unit_w: 3500
            efficiency_j_per_th: 17.5
            units_file: hall-a.csv
          - name: hall-b
            driver: luxos
            unit_w: 3500
            efficiency_j_per_th: 29.5
            units_file: hall-b.csv
        sources:
          - name: socket
            may: [price, award, instruction]
          - name: datagram
            may: [frequency]
        fleet:
          poll_s: 5
        paths:
          state: \(folder)/state
          runtime: \(folder)/run

        """
    }
}
