import GridMarket
import CurtailmentEngine
import GridUnits

extension Settler {
    /// Lets time pass to an instant: closes the intervals that have ended, and settles what has become due.
    mutating func advance(
        to instant: UTCInstant, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        now = max(now, instant)
        // Most rows come within the interval of the one before.
        if let before = closedBefore, instant >= before,
            instant.nanoseconds(since: before) < SettlementInterval.lengthSeconds * 1_000_000_000
        {
            return
        }
        let current = SettlementInterval(containing: instant).start
        guard let before = closedBefore, current > before else {
            if closedBefore == nil { closedBefore = current }
            return
        }
        closedBefore = current
        startDay(of: instant)
        // Where load is given it may be given late, so what has ended is kept for a day.
        curtailments.forget(before: before.advanced(bySeconds: -86_400))
        if loads == nil {
            closings.forget(before: before.advanced(bySeconds: -86_400))
            closings.close(before: current, under: .init(policyNumber: policyNumber, hashprice: hashprice))
        }
        let energies = loads?.close(before: current, at: instant) ?? []
        try settle(open(energies, in: pages), in: &pages, into: &rows)
        try settleAged(in: &pages, into: &rows)
        loads?.unwatched.forget(before: current)
        try settleDependants(in: &pages, into: &rows)
    }

    /// Adds the load of intervals that have ended, where it is given.
    mutating func close(
        _ energies: [IntervalEnergy], in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        try settle(open(energies, in: pages), in: &pages, into: &rows)
    }

    /// Opens a page for every interval that has ended.
    ///
    /// - Returns: the intervals, in order.
    private mutating func open(
        _ energies: [IntervalEnergy], in pages: some SettlementPages
    ) throws -> [SettlementInterval] {
        var opened: [SettlementInterval] = []
        var energies = energies[...]
        while let interval = energies.first?.interval {
            // Real and shadow energies come in two runs, each in the order of the intervals.
            let mine = energies.prefix { $0.interval == interval }
            energies = energies.dropFirst(mine.count)
            if let index = pending.lastIndex(where: { $0.interval == interval }) {
                pending[index].add(mine)
                continue
            }
            // What is settled is never opened again: its megawatt-hours would be claimed twice.
            guard try pages.page(of: interval) == nil else { continue }
            let reading = early.first { $0.interval == interval }
            early.removeAll { $0.interval == interval }
            let closing =
                closings.closing(of: interval) ?? .init(policyNumber: policyNumber, hashprice: hashprice)
            let page = SettlementPage(
                interval: interval, policyNumber: closing.policyNumber, hashprice: closing.hashprice,
                energies: Array(mine), metered: reading?.energy, meterGap: reading?.gap,
                curtailments: curtailments.curtailments(in: interval),
                ended: curtailments.ended(withStartOf: interval),
                unwatched: loads?.unwatched.time(of: interval) ?? .zero)
            let index = pending.lastIndex { $0.interval.start < interval.start }.map { $0 + 1 } ?? 0
            pending.insert(page, at: index)
            opened.append(interval)
        }
        return opened
    }

    /// Settles what has its price already.
    private mutating func settle(
        _ intervals: [SettlementInterval], in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        for interval in intervals { try settleAgain(interval, in: &pages, into: &rows) }
    }

    /// Settles what may be settled at a rebuilt price by now, and what nobody prices any more.
    private mutating func settleAged(
        in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        let since = lookedAt
        lookedAt = now
        let ages = [terms?.settlement.rebuildAfter.nanoseconds ?? 0, Self.patienceSeconds * 1_000_000_000]
        let due = pending.filter { page in
            ages.contains { age in
                let instant = page.interval.end.advanced(byNanoseconds: age)
                return instant > since && instant <= now
            }
        }
        try settle(due.map(\.interval), in: &pages, into: &rows)
    }

    /// Settles one page if it can be.
    ///
    /// - Returns: false while it has to wait for its price.
    private mutating func settle(
        _ page: SettlementPage, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws -> Bool {
        let age = now.nanoseconds(since: page.interval.end)
        let facts = try facts(of: page, in: pages)
        let price = price(of: page.interval, facts)
        guard price != nil || age >= Self.patienceSeconds * 1_000_000_000 else { return false }
        try emit(page, facts, price, in: &pages, into: &rows)
        return true
    }

    /// The published price; after a while the one rebuilt from LMPs, where they cover the interval.
    private func price(of interval: SettlementInterval, _ facts: IntervalFacts) -> SettlementPrice? {
        if let price = facts.price { return SettlementPrice(price: price, source: .published) }
        guard let wait = terms?.settlement.rebuildAfter,
            now.nanoseconds(since: interval.end) >= wait.nanoseconds,
            let rebuilt = facts.rebuiltPrice(in: interval)
        else { return nil }
        return SettlementPrice(price: rebuilt, source: .rebuilt)
    }

    /// Remembers a signal, and settles again what it says something about.
    mutating func note(
        _ stamped: StampedSignal, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        guard let span = try pages.note(stamped), let closedBefore, span.lowerBound < closedBefore else {
            return
        }
        for interval in SettlementInterval.all(in: span.lowerBound..<min(span.upperBound, closedBefore)) {
            try settleAgain(interval, in: &pages, into: &rows)
        }
    }

    /// Settles an interval that has ended with what is known now.
    mutating func settleAgain(
        _ interval: SettlementInterval, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        if let index = pending.firstIndex(where: { $0.interval == interval }) {
            if try settle(pending[index], in: &pages, into: &rows) { pending.remove(at: index) }
            return
        }
        guard let page = try pages.page(of: interval) else { return }
        let facts = try facts(of: page, in: pages)
        // A price that was rebuilt stays until the published one comes, whatever LMPs come late.
        let price = price(of: interval, facts) ?? page.basis?.settlementPrice
        try emit(page, facts, price, in: &pages, into: &rows)
    }

    /// Adds what the meter counted in an interval.
    mutating func apply(
        _ reading: MeterBook.Reading, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        if let index = pending.firstIndex(where: { $0.interval == reading.interval }) {
            pending[index].metered = reading.energy
            pending[index].meterGap = reading.gap
            return
        }
        guard var page = try pages.page(of: reading.interval) else {
            early.append(reading)
            if early.count > Self.earlyLimit { early.removeFirst() }
            return
        }
        page.metered = reading.energy
        page.meterGap = reading.gap
        let facts = try facts(of: page, in: pages)
        try emit(page, facts, page.basis?.settlementPrice, in: &pages, into: &rows)
    }

    /// The facts of an interval, by the meter that was the site's when it closed.
    private func facts(of page: SettlementPage, in pages: some SettlementPages) throws -> IntervalFacts {
        var facts = try pages.facts(for: page.interval)
        let earlier = page.policyNumber == policyNumber ? nil : try pages.policy(page.policyNumber)
        let limit = earlier?.policy.largestPlausibleLoad ?? inForce?.largestLoad ?? .zero
        facts.choose(meter: (earlier ?? terms)?.settlement.meter, within: limit)
        return facts
    }

    /// Records what of a page is another than before.
    private mutating func emit(
        _ page: SettlementPage, _ facts: IntervalFacts, _ price: SettlementPrice?,
        in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        guard let inForce else { return }
        var closedUnder = inForce
        var methods = inForce.record.settlement
        if page.policyNumber != policyNumber, let earlier = try pages.policy(page.policyNumber) {
            closedUnder = PolicyInForce(earlier)
            methods = methods.withMethods(of: earlier.settlement)
        }
        var page = try withBaselines(page, facts, methods, in: pages)
        if page.metered == nil, page.meterGap == nil, methods.meter != nil { page.meterGap = .noReading }
        let settlement = IntervalSettlement(
            page: page, facts: facts, price: price, closedUnder: closedUnder, inForce: inForce)
        var after = page
        after.rows = settlement.rows
        after.claims = settlement.claims(&priced)
        after.basis = IntervalBasis(page: page, facts: facts, price: price)
        let made = after.claims
        after.claims += page.claims.filter { old in !made.contains { $0.key == old.key } }.map(\.withdrawn)
        guard recordChanges(from: page, to: after, into: &rows) else { return }
        noteChange(from: page, to: after)
        // Sums that do not fit are beyond any site; the rows themselves are exact.
        try? totals.replace(page, by: after)
        if daySpan?.contains(page.interval.start) == true { try? today.totals.replace(page, by: after) }
        pages.keep(after)
    }

    /// - Returns: whether anything is another than before.
    private func recordChanges(
        from before: SettlementPage, to after: SettlementPage, into rows: inout MadeRows
    ) -> Bool {
        var isChanged = false
        // A handful of rows: looking through them costs less than hashing them.
        for row in after.rows where !before.rows.contains(row) {
            rows.add(.interval(row, at: now))
            isChanged = true
        }
        if let basis = after.basis, basis != before.basis {
            rows.add(.basis(basis, at: now))
            isChanged = true
        }
        for claim in after.claims where !before.claims.contains(claim) {
            rows.add(.claim(claim, at: now))
            isChanged = true
        }
        return isChanged
    }

    private mutating func startDay(of instant: UTCInstant) {
        guard daySpan?.contains(instant) != true else { return }
        let day = MarketTimeZone.centralPrevailing.operatingDay(of: instant)
        daySpan = Self.span(of: day)
        if today.day != day { today = DayTotals(day: day) }
    }
}
