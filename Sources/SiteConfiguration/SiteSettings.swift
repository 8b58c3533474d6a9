import CurtailmentEngine
import GridMarket
import GridUnits
import Settlement
import SitePorts
import SiteRecord

/// The file key by key, before anything that depends on more than one section is worked out of it.
///
/// A section declared elsewhere is one line here, a program none: the engine lists its programs' sections itself.
struct SiteSettings: Hashable, Sendable {
    var policy = SitePolicy.blank
    var settlement = SettlementPolicy.standard
    var fleet = FleetSettings.standard
    var host = HostSettings.standard
    /// The contracts of `settlement`, as they stand there.
    var contracts: [DatedContract] = []
    var groups: [GroupSettings] = []
    var sources: [SourceEntry] = []

    /// The whole file, where groups may name these drivers.
    static func section(of drivers: [DriverForm]) -> Section<SiteSettings> {
        Section("", "", of: SiteSettings()) {
            SitePolicy.keys.map { $0.within(\.policy) }
            Key(settlement, \.self)
            Key(FleetSettings.simulation, \.fleet)
            Key(
                "groups", \.groups, .entries(of: GroupSettings.section(of: drivers), atLeast: 1),
                "Units alike. At least one group; the cheapest megawatt is shed first.", isRequired: true,
                sample: drivers.map(\.sample).filter { !$0.isEmpty }.joined(separator: "\n"))
            Key(
                "sources", \.sources, .entries(of: SourceEntry.section, atMost: 256),
                """
                Where signals come from. Always there: socket (stream) and datagram in paths.runtime, inbox in \
                paths.state; name them here to set their may, stale_s and rank.
                """,
                sample: """
                    - name: socket
                      may: [price, frequency, grid, meter, hashprice, award, instruction]
                    - name: ercot-prices
                      kind: inbox
                      path: /var/lib/curtaild/ercot
                      stale_s: 1800
                      rank: 10
                    - name: relay
                      kind: udp
                      address: 127.0.0.1:8094
                      may: [frequency]
                    """)
            Key(FleetSettings.section, \.fleet)
            HostSettings.keys.map { $0.within(\.host) }
        }
    }

    private static let settlement = Section(
        "settlement",
        """
        What intervals are settled by, beside prices and energies. Nothing here decides but what the contracts \
        make of prices: the terms in force at the instant of a decision are those that it is held against. Days \
        are operating days of the market.
        """, of: SiteSettings()
    ) {
        SettlementPolicy.keys.map { $0.within(\.settlement) }
        Key(
            "contracts", \.contracts, .entries(of: DatedContract.section),
            """
            The retail contract from a day on, until the next entry; oldest first. Before the first one, and \
            without any, loss_factor and adder_usd_per_mwh of economics hold and everything is bought at the index.
            """,
            sample: """
                - from: 2026-01-01
                  qse_share: 0.9
                  loss_factor: 1
                  adder_usd_per_mwh: 0
                  resale_fee_usd_per_mwh: 0
                  block:
                    mw: 60
                    usd_per_mwh: 30
                    resale: true
                """)
    }
}
