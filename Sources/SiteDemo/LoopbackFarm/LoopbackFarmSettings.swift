package import GridUnits

/// A farm of fake LuxOS miners on this host's loopback addresses, for the demo and for tests.
package struct LoopbackFarmSettings: Hashable, Sendable {
    /// How one miner misbehaves.
    package enum Fault: Hashable, Sendable, CaseIterable {
        /// Takes the request and never answers.
        case hang
        /// Says OK and goes on mining.
        case deaf
        /// Closes without an answer.
        case drop
        /// Accepts, then resets the connection.
        case reset
        /// Answers bytes that are no JSON.
        case garbage
        /// Sends half of the answer and closes.
        case truncate
        /// Sends an answer without end.
        case flood
        /// Answers every request with an error.
        case deny
        /// Another tool's session holds it until it is killed.
        case held
    }

    /// How many miners there are.
    package var minerCount: Int
    /// First address, `127.b.c.d`; the miners follow it, without the last bytes 0 and 255.
    package var firstAddress: String
    /// 0 takes any port that is free on all addresses of the farm.
    package var port: Int
    /// The load of a running miner.
    package var ratedPower: Power
    /// Draw of a miner that sleeps.
    package var sleepPower = Power.watts(25)
    /// How long a miner takes from full power to asleep, by its own clock.
    package var shed = TimeSpan.seconds(5)
    /// How long it takes from asleep to full power, by its own clock.
    package var wake = TimeSpan.seconds(10)
    /// How much faster the miners' clock runs than the host's: with 100, a fall of 5 s takes 50 ms.
    package var timeScale: Int64 = 1
    /// Real time between a request and its answer.
    package var replyDelay = TimeSpan.milliseconds(1)
    /// Misbehaviour by the miner's number.
    package var faults: [Int: Fault] = [:]
    /// Connections that may be open at once; more are left waiting.
    package var connectionLimit = 1024

    package init(minerCount: Int, firstAddress: String, port: Int = 4028, ratedPower: Power = .watts(3500)) {
        self.minerCount = minerCount
        self.firstAddress = firstAddress
        self.port = port
        self.ratedPower = ratedPower
    }

    /// The addresses, in order; fewer than asked for when 127/8 ends.
    package var addresses: [String] {
        let parts = firstAddress.split(separator: ".").compactMap { UInt8($0) }
        guard parts.count == 4, parts[0] == 127 else { return [] }
        var next = parts.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        var result: [String] = []
        while result.count < minerCount, next >> 24 == 127 {
            if next & 255 != 0, next & 255 != 255 {
                result.append([24, 16, 8, 0].map { "\(next >> $0 & 255)" }.joined(separator: "."))
            }
            next += 1
        }
        return result
    }
}
