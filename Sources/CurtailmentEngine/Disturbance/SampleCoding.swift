import GridMarket
import GridUnits

/// Packs samples into about four bytes each, without losing a digit.
///
/// A steady source changes little from sample to sample, so differences are kept, as LEB128 numbers with the sign in the
/// lowest bit: of the time, the change of the step since the step before (nanoseconds); of the frequency, the change
/// (microhertz), doubled, plus one where a byte of flags follows: 1 the device doubts the value, 2 it measured a rate of
/// change. Flags hold until they change. A rate is the change from the last one (microhertz per second).
package enum SampleCoding {
    /// The bytes are not what was packed.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    private static let isDoubted: UInt8 = 1
    private static let hasRate: UInt8 = 2

    /// The sample that the next one is packed against.
    private struct Before {
        var time: Int64 = 0
        var step: Int64 = 0
        var frequency: Int64 = 60_000_000
        var rate: Int64 = 0
        var flags: UInt8 = 0
    }

    static func bytes(of samples: some Collection<FrequencySample>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * 5)
        var before = Before()
        for sample in samples {
            let time = sample.at.nanosecondsSinceEpoch
            let step = time &- before.time
            append(Int128(step) - Int128(before.step), to: &bytes)
            let flags = (sample.isGood ? 0 : isDoubted) | (sample.rateOfChange == nil ? 0 : hasRate)
            let change = Int128(sample.frequency.stored) - Int128(before.frequency)
            appendUnsigned(folded(change) << 1 | (flags == before.flags ? 0 : 1), to: &bytes)
            if flags != before.flags { bytes.append(flags) }
            if let rate = sample.rateOfChange?.stored {
                append(Int128(rate) - Int128(before.rate), to: &bytes)
                before.rate = rate
            }
            before.time = time
            before.step = step
            before.frequency = sample.frequency.stored
            before.flags = flags
        }
        return bytes
    }

    static func samples(in bytes: [UInt8], count: Int) throws(Failure) -> [FrequencySample] {
        // Each sample takes two bytes at least.
        guard count >= 0, count <= bytes.count / 2 else {
            throw Failure(description: "\(bytes.count) bytes cannot hold \(count) samples")
        }
        var rest = bytes[...]
        var before = Before()
        var samples: [FrequencySample] = []
        samples.reserveCapacity(count)
        for _ in 0..<count { samples.append(try sample(from: &rest, after: &before)) }
        guard rest.isEmpty else { throw Failure(description: "\(rest.count) bytes follow the last sample") }
        return samples
    }

    private static func sample(
        from rest: inout ArraySlice<UInt8>, after before: inout Before
    ) throws(Failure) -> FrequencySample {
        before.step = try fitting(Int128(before.step) + unfolded(try number(from: &rest)))
        before.time = before.time &+ before.step
        let change = try number(from: &rest)
        before.frequency = try fitting(Int128(before.frequency) + unfolded(change >> 1))
        if change & 1 == 1 {
            guard let flags = rest.popFirst() else { throw Failure(description: "flags are missing") }
            before.flags = flags
        }
        var rate: FrequencyRate?
        if before.flags & hasRate != 0 {
            before.rate = try fitting(Int128(before.rate) + unfolded(try number(from: &rest)))
            rate = FrequencyRate(stored: before.rate)
        }
        return FrequencySample(
            at: UTCInstant(nanosecondsSinceEpoch: before.time),
            frequency: Frequency(stored: before.frequency),
            rateOfChange: rate, isGood: before.flags & isDoubted == 0)
    }

    private static func fitting(_ value: Int128) throws(Failure) -> Int64 {
        guard let value = Int64(exactly: value) else {
            throw Failure(description: "a sample lies beyond every range")
        }
        return value
    }

    /// The sign moves to the lowest bit, so that small differences of either sign are short.
    private static func folded(_ value: Int128) -> UInt128 { UInt128(bitPattern: value << 1 ^ value >> 127) }

    private static func unfolded(_ value: UInt128) -> Int128 {
        Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1)
    }

    private static func append(_ value: Int128, to bytes: inout [UInt8]) {
        appendUnsigned(folded(value), to: &bytes)
    }

    private static func appendUnsigned(_ value: UInt128, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Differences of 64-bit values with their sign and flag take ten bytes at most.
    private static let longest = 10

    private static func number(from rest: inout ArraySlice<UInt8>) throws(Failure) -> UInt128 {
        var value: UInt128 = 0
        for place in 0..<longest {
            guard let byte = rest.popFirst() else { throw Failure(description: "a number is cut off") }
            value |= UInt128(byte & 0x7F) << (7 * place)
            if byte < 0x80 { return value }
        }
        throw Failure(description: "a number is longer than \(longest) bytes")
    }
}
