import SitePorts
import SiteLoop
import CurtailmentEngine
import GridUnits
import HostSystem
import Testing

@testable import MinerControl

@Suite("FleetMailbox")
struct FleetMailboxTests {
    private func order(_ decision: Int64) -> FleetMailbox.Message {
        .order(FleetOrder(decision: decision, action: .sleep, units: [0], urgency: .urgent))
    }

    private func decision(_ message: FleetMailbox.Message?) -> Int64? {
        guard case .order(let order) = message else { return nil }
        return order.decision
    }

    @Test("holds its limit, and lets the oldest order give way")
    func limit() throws {
        let mailbox = try FleetMailbox(limit: 3)
        for number in 1...3 { #expect(decision(mailbox.post(order(Int64(number))).displaced) == nil) }
        #expect(decision(mailbox.post(order(4)).displaced) == 1)
        var messages: [FleetMailbox.Message] = []
        _ = mailbox.take(into: &messages)
        #expect(messages.map(decision) == [2, 3, 4])
    }

    @Test("keeps new settings when orders have to give way")
    func settingsStay() throws {
        let mailbox = try FleetMailbox(limit: 2)
        let settings = FleetSettings(
            groups: [], concurrency: 1, connectWithin: .zero, replyWithin: .zero, retries: 0,
            pollEvery: .zero,
            simulatedShed: .zero, simulatedWake: .zero)
        _ = mailbox.post(.settings(settings))
        #expect(decision(mailbox.post(order(1)).displaced) == nil)
        #expect(decision(mailbox.post(order(2)).displaced) == 1)
    }

    @Test("lets the thread wait only when there is nothing to take")
    func waiting() throws {
        let mailbox = try FleetMailbox(limit: 3)
        #expect(mailbox.prepareToWait())
        _ = mailbox.post(order(1))
        #expect(!mailbox.prepareToWait())
    }

    @Test("explains to the caller what gave way, before the thread has even started")
    func explained() throws {
        let recorder = ReadingRecorder()
        var tuning = FleetTuning()
        tuning.mailboxLimit = 1
        let settings = FleetSettings(
            groups: [], concurrency: 1, connectWithin: .zero, replyWithin: .zero, retries: 0,
            pollEvery: .zero,
            simulatedShed: .zero, simulatedWake: .zero)
        let fleet = try MinerFleet(
            settings: settings, tuning: tuning, clock: { MonotonicInstant(nanoseconds: 5) },
            receiver: recorder.take)
        fleet.perform(FleetOrder(decision: 1, action: .sleep, units: [3], urgency: .urgent))
        fleet.perform(FleetOrder(decision: 2, action: .sleep, units: [4], urgency: .urgent))
        #expect(recorder.readings.map(\.unit) == [3])
        #expect(recorder.readings[0].answer.reason.contains("order of decision 1 gave way"))
        fleet.shutdown()
    }
}
