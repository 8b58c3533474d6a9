import CurtailTesting
import SiteLoop
import SitePorts
import SiteRecord
import CurtailmentEngine
import GridUnits
import Testing

@testable import SiteConfiguration

@Suite("UnitsFile")
struct UnitsFileTests {
    /// What reading a group with this CSV gives: the file's errors without its path, or the configuration.
    private static func read(_ csv: [UInt8], group: String = "unit_w: 3500") throws -> (
        SiteConfiguration?, [String]
    ) {
        let folder = try TemporaryDirectory()
        let path = try folder.write(csv, to: "hall.csv")
        let text = Sample.groups(
            "  - {name: hall, driver: luxos, efficiency_j_per_th: 17.5, units_file: hall.csv, \(group)}")
        do throws(ConfigurationErrors) {
            return (try Sample.parse(text, in: folder.path), [])
        } catch {
            return (nil, error.errors.map { $0.description.replacing(path, with: "hall.csv") })
        }
    }

    @Test("gives empty cells the group's value, in any order of columns, with a byte-order mark and CRLF")
    func values() throws {
        let text =
            "\u{FEFF}address, id ,rack,efficiency_j_per_th,unit_w,credential\r\n"
            + "10.0.0.1,a,R 1,,,\r\n\r\n\"10.0.0.2:4029\" , \"b\",\"x \"\"y\"\", z\",15.5,5400.25,"
        let (configuration, errors) = try Self.read(Array(text.utf8))
        #expect(errors.isEmpty)
        #expect(
            configuration?.policy.groups[0].units == [
                UnitPolicy(id: "a", ratedPower: .watts(3_500), millijoulesPerTerahash: 17_500),
                UnitPolicy(
                    id: "b", ratedPower: Power(microwatts: 5_400_250_000), millijoulesPerTerahash: 15_500),
            ])
        #expect(configuration?.fleet.groups[0].units.map(\.port) == [4_028, 4_029])
    }

    static let bad: [(String, [String])] = [
        ("", ["hall.csv: the file is empty; begin it with the header id,address"]),
        ("id,address\n", ["hall.csv: the file has a header and no units"]),
        ("id,adress\na,10.0.0.1", [#"hall.csv:1:4: unknown column "adress"; did you mean "address"?"#]),
        ("id,address,id\na,10.0.0.1,b", ["hall.csv:1:12: the column id stands twice; delete one"]),
        (
            "id,rack\na,b",
            ["hall.csv:1:1: the column address is missing; begin the file with a header such as id,address"]
        ),
        (
            "id,address\na\nb,10.0.0.1,x",
            [
                "hall.csv:2:1: this row has 1 cells and the header 2; write as many, empty where the "
                    + "group's value holds",
                "hall.csv:3:1: this row has 3 cells and the header 2; write as many, empty where the "
                    + "group's value holds",
            ]
        ),
        (
            "id,address,unit_w\na,10.0.0.1,3.5 kW\n,x,-1",
            [
                #"hall.csv:2:12: unit_w: "3.5 kW" is more than a number; write 3.5 alone, the unit stands "#
                    + #"in the key's name"#,
                "hall.csv:3:1: the name is empty; write letters, digits and . _ : - only, at most 64, a "
                    + "letter or digit first",
                #"hall.csv:3:2: address: "x" is not a numeric address, and names are never looked up; "#
                    + #"write one such as "#
                    + "10.20.0.15 or [fd00::15]:4028",
                "hall.csv:3:4: unit_w: -1 is below 10; write 10 to 100000000",
            ]
        ),
        (
            "id,address\na,10.0.0.1\na,10.0.0.2\nb,10.0.0.1",
            [
                "hall.csv:3:1: there is a unit a in group hall already (hall.csv:2:1); every unit of a "
                    + "group needs its own id",
                "hall.csv:4:3: the address 10.0.0.1 port 4028 is that of another unit already "
                    + "(hall.csv:2:3); "
                    + "each unit needs its own",
            ]
        ),
        ("id,address\n\"a,10.0.0.1\nb,10.0.0.2", ["hall.csv:2:1: the quote that opens here is never closed"]),
        (
            "id,address\n\"a\"b,10.0.0.1",
            ["hall.csv:2:4: there is text after the closing quote; put a comma between"]
        ),
        (
            "id,address\n" + String(repeating: ",", count: 64),
            ["hall.csv:2:65: this row has more than 64 cells"]
        ),
    ]

    @Test("refuses wrong rows with line and column", arguments: bad)
    func refuses(csv: String, errors: [String]) throws {
        #expect(try Self.read(Array(csv.utf8)).1 == errors)
    }

    @Test("refuses a unit whose draw nobody states")
    func missingPower() throws {
        #expect(
            try Self.read(Array("id,address\na,10.0.0.1".utf8), group: "shed_rank: 1").1 == [
                "hall.csv:2:1: this unit has no unit_w and its group has none; write the unit's full draw "
                    + "in watts"
            ])
    }

    @Test("says at the key when the file is not there")
    func missingFile() {
        let text = Sample.groups("  - {name: a, driver: luxos, value_usd_per_mwh: 1, units_file: no.csv}")
        #expect(
            Sample.errors(text, in: "/nonexistent") == [
                "curtaild.yaml:8:64: /nonexistent/no.csv cannot be read: there is no such file"
            ])
    }

    @Test("survives any bytes")
    func garbage() throws {
        // A linear congruential generator: the same bytes in every run.
        var state: UInt32 = 7
        for _ in 0..<50 {
            let bytes = (0..<200).map { _ -> UInt8 in
                state = state &* 1_664_525 &+ 1_013_904_223
                return UInt8(state >> 24)
            }
            #expect(try Self.read(Array("id,address\n".utf8) + bytes).0 == nil)
        }
    }

    @Test("reads ten thousand units")
    func large() throws {
        var text = "id,address,unit_w,efficiency_j_per_th,rack,credential\n"
        for index in 0..<10_000 {
            text +=
                "a-\(index),10.0.\(index / 256).\(index % 256),\(3_400 + index % 200),17.5,R\(index),\n"
        }
        let (configuration, errors) = try Self.read(Array(text.utf8))
        #expect(errors.isEmpty)
        #expect(configuration?.policy.groups[0].units.count == 10_000)
    }
}
