package import SiteRecord
package import GridUnits

/// A reading of the site meter: power, the cumulative register, or both; or what it metered over a span.
package struct MeterSignal: SignalContent {
    package static let kind = SignalKind.meter

    /// Energy over whole settlement intervals, as interval data recorders and settlement extracts give it.
    package struct Usage: FieldRecord, Hashable, Sendable {
        /// Mean power that one meter may have metered: no load draws ten gigawatts, but kilowatt-hours that are taken
        /// for megawatt-hours look like it, and a negative usage is the generation channel or a wrong sign.
        static let powerRange = Power.zero...Power.megawatts(10_000)

        /// The begin of the span, inclusive.
        package let start: UTCInstant
        /// Exclusive.
        package let end: UTCInstant
        /// Energy metered over the span.
        package let energy: Energy

        package static let fields: Fields<Usage> = Fields(
            Usage.init(start:end:energy:),
            Field("start_ns") { $0.start }, Field("end_ns") { $0.end }, Field("uws") { $0.energy })

        /// Creates the usage of a span; the end is exclusive.
        package init(start: UTCInstant, end: UTCInstant, energy: Energy) {
            self.start = start
            self.end = end
            self.energy = energy
        }

        fileprivate func check() throws(SignalRejection) {
            try SignalRange.check(start, "start")
            try SignalRange.check(end, "end")
            let span = end.nanoseconds(since: start)
            guard
                energy < Self.powerRange.lowerBound.energy(overNanoseconds: span)
                    || energy > Self.powerRange.upperBound.energy(overNanoseconds: span)
            else { return }
            throw SignalRejection(
                .absurd,
                "usage_mwh \(energy.megawattHours(places: 3)) from \(start.seconds) to \(end.seconds) is not "
                    + "within 0 and 10,000 MW on average; is it in kWh, or generation?")
        }
    }

    /// The meter by its name.
    package let meter: String
    /// The load now; nil where the signal does not say.
    package let power: Power?
    /// The register, which only grows; nil where the signal does not say.
    package let cumulative: Energy?
    /// Replaces whatever was known of its span.
    package let usage: Usage?

    package static let fields: Fields<MeterSignal> = Fields(
        MeterSignal.init(meter:power:cumulative:usage:),
        Field("meter") { $0.meter }, Field("uw") { $0.power }, Field("uws") { $0.cumulative },
        Field("usage") { $0.usage })

    /// Creates a reading, or a usage without one.
    package init(meter: String, power: Power?, cumulative: Energy?, usage: Usage? = nil) {
        self.meter = meter
        self.power = power
        self.cumulative = cumulative
        self.usage = usage
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        let power = try fields.quantity("mw", Power.self)
        let register = try fields.energy("mwh")
        guard let used = try fields.energy("usage_mwh") else {
            guard power != nil || register != nil else {
                throw SignalRejection(
                    .malformed, "meter needs mw, mwh or both, or usage_mwh with start and end")
            }
            self.init(meter: try fields.required("meter"), power: power, cumulative: register)
            return
        }
        // A reading is of now and a usage of its span: one line cannot be both.
        guard power == nil, register == nil else {
            throw SignalRejection(
                .malformed, "usage_mwh stands alone; send the reading (mw, mwh) as a line of its own")
        }
        let usage = Usage(
            start: try fields.requiredInstant("start"), end: try fields.requiredInstant("end"), energy: used)
        try SignalFields.check(usage.start, usage.end, within: .month)
        for (name, instant) in [("start", usage.start), ("end", usage.end)] {
            guard SettlementInterval(containing: instant).start == instant else {
                throw SignalRejection(
                    .malformed, "\(name) \(instant.milliseconds) is not on a quarter of an hour")
            }
        }
        self.init(meter: try fields.required("meter"), power: nil, cumulative: nil, usage: usage)
    }

    package var text: String {
        [
            power.map { "\($0.decimal) MW" },
            cumulative.map { "\($0.megawattHours(places: 3)) MWh" },
            usage.map { "\($0.energy.megawattHours(places: 3)) MWh from \($0.start.seconds)" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    package var span: SignalSpan? { usage.map { ($0.start, $0.end) } }

    package var settledSpan: SignalSpan? { span }

    /// A usage is what the meter's owner says; a reading is of its moment.
    package var isPublished: Bool { usage != nil }

    package func subject(sender: String) -> SignalSubject {
        SignalSubject(name: meter, start: usage?.start, end: usage?.end)
    }

    package var rankedSubject: SignalSubject? { subject(sender: "") }

    /// Of two usages of one span the later to arrive counts, whatever time their files carry.
    package func order(at: UTCInstant) -> Int64 { usage == nil ? at.nanosecondsSinceEpoch : 0 }

    package func checkValues() throws(SignalRejection) {
        try SignalRange.check(power, "mw")
        try usage?.check()
    }

    package func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection) {
        guard let usage else { return try receipt.refuseAncient() }
        try receipt.refuseFuture(usage.end, "end", beyond: receipt.limits.otherAhead)
        try receipt.refuseAncient(usage.end, "end", beyond: receipt.limits.settlementAge)
    }
}
