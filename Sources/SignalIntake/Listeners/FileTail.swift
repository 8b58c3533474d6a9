import GridMarket
import SitePorts
import GridUnits
import HostSystem
import NIOCore
import NIOPosix

/// Takes the lines that are appended to a file: signals, or the rows of reports, as its first line says.
final class FileTail: SignalTransport {
    let intake: SourceIntake
    private let context: TransportContext
    private let path: String
    private var follower: FileFollower
    private var framer = LineFramer()
    private var skipsFirstLine = false
    /// Whether the first line has said what the lines are.
    private var isDecided = false
    /// There while they are the rows of reports.
    private var report: ReportLines?
    private var isLooking = false
    private var looksAgain = false
    private var isStopped = false

    init(intake: SourceIntake, context: TransportContext, path: String) {
        self.intake = intake
        self.context = context
        self.path = path
        follower = FileFollower(path: path)
    }

    /// Looks whether the file has grown; the reading is done elsewhere, one step at a time.
    func pass() {
        guard !isStopped, !isLooking else {
            looksAgain = true
            return
        }
        isLooking = true
        let (follower, watcher, folder) = (follower, context.folders.descriptor, Paths.folder(of: path))
        context.files.run(on: context.eventLoop) {
            let watch = try? watcher?.watch(folder: folder, for: .changes)
            var follower = follower
            let step = follower.scan()
            return (follower, step, watch)
        }
        .assumeIsolated()
        .whenComplete { [self] result in
            isLooking = false
            guard case .success(let (follower, step, watch)) = result, !isStopped else { return }
            self.follower = follower
            if let watch { listen(to: watch) }
            accept(step)
        }
    }

    private func listen(to watch: Int32) {
        let name = Paths.name(of: path)
        context.folders.listen(to: watch, as: intake.settings.name) { [weak self] changed, _ in
            if changed == name || changed.isEmpty { self?.pass() }
        }
    }

    private func accept(_ step: FileFollower.Step) {
        if step.beginsAnew {
            if framer.pendingCount > 0 {
                intake.reject(
                    SignalRejection(.malformed, "the file was cut within a line"), line: framer.takeRest())
            }
            framer = LineFramer()
            skipsFirstLine = step.beginsWithinLine
            isDecided = false
            report = nil
            if !step.header.isEmpty { decide(by: step.header.span) }
        }
        if let failure = step.failure {
            intake.transportFailed(failure)
        } else {
            intake.transportRecovered(now: context.clock.monotonic())
        }
        var bytes = step.bytes[...]
        if skipsFirstLine, let end = bytes.firstIndex(of: 0x0A) {
            bytes = bytes[(end + 1)...]
            skipsFirstLine = false
        }
        if !skipsFirstLine { accept(bytes.span) }
        if step.hasMore || looksAgain {
            looksAgain = false
            pass()
        }
    }

    private func accept(_ bytes: Span<UInt8>) {
        let (receivedAt, now) = (context.clock.utc(), context.clock.monotonic())
        report?.use(intake.filter)
        framer.feed(bytes) { line, isOversize in
            if isOversize { return intake.reject(.oversize, line: LineText.head(line)) }
            if !isDecided, !LineText.trimmed(line, 0..<line.count).isEmpty {
                decide(by: line)
                guard report == nil else { return }
            }
            if report == nil {
                intake.accept(line, receivedAt: receivedAt, now: now)
            } else {
                accept(row: line, receivedAt: receivedAt, now: now)
            }
        }
    }

    private func decide(by first: Span<UInt8>) {
        report = ReportLines(header: first, filter: intake.filter, zone: context.zone)
        isDecided = true
    }

    private func accept(row: Span<UInt8>, receivedAt: UTCInstant, now: MonotonicInstant) {
        do throws(SignalRejection) {
            let outcome = try report?.accept(row)
            if let types = report?.ambiguousTypes {
                let failure = SignalFileFailure.ambiguousPoint(
                    path: path, point: intake.filter.point, types: types)
                throw SignalRejection(.malformed, "\(failure)")
            }
            switch outcome {
            case .signal(let signal):
                try intake.accept(signal, at: nil, sender: "", receivedAt: receivedAt, now: now)
            case .otherPoint: intake.counts.otherPoint += 1
            case .nothing, nil: break
            }
        } catch {
            intake.reject(error, line: LineText.head(row))
        }
    }

    func close() -> EventLoopFuture<Void> {
        isStopped = true
        return context.eventLoop.makeSucceededVoidFuture()
    }
}

/// Splits paths at their last slash.
enum Paths {
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func name(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }
}
