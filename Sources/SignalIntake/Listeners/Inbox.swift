import SitePorts
import GridMarket
import CurtailmentEngine
import GridUnits
import HostSystem
import NIOCore
import NIOPosix

/// Takes whole files out of a folder; they are read elsewhere and judged here, some hundred signals at a time.
final class Inbox: SignalTransport {
    static let batch = 500

    let intake: SourceIntake
    private let context: TransportContext
    private var folder: InboxFolder
    private var closed: Set<String> = []
    private var isLooking = false
    private var looksAgain = false
    private var isStopped = false

    init(intake: SourceIntake, context: TransportContext, path: String, filter: SettlementPointFilter) {
        self.intake = intake
        self.context = context
        folder = InboxFolder(path: path, filter: filter, zone: context.zone)
    }

    /// Looks for a complete file.
    func pass() {
        guard !isStopped, !isLooking else {
            looksAgain = true
            return
        }
        isLooking = true
        let (folder, watcher, closed) = (folder, context.folders.descriptor, closed)
        let now = context.clock.monotonic()
        self.closed = []
        context.files.run(on: context.eventLoop) {
            var folder = folder
            let step = folder.scan(closed: closed, now: now)
            let watch = try? watcher?.watch(folder: folder.path, for: .changes)
            return (folder, step, watch)
        }
        .assumeIsolated()
        .whenComplete { [self] result in
            guard case .success(let (folder, step, watch)) = result, !isStopped else { return }
            self.folder = folder
            if let watch { listen(to: watch) }
            report(step.failure)
            guard let delivery = step.delivery else { return ended(lookAgain: false) }
            // Names that were closed but not taken this time are still complete.
            self.closed.formUnion(closed.subtracting([delivery.name]))
            judge(delivery)
        }
    }

    private func listen(to watch: Int32) {
        context.folders.listen(to: watch, as: intake.settings.name) { [weak self] name, events in
            guard let self, !InboxFolder.isIgnored(name) else { return }
            guard
                events.contains(.closedAfterWriting) || events.contains(.movedHere)
                    || events.contains(.overflowed)
            else { return }
            if self.closed.count < InboxFolder.maximumNames { self.closed.insert(name) }
            self.pass()
        }
    }

    private func report(_ failure: String?) {
        if let failure {
            intake.transportFailed(failure)
        } else {
            intake.transportRecovered(now: context.clock.monotonic())
        }
    }

    private func judge(_ delivery: InboxFolder.Delivery) {
        let before = intake.counts
        switch delivery.content {
        case .refused(let reason):
            intake.reject(SignalRejection(.malformed, "\(delivery.name): \(reason)"), line: [])
            finish(delivery.name, .rejected(reason: reason))
        case .report(let report):
            intake.counts.otherPoint += report.otherRows
            for rejected in report.rejections {
                intake.reject(rejected.rejection, line: Array("\(delivery.name) line \(rejected.line)".utf8))
            }
            for (reason, count) in report.moreRejections { intake.counts.add(reason, times: count) }
            accept(report.signals[...]) { [self] in finish(delivery.name, verdict(since: before)) }
        case .lines(let bytes):
            accept(bytes, from: 0) { [self] in finish(delivery.name, verdict(since: before)) }
        }
    }

    /// A file in which nothing was of use is rejected; one with some bad lines is done, with a note.
    private func verdict(since before: IntakeCounts) -> InboxFolder.Verdict {
        let rejected = intake.counts.rejected - before.rejected
        let useful =
            intake.counts.accepted - before.accepted + intake.counts.otherPoint - before.otherPoint
            + intake.counts[.duplicate] - before[.duplicate]
        guard rejected > 0 else { return .done(note: nil) }
        let reason = intake.lastRejection.map { "\($0.rejection)" } ?? ""
        let text =
            "\(intake.counts.accepted - before.accepted) taken, \(rejected) rejected; the last one: \(reason)"
        return useful > 0 ? .done(note: text) : .rejected(reason: text)
    }

    private func accept(_ signals: ArraySlice<GridSignal>, then done: @escaping () -> Void) {
        let (receivedAt, now) = (context.clock.utc(), context.clock.monotonic())
        for signal in signals.prefix(Self.batch) {
            do {
                try intake.accept(signal, at: nil, sender: "", receivedAt: receivedAt, now: now)
            } catch {
                let start = signal.content.span?.start.seconds ?? ""
                intake.reject(error, line: Array("\(signal.content.text) from \(start)".utf8))
            }
        }
        let rest = signals.dropFirst(Self.batch)
        guard !rest.isEmpty else { return done() }
        context.eventLoop.assumeIsolated().execute { [self] in accept(rest, then: done) }
    }

    private func accept(_ bytes: [UInt8], from first: Int, then done: @escaping () -> Void) {
        let (receivedAt, now) = (context.clock.utc(), context.clock.monotonic())
        var start = first
        for _ in 0..<Self.batch where start < bytes.count {
            let end = NewlineSearch.position(in: bytes.span, from: start) ?? bytes.count
            if end - start > SignalLineDecoder.maximumLineBytes {
                intake.reject(.oversize, line: [])
            } else {
                intake.accept(bytes.span.extracting(start..<end), receivedAt: receivedAt, now: now)
            }
            start = end + 1
        }
        guard start < bytes.count, !isStopped else { return done() }
        context.eventLoop.assumeIsolated().execute { [self] in accept(bytes, from: start, then: done) }
    }

    private func finish(_ name: String, _ verdict: InboxFolder.Verdict) {
        guard !isStopped else { return }
        let folder = folder
        context.files.run(on: context.eventLoop) {
            var folder = folder
            let failure = folder.finish(name, verdict)
            return (folder, failure)
        }
        .assumeIsolated()
        .whenComplete { [self] result in
            guard case .success(let (folder, failure)) = result, !isStopped else { return }
            self.folder = folder
            if failure != nil { report(failure) }
            ended(lookAgain: failure == nil)
        }
    }

    private func ended(lookAgain: Bool) {
        isLooking = false
        guard lookAgain || looksAgain else { return }
        looksAgain = false
        pass()
    }

    func close() -> EventLoopFuture<Void> {
        isStopped = true
        return context.eventLoop.makeSucceededVoidFuture()
    }
}
