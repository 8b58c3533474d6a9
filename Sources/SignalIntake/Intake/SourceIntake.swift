package import SitePorts
package import GridMarket
import CurtailmentEngine
package import GridUnits

/// Judges what one source brings and passes the rest on; used on the decision loop only.
package final class SourceIntake {
    /// The configuration of the source.
    package fileprivate(set) var settings: SourceSettings
    /// The signals counted since the start.
    package internal(set) var counts = IntakeCounts()
    /// Where the source stands.
    package fileprivate(set) var condition = SourceCondition.silent
    let receiver: any SignalReceiving
    let limits: IntakeLimits
    var filter: SettlementPointFilter
    /// Shared by all sources.
    private let pointTypes: PointTypes
    /// Shared by all sources.
    private let ranking: SourceRanking
    var senders: SenderNames
    var latest: LatestSignals
    /// The signal heard last, for people.
    private(set) var last: (signal: GridSignal, at: UTCInstant)?
    private(set) var lastAccepted: MonotonicInstant?
    private(set) var lastRejection: (rejection: SignalRejection, line: [UInt8])?
    /// Why the transport does not work, while it does not.
    fileprivate(set) var failure: String?

    /// An intake with a ranking of its own, for a source that nobody else rivals.
    package convenience init(
        settings: SourceSettings, filter: SettlementPointFilter, limits: IntakeLimits,
        receiver: any SignalReceiving
    ) {
        self.init(
            settings: settings, filter: filter, limits: limits, receiver: receiver, pointTypes: PointTypes(),
            ranking: SourceRanking())
    }

    init(
        settings: SourceSettings, filter: SettlementPointFilter, limits: IntakeLimits,
        receiver: any SignalReceiving, pointTypes: PointTypes, ranking: SourceRanking
    ) {
        self.pointTypes = pointTypes
        self.ranking = ranking
        self.settings = settings
        self.filter = filter
        self.limits = limits
        self.receiver = receiver
        senders = SenderNames(source: settings.name, capacity: limits.senders)
        latest = LatestSignals(capacity: limits.trackedKeys)
    }

    /// Decodes and judges one line without its line end.
    ///
    /// - Parameters:
    ///   - bytes: the line, at most 64 KiB.
    ///   - receivedAt: UTC, for judging its age.
    ///   - now: monotonic, for the source's freshness.
    /// - Returns: whether the sender asked for the counts.
    @discardableResult
    package func accept(_ bytes: Span<UInt8>, receivedAt: UTCInstant, now: MonotonicInstant) -> Bool {
        do throws(SignalRejection) {
            switch try SignalLineDecoder.decode(bytes, receivedAt: receivedAt) {
            case .frequency(let sample, _, let sender):
                try accept(sample, sender: sender, in: bytes, receivedAt: receivedAt, now: now)
            case .signal(let signal, let at, let sender):
                try accept(signal, at: at, sender: sender, receivedAt: receivedAt, now: now)
            case .acknowledgementRequest: return true
            case .nothing: return false
            }
        } catch {
            reject(error, line: LineText.head(bytes))
        }
        return false
    }

    /// Judges a signal that was decoded elsewhere, as an inbox file's are.
    ///
    /// - Throws: ``SignalRejection``, which the caller counts with ``reject(_:line:)``.
    func accept(
        _ signal: GridSignal, at: UTCInstant?, sender: String, receivedAt: UTCInstant, now: MonotonicInstant
    ) throws(SignalRejection) {
        if case .frequency(let sample) = signal {
            let bytes = Array(sender.utf8)
            return try accept(
                sample, sender: 0..<bytes.count, in: bytes.span, receivedAt: receivedAt, now: now)
        }
        try requireAllowed(signal.kind)
        let content = signal.content
        try content.checkValues()
        let receipt = SignalReceipt(at: at, receivedAt: receivedAt, limits: limits)
        try receipt.checkSenderTime()
        try content.checkTimes(receipt)
        if case .price(let price) = signal {
            guard filter.matches(point: price.point, type: price.pointType) else {
                counts.otherPoint += 1
                return
            }
            try refuseOtherType(price)
        }
        if content.quality == .flagged { counts.flagged += 1 }
        try latest.accept(signal, at: at, receivedAt: receivedAt, sender: sender)
        // A source whose word does not count is heard all the same, and not stale.
        heard(signal, at: at ?? receivedAt, now: now)
        try ranking.admit(signal, from: settings, now: now)
        counts.accepted += 1
        let name = sender.isEmpty ? settings.name : "\(settings.name)/\(sender.prefix(64))"
        receiver.receive(StampedSignal(signal: signal, source: name, at: at ?? receivedAt))
    }

    /// The hot path: no string is made for a sender that was heard before.
    private func accept(
        _ sample: FrequencySample, sender: Range<Int>, in bytes: Span<UInt8>, receivedAt: UTCInstant,
        now: MonotonicInstant
    ) throws(SignalRejection) {
        try requireAllowed(.frequency)
        try sample.checkValues()
        try sample.checkTimes(SignalReceipt(at: sample.at, receivedAt: receivedAt, limits: limits))
        let position = senders.position(of: sender, in: bytes)
        if let reason = senders.advance(position, to: sample.at) {
            throw SignalRejection(reason, "not newer than the sample accepted last")
        }
        heard(.frequency(sample), at: sample.at, now: now)
        counts.accepted += 1
        receiver.receive(sample, from: senders.name(at: position))
    }

    /// Refuses our settlement point under a second type, where the configuration takes any, and says so once.
    private func refuseOtherType(_ price: PriceSignal) throws(SignalRejection) {
        guard filter.pointType == nil, let type = price.pointType,
            let known = pointTypes.conflict(with: type)
        else { return }
        let failure = SignalFileFailure.ambiguousPoint(
            path: settings.name, point: price.point, types: [known, type])
        if pointTypes.tells() { enter(.failed, because: "\(failure) Until then \(known) is taken.") }
        throw SignalRejection(.ambiguous, "\(failure)")
    }

    private func requireAllowed(_ kind: SignalKind) throws(SignalRejection) {
        guard !settings.may.contains(kind) else { return }
        throw SignalRejection(
            .notAllowed,
            "\(settings.name) may not send \(kind.rawValue); if it should, add it to the source's list: may")
    }

    private func heard(_ signal: GridSignal, at: UTCInstant, now: MonotonicInstant) {
        last = (signal, at)
        lastAccepted = now
        guard condition != .fresh else { return }
        enter(.fresh, because: "\(signal.kind.rawValue) received")
    }

    /// Counts a line that was not taken, and keeps its reason and first bytes.
    package func reject(_ rejection: SignalRejection, line: [UInt8]) {
        counts.add(rejection.reason)
        lastRejection = (rejection, Array(line.prefix(LineText.keptBytes)))
    }
}

extension SourceIntake {
    /// Enters `stale` when nothing was accepted for longer than the source's limit.
    package func checkFreshness(now: MonotonicInstant) {
        guard condition == .fresh, let limit = settings.staleAfter, let lastAccepted else { return }
        let age = now.since(lastAccepted)
        guard age > limit else { return }
        enter(.stale, because: "nothing accepted for \(age.wholeSeconds) s, limit \(limit.decimalSeconds) s")
    }

    /// The transport cannot be opened or read.
    package func transportFailed(_ reason: String) {
        guard failure != reason else { return }
        failure = reason
        ranking.forget(settings.name)
        enter(.failed, because: reason)
    }

    /// The transport works again; what it brought before counts for as long as it is fresh.
    package func transportRecovered(now: MonotonicInstant) {
        guard failure != nil else { return }
        failure = nil
        guard let lastAccepted else { return enter(.silent, because: "can be read; nothing received yet") }
        let isStale = settings.staleAfter.map { now.since(lastAccepted) > $0 } ?? false
        enter(isStale ? .stale : .fresh, because: "can be read again")
    }

    /// Goes on with changed limits, rank and permissions; what was counted and accepted stays.
    func change(to settings: SourceSettings, filter: SettlementPointFilter) {
        if settings.rank != self.settings.rank { ranking.forget(settings.name) }
        self.settings = settings
        self.filter = filter
    }

    fileprivate func enter(_ condition: SourceCondition, because reason: String) {
        guard setCondition(condition) else { return }
        receiver.sourceChanged(settings.name, to: condition, because: reason)
    }

    private func setCondition(_ new: SourceCondition) -> Bool {
        // A new reason for the same failure is news; the same condition otherwise is not.
        guard new != condition || new == .failed else { return false }
        condition = new
        return true
    }
}
