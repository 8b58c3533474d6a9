/// Texts of small configurations and price files, with sums that a person can check.
package enum ReplayFiles {
    /// A site of simulated groups, each worth a stated amount, with every limit off unless a test sets it.
    ///
    /// - Parameters:
    ///   - groups: name, units of 1 MW, dollars per MWh.
    ///   - shed: seconds from running to asleep.
    ///   - wake: seconds from asleep to running.
    ///   - price: lines of the `price` section beside those given.
    ///   - ramp: megawatts per minute; 0 is no limit.
    /// - Returns: YAML.
    package static func configuration(
        groups: [(name: String, count: Int, worth: Int)] = [("hall", 1, 100)], shed: Int = 0, wake: Int = 0,
        price: [String] = [], ramp: Int = 0
    ) -> String {
        let policy = ["min_down_s: 0", "min_up_s: 0", "hysteresis_usd_per_mwh: 0"].filter { line in
            !price.contains { $0.prefix { $0 != ":" } == line.prefix { $0 != ":" } }
        }
        var lines = ["site:", "  name: test", "  settlement_point: HB_WEST", "  settlement_point_type: HU"]
        lines +=
            ["economics:", "  hashprice_usd_per_ph_day: 45", "price:"] + (policy + price).map { "  \($0)" }
        lines += [
            "restore:", "  ramp_mw_per_min: \(ramp)", "simulation:", "  shed_s: \(shed)", "  wake_s: \(wake)",
        ]
        lines.append("groups:")
        for group in groups {
            lines += ["  - name: \(group.name)", "    driver: simulated", "    count: \(group.count)"]
            lines += ["    unit_w: 1000000", "    value_usd_per_mwh: \(group.worth)"]
        }
        return lines.map { "\($0)\n" }.joined()
    }

    /// The plain layout, from 2024-06-01T00:00:00Z on; nil leaves an interval out.
    package static func prices(_ dollars: [String?], point: String = "HB_WEST") -> String {
        var lines = ["interval_start_utc,settlement_point,price_usd_per_mwh"]
        for (index, price) in dollars.enumerated() {
            guard let price else { continue }
            let hour = index / 4 < 10 ? "0\(index / 4)" : "\(index / 4)"
            let minute = index % 4 == 0 ? "00" : "\(index % 4 * 15)"
            lines.append("2024-06-01T\(hour):\(minute):00Z,\(point),\(price)")
        }
        return lines.map { "\($0)\n" }.joined()
    }

    /// A gzip file of stored blocks (RFC 1951, section 3.2.4; RFC 1952).
    package static func gzip(_ text: String) -> [UInt8] {
        let content = Array(text.utf8)
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var start = 0
        repeat {
            let end = min(content.count, start + 65_535)
            let length = UInt16(end - start)
            bytes.append(end == content.count ? 1 : 0)
            for number in [length, ~length] { bytes += [UInt8(number & 0xFF), UInt8(number >> 8)] }
            bytes += content[start..<end]
            start = end
        } while start < content.count
        for number in [checksum(content), UInt32(content.count)] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(number >> shift & 0xFF))
            }
        }
        return bytes
    }

    /// CRC-32 as gzip writes it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = sum & 1 == 1
                sum >>= 1
                if isOdd { sum ^= 0xEDB8_8320 }
            }
        }
        return ~sum
    }
}
