import CurtailmentEngine
import GridUnits
import Settlement

extension Settler {
    /// Lets time pass to an instant: closes the intervals that have ended, and settles what has become due.
    mutating func advance(
        to instant: UTCInstant, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        now = max(now, instant)
        let current = SettlementInterval(containing: instant).start
        guard let before = closedBefore, current > before else {
            if closedBefore == nil { closedBefore = current }
            return []
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
        let settled = try settle(open(energies, in: pages), in: &pages)
        return try settled + settleAged(in: &pages)
    }

    /// Takes the load of intervals that have ended, where it is given.
    mutating func close(
        _ energies: [IntervalEnergy], in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        try settle(open(energies, in: pages), in: &pages)
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
                curtailments: curtailments.curtailments(in: interval))
            let index = pending.lastIndex { $0.interval.start < interval.start }.map { $0 + 1 } ?? 0
            pending.insert(page, at: index)
            opened.append(interval)
        }
        return opened
    }

    /// Settles what has its price already.
    private mutating func settle(
        _ intervals: [SettlementInterval], in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        var rows: [LedgerRecord] = []
        for interval in intervals { rows += try settleAgain(interval, in: &pages) }
        return rows
    }

    /// Settles what may be settled at a rebuilt price by now, and what nobody prices any more.
    private mutating func settleAged(in pages: inout some SettlementPages) throws -> [LedgerRecord] {
        let since = lookedAt
        lookedAt = now
        let ages = [terms?.settlement.rebuildAfter.nanoseconds ?? 0, Self.patienceSeconds * 1_000_000_000]
        let due = pending.filter { page in
            ages.contains { age in
                let instant = page.interval.end.advanced(byNanoseconds: age)
                return instant > since && instant <= now
            }
        }
        return try settle(due.map(\.interval), in: &pages)
    }

    /// Settles one page if it can be.
    ///
    /// - Returns: nil while it has to wait for its price.
    private mutating func settle(
        _ page: SettlementPage, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord]? {
        let age = now.nanoseconds(since: page.interval.end)
        let facts = try facts(of: page.interval, in: pages)
        let price = price(of: page.interval, facts)
        guard price != nil || age >= Self.patienceSeconds * 1_000_000_000 else { return nil }
        return try emit(page, facts, price, in: &pages)
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

    /// Takes notice of a signal, and settles again what it says something about.
    mutating func note(
        _ stamped: StampedSignal, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        guard let span = try pages.note(stamped), let closedBefore, span.lowerBound < closedBefore else {
            return []
        }
        var rows: [LedgerRecord] = []
        for interval in SettlementInterval.all(in: span.lowerBound..<min(span.upperBound, closedBefore)) {
            rows += try settleAgain(interval, in: &pages)
        }
        return rows
    }

    /// Settles an interval that has ended with what is known now.
    mutating func settleAgain(
        _ interval: SettlementInterval, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        if let index = pending.firstIndex(where: { $0.interval == interval }) {
            guard let rows = try settle(pending[index], in: &pages) else { return [] }
            pending.remove(at: index)
            return rows
        }
        guard let page = try pages.page(of: interval) else { return [] }
        let facts = try facts(of: interval, in: pages)
        // A price that was rebuilt stays until the published one comes, whatever LMPs come late.
        let price = price(of: interval, facts) ?? page.basis?.settlementPrice
        return try emit(page, facts, price, in: &pages)
    }

    /// Takes what the meter counted in an interval.
    mutating func take(
        _ reading: MeterBook.Reading, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        if let index = pending.firstIndex(where: { $0.interval == reading.interval }) {
            pending[index].metered = reading.energy
            pending[index].meterGap = reading.gap
            return []
        }
        guard var page = try pages.page(of: reading.interval) else {
            early.append(reading)
            if early.count > Self.earlyLimit { early.removeFirst() }
            return []
        }
        page.metered = reading.energy
        page.meterGap = reading.gap
        let facts = try facts(of: reading.interval, in: pages)
        return try emit(page, facts, page.basis?.settlementPrice, in: &pages)
    }

    /// What is known of an interval, by the meter that is the site's now.
    private func facts(
        of interval: SettlementInterval, in pages: some SettlementPages
    ) throws -> IntervalFacts {
        var facts = try pages.facts(for: interval)
        facts.choose(meter: terms?.settlement.meter)
        return facts
    }

    /// Records what of a page is another than before.
    private mutating func emit(
        _ page: SettlementPage, _ facts: IntervalFacts, _ price: SettlementPrice?,
        in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        guard let terms else { return [] }
        let page = try withBaselines(page, facts, terms.settlement, in: pages)
        let policy = page.policyNumber == policyNumber ? terms : try pages.policy(page.policyNumber) ?? terms
        let settlement = IntervalSettlement(
            page: page, facts: facts, price: price, policy: policy.policy, settlement: terms.settlement)
        var after = page
        after.rows = settlement.rows
        after.claims = settlement.claims(&priced)
        after.basis = IntervalBasis(page: page, facts: facts, price: price)
        let made = after.claims
        after.claims += page.claims.filter { old in !made.contains { $0.key == old.key } }.map(\.withdrawn)
        let rows = changes(from: page, to: after)
        guard !rows.isEmpty else { return [] }
        // Sums that do not fit are beyond any site; the rows themselves are exact.
        try? totals.replace(page, by: after)
        if daySpan?.contains(page.interval.start) == true { try? today.totals.replace(page, by: after) }
        pages.keep(after)
        return rows
    }

    private func changes(from before: SettlementPage, to after: SettlementPage) -> [LedgerRecord] {
        // A handful of rows: looking through them costs less than hashing them.
        var records = after.rows.filter { !before.rows.contains($0) }.map {
            LedgerRecord.interval($0, at: now)
        }
        if let basis = after.basis, basis != before.basis { records.append(.basis(basis, at: now)) }
        records += after.claims.filter { !before.claims.contains($0) }.map { LedgerRecord.claim($0, at: now) }
        return records
    }

    private mutating func startDay(of instant: UTCInstant) {
        guard daySpan?.contains(instant) != true else { return }
        let zone = MarketTimeZone.centralPrevailing
        let day = zone.operatingDay(of: instant)
        daySpan = zone.startOfDay(day)..<zone.startOfDay(day.advanced(byDays: 1))
        if today.day != day { today = DayTotals(day: day) }
    }
}
