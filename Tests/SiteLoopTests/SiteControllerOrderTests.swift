import SitePorts
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

@Suite("SiteController: orders and the ledger")
struct SiteControllerOrderTests {
    @Test("urgent orders reach the fleet though the ledger answers nothing; economic ones wait for it")
    func urgencies() {
        var site = ControlledSite(manner: .waiting)
        site.price(8_000)
        #expect(site.fleet.orders.count == 0)
        site.ledger.finishAll()
        site.deliver()
        #expect(site.fleet.orders.takeAll().map(\.units) == [[0, 1, 2, 3]])
        site.price(1_000)
        #expect(site.fleet.orders.count == 0)
        site.command(.curtail(.everything, for: nil))
        #expect(site.fleet.orders.all.map(\.urgency) == [.urgent])
    }

    @Test(
        "while the ledger is blocked nothing economic goes out, and everything in order once it is writable")
    func blockedThenWritable() {
        var site = ControlledSite(
            .example(groups: [("new", 1, 15), ("old", 2, 25)]), manner: .blocked("disk full"))
        site.controller.ledgerChanged(to: .blocked, because: "disk full.")
        site.price(8_000)
        site.price(13_000)
        #expect(site.fleet.orders.count == 0)
        #expect(site.controller.engine.alarms.map(\.kind) == [.ledgerBlocked])
        // The ledger answers a blocked transaction once; that it is written later only the condition tells.
        site.ledger.become(.durableAtOnce)
        site.controller.ledgerChanged(to: .writable, because: "")
        #expect(site.fleet.orders.takeAll().map(\.units) == [[1, 2], [0]])
        site.deliver()
        #expect(site.fleet.orders.count == 0)
        #expect(site.service.entries(of: .ledgerState).map(\.priority) == [.error, .notice])
    }

    @Test("a batch handed over just before is not released by the condition, but by its own answer")
    func notYetAnswered() {
        var site = ControlledSite(manner: .waiting)
        site.price(8_000)
        site.controller.ledgerChanged(to: .writable, because: "")
        #expect(site.fleet.orders.count == 0)
        site.ledger.finishAll()
        site.deliver()
        #expect(site.fleet.orders.count == 1)
    }

    @Test("what waits for the ledger and is urgent by now goes out at once, and only once")
    func urgentOvertakes() {
        var site = ControlledSite(manner: .blocked("disk full"))
        site.price(8_000)
        #expect(site.fleet.orders.count == 0)
        site.command(.curtail(.everything, for: nil))
        #expect(site.fleet.orders.takeAll().map(\.units) == [[0, 1, 2, 3]])
        site.controller.ledgerChanged(to: .writable, because: "")
        #expect(site.fleet.orders.count == 0)
    }

    @Test("orders that are no longer wanted when their turn comes are left out")
    func superseded() {
        var site = ControlledSite(.example(groups: [("new", 1, 15), ("old", 2, 25)]), manner: .waiting)
        site.price(13_000)
        site.price(8_000)
        site.ledger.finishAll()
        site.deliver()
        #expect(site.fleet.orders.all.filter { $0.action == .sleep }.map(\.units) == [[1, 2]])
        #expect(site.fleet.orders.all.filter { $0.action == .wake }.map(\.units) == [[0]])
    }

    @Test("disarmed while orders wait, nothing goes out; armed again, the units are told")
    func disarmedWhileWaiting() {
        var site = ControlledSite(manner: .waiting)
        site.price(8_000)
        site.command(.disarm)
        site.ledger.finishAll()
        site.deliver()
        #expect(site.fleet.orders.count == 0)
        site.command(.arm)
        site.ledger.finishAll()
        site.deliver()
        #expect(site.fleet.orders.all.map(\.units) == [[0, 1, 2, 3]])
    }

    @Test("a reload while orders wait numbers the units anew")
    func reloadWhileWaiting() {
        var site = ControlledSite(.example(groups: [("a", 2, 15), ("old", 2, 25)]), manner: .waiting)
        site.price(8_000)
        site.controller.replace(
            terms: PolicyRecord(policy: .example(groups: [("old", 2, 25), ("a", 2, 15)])))
        site.ledger.finishAll()
        site.deliver()
        #expect(site.fleet.orders.all.map(\.units) == [[0, 1]])
    }

    @Test("an urgent order of a reload is known to the view: its units are ours, not their own")
    func reloadUrgent() {
        var site = ControlledSite(.example(groups: [("a", 2, 15)]))
        site.command(.curtail(.everything, for: nil))
        site.controller.replace(
            terms: PolicyRecord(policy: .example(groups: [("new", 2, 30), ("a", 2, 15)])))
        site.read(0..<4, watts: 0)
        #expect(site.controller.view.units.allSatisfy { $0.state == .asleep })
    }

    @Test("batches of a ledger that stays blocked are joined, so that memory is bounded and nothing is lost")
    func manyBatches() {
        var site = ControlledSite(manner: .blocked("disk full"))
        for number in 0..<500 { site.price(number.isMultiple(of: 2) ? 8_000 : 1_000) }
        site.price(8_000)
        site.controller.ledgerChanged(to: .writable, because: "")
        let told = site.fleet.orders.all
        #expect(told.count <= 128 && Set(told.flatMap(\.units)) == [0, 1, 2, 3])
        #expect(told.allSatisfy { $0.action == .sleep })
    }

    @Test(
        "units that were told and units that are back are in the ledger with the decision's own transaction")
    func unitRows() {
        var site = ControlledSite()
        site.price(8_000)
        let sleep = site.ledger.transactions.last
        #expect(sleep?.units.map(\.unit) == ["old/1", "old/2", "old/3", "old/4"])
        #expect(sleep?.units.allSatisfy { $0.order == .sleep } == true && sleep?.memory?.event?.id == 1)
        site.read(0..<4, watts: 0)
        site.price(1_000)
        site.read(0..<4, watts: 3_500)
        let back = site.ledger.transactions.all.flatMap(\.units).filter { $0.order == nil }
        #expect(back.map(\.unit).sorted() == ["old/1", "old/2", "old/3", "old/4"])
    }

    @Test("a ramped return records one decision; each wake waits until what a restart needs of it is durable")
    func rampedReturn() {
        var site = ControlledSite(.example(groups: [("old", 4, 25)], ramp: .watts(3_500)))
        site.command(.curtail(.everything, for: nil))
        site.read(0..<4, watts: 0)
        site.command(.release)
        _ = site.fleet.orders.takeAll()
        let rows = site.ledger.records.count
        site.ledger.become(.waiting)
        site.clock.advance(by: .seconds(60))
        site.pass()
        site.clock.advance(by: .seconds(1))
        site.pass()
        #expect(site.fleet.orders.count == 0)
        let told = site.ledger.transactions.all.last { !$0.units.isEmpty }
        #expect(told?.units.map(\.unit) == ["old/4"] && told?.units.first?.order == .wake)
        #expect(told?.memory?.pace?.returned == .watts(3_500))
        site.ledger.finishAll()
        site.deliver()
        #expect(site.fleet.orders.takeAll().map(\.units) == [[3]])
        site.ledger.become(.durableAtOnce)
        site.advance(seconds: 130)
        #expect(site.fleet.orders.takeAll().map(\.units) == [[2], [1]])
        let decisions = site.ledger.records[rows...].filter { if case .decision = $0 { true } else { false } }
        #expect(decisions.isEmpty)
        site.command(.curtail(.everything, for: nil))
        site.advance(seconds: 300)
        #expect(site.fleet.orders.all.allSatisfy { $0.action == .sleep })
    }

    @Test("inputs that decide nothing wait a second, or until there are 512 of them")
    func batching() {
        var site = ControlledSite()
        site.advance(seconds: 3)
        let before = site.ledger.transactions.count
        site.command(.release)
        #expect(site.ledger.transactions.count == before)
        site.clock.advance(by: .milliseconds(999))
        site.pass()
        #expect(site.ledger.transactions.count == before)
        site.clock.advance(by: .milliseconds(1))
        site.pass()
        #expect(site.ledger.transactions.count == before + 1)
        let written = site.ledger.transactions.last
        #expect(written?.memory != nil)
        guard case .input(let input)? = written?.records.last, case .command = input.event else {
            Issue.record("the command is not in the transaction: \(String(describing: written?.records))")
            return
        }
        for _ in 0..<511 { site.command(.release) }
        #expect(site.ledger.transactions.count == before + 1)
        site.command(.release)
        #expect(site.ledger.transactions.count == before + 2)
        #expect(site.ledger.transactions.last?.records.count == 512)
    }

    @Test("an orderly stop writes what is left")
    func finish() {
        var site = ControlledSite()
        site.advance(seconds: 3)
        site.command(.release)
        let before = site.ledger.transactions.count
        site.controller.finish()
        #expect(site.ledger.transactions.count == before + 1)
    }
}
