import CurtailTesting
import Foundation
import GridUnits
import Settlement
import SiteConfiguration

@testable import HistoryReplay

/// One replay in a folder of its own.
struct ReplayRun {
    let folder: TemporaryDirectory
    var request: ReplayRequest

    init(_ prices: [String?], configuration: String = ReplayFiles.configuration()) throws {
        folder = try TemporaryDirectory()
        request = ReplayRequest(
            configuration: try SiteConfiguration.parse(
                text: configuration, file: "site.yaml", relativeTo: folder.path))
        request.priceFiles = [try folder.write(ReplayFiles.prices(prices), to: "prices.csv")]
    }

    func report() throws -> ReplayReport { try HistoryReplay.run(request) }
}

extension ReplayReport {
    /// Curtailed MWh, avoided, lost and net dollars, as the document shows them.
    var sums: [String] {
        [
            curtailed.megawattHours(places: 6), claims.energyAvoided.decimalSixPlaces,
            claims.lostHash.decimalSixPlaces,
            claims.net.decimalSixPlaces,
        ]
    }
}
