import GridMarket
import CurtailmentEngine
import GridUnits
import HostSystem

/// A folder into which whole files are dropped: finds complete ones, decodes them, and moves them away.
struct InboxFolder: Sendable {
    /// A complete file, decoded but not judged.
    struct Delivery: Sendable {
        enum Content: Sendable {
            /// Prices and usages, oldest first.
            case report(Report)
            /// JSON or line protocol.
            case lines([UInt8])
            case refused(String)
        }

        let name: String
        let content: Content
    }

    /// The content of a file of prices or usage.
    struct Report: Sendable {
        var signals: [GridSignal] = []
        /// Rows of other settlement points.
        var otherRows = 0
        /// The first refused rows.
        var rejections: [LineRejection] = []
        /// How many more were refused, for each reason.
        var moreRejections: [RejectionReason: Int] = [:]
    }

    /// The result of one look: at most one file, so that memory is bounded.
    struct Step: Sendable {
        var delivery: Delivery?
        /// Why the folder cannot be used.
        var failure: String?
    }

    /// The fate of a file.
    enum Verdict: Hashable, Sendable {
        case done(note: String?)
        case rejected(reason: String)
    }

    /// Larger files are refused, uncompressed bytes counted.
    static let maximumBytes = 67_108_864
    /// A file that nobody closed under our eyes is complete when its size stayed for so long.
    static let settlingTime = TimeSpan.seconds(2)
    static let maximumNames = 10_000
    static let keptRejections = 20

    let path: String
    private let filter: SettlementPointFilter
    private let zone: MarketTimeZone
    /// Sizes of files that may still grow, and since when.
    private var growing: [String: (size: Int64, since: MonotonicInstant)] = [:]
    /// Files that are judged but could not be moved yet.
    private var judged: [String: Verdict] = [:]

    init(path: String, filter: SettlementPointFilter, zone: MarketTimeZone) {
        self.path = path
        self.filter = filter
        self.zone = zone
    }

    /// Looks for one complete file.
    ///
    /// - Parameters:
    ///   - closed: names that were closed or moved here since the last look.
    ///   - now: monotonic.
    /// - Returns: a file's content, or why there is none.
    mutating func scan(closed: Set<String>, now: MonotonicInstant) -> Step {
        do throws(HostFailure) {
            try HostFolder.make(path)
            for (name, verdict) in judged { try move(name, verdict) }
            guard let name = try complete(closed: closed, now: now) else { return Step() }
            return Step(delivery: Delivery(name: name, content: content(of: name)))
        } catch {
            return Step(failure: "\(error); tried again each second")
        }
    }

    /// Moves a judged file to `done/` or `rejected/`; tried again at the next look when the disk refuses.
    ///
    /// - Returns: why it could not be moved.
    mutating func finish(_ name: String, _ verdict: Verdict) -> String? {
        do throws(HostFailure) {
            try move(name, verdict)
            return nil
        } catch {
            judged[name] = verdict
            return "\(error); the file was taken once and is not taken again; tried again each second"
        }
    }

    static func isIgnored(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasSuffix(".part") || name.hasSuffix(".tmp")
    }

    private mutating func complete(
        closed: Set<String>, now: MonotonicInstant
    ) throws(HostFailure) -> String? {
        let names = try HostFolder.names(in: path, limit: Self.maximumNames)
            .filter { !Self.isIgnored($0) && judged[$0] == nil }.sorted()
        var stillGrowing: [String: (size: Int64, since: MonotonicInstant)] = [:]
        var found: String?
        for name in names {
            // A file that vanishes between listing and looking was somebody else's.
            guard let facts = try? FileFacts(of: "\(path)/\(name)"), facts.isRegularFile else { continue }
            let before = growing[name]
            let since = before?.size == facts.size ? before?.since ?? now : now
            let isComplete = closed.contains(name) || now.since(since) >= Self.settlingTime
            if isComplete, found == nil {
                found = name
            } else {
                stillGrowing[name] = (
                    facts.size, isComplete ? now.advanced(by: .zero - Self.settlingTime) : since
                )
            }
        }
        growing = stillGrowing
        return found
    }

    private func content(of name: String) -> Delivery.Content {
        do throws(SignalFileFailure) {
            let file = "\(path)/\(name)"
            var reader = try LineReader(path: file, limitBytes: Self.maximumBytes)
            let bytes = try reader.contents()
            guard !bytes.isEmpty else { return .refused("the file is empty") }
            let first = bytes.span.extracting(Self.firstLine(bytes.span))
            switch FileContent(firstLine: first) {
            case .lines: return .lines(bytes)
            case .frequencyTable:
                return .refused("recorded frequency is for replay: curtailctl replay --frequency \(name)")
            case .report: return .report(try report(in: file))
            case nil:
                throw .unknownHeader(path: name, header: LineText.shown(LineText.head(first)))
            }
        } catch {
            return .refused("\(error)")
        }
    }

    private func report(in file: String) throws(SignalFileFailure) -> Report {
        var report = Report()
        let reader = ReportFileReader(path: file, filter: filter, zone: zone, limitBytes: Self.maximumBytes)
        let summary = try reader.read(signal: { signal, _ in report.signals.append(signal) }) { rejected in
            if report.rejections.count < Self.keptRejections {
                report.rejections.append(rejected)
            } else {
                report.moreRejections[rejected.rejection.reason, default: 0] += 1
            }
        }
        report.otherRows = summary.otherRows
        // What stands later in the file is the later word about a span, so that equals keep their order.
        let starts = report.signals.map { $0.content.span?.start ?? UTCInstant(secondsSinceEpoch: 0) }
        report.signals = starts.indices.sorted { (starts[$0], $0) < (starts[$1], $1) }
            .map { report.signals[$0] }
        return report
    }

    private static func firstLine(_ bytes: Span<UInt8>) -> Range<Int> {
        var start = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
        while start < bytes.count, LineText.isBlank(bytes[start]) { start += 1 }
        let end = NewlineSearch.position(in: bytes, from: start) ?? bytes.count
        return start..<end
    }

    private mutating func move(_ name: String, _ verdict: Verdict) throws(HostFailure) {
        let (folder, text): (String, String?) =
            switch verdict {
            case .done(let note): ("\(path)/done", note)
            case .rejected(let reason): ("\(path)/rejected", reason)
            }
        try HostFolder.make(folder)
        var target = name
        var copies = 0
        while (try? FileFacts(of: "\(folder)/\(target)")) != nil {
            copies += 1
            target = "\(name).\(copies)"
        }
        if let text { try HostFolder.write(Array("\(text)\n".utf8), to: "\(folder)/\(target).reason.txt") }
        // Whoever took the file away meanwhile has it.
        if (try? FileFacts(of: "\(path)/\(name)")) != nil {
            try HostFolder.move("\(path)/\(name)", to: "\(folder)/\(target)")
        }
        judged[name] = nil
    }
}
