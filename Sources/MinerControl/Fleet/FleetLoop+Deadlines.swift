import SitePorts
import CurtailmentEngine
import GridUnits
import HostSystem

extension FleetLoop {
    /// Gives up what has passed its deadline and tells slow talks from lively ones.
    func sweep(now: Int64) {
        guard busy > 0 else { return }
        for slot in slots.indices {
            guard let talk = slots[slot].talk else { continue }
            if now >= talk.deadline {
                fail(slot, overdue(talk), now: now)
            } else if !talk.isSlow, now >= talk.slowAt {
                slots[slot].talk?.isSlow = true
                slow += 1
            }
        }
    }

    private func overdue(_ talk: ConnectionSlot.Talk) -> String {
        switch talk.phase {
        case .connecting: "no connection within \(work.settings.connectWithin.decimalSeconds) s"
        case .awaitingReply: "no reply within \(TimeSpan(nanoseconds: talk.replyWithin).decimalSeconds) s"
        }
    }

    /// Ends an exchange whose connection failed.
    func fail(_ slot: Int, _ reason: String, now: Int64) {
        guard let talk = vacate(slot) else { return }
        let unit = work.lanes[talk.unit].unit
        work.failed(
            "\(unit.host):\(unit.port): \(reason)", of: talk.unit, remains: talk.exchange.remains, now: now)
    }

    /// Frees a slot and tells nobody.
    ///
    /// - Parameter slot: occupied or free.
    /// - Returns: what was under way in it.
    @discardableResult
    func vacate(_ slot: Int) -> ConnectionSlot.Talk? {
        closeSocket(slot)
        guard let talk = slots[slot].talk else { return nil }
        slots[slot].talk = nil
        busy -= 1
        if talk.isSlow { slow -= 1 }
        if !talk.isOrder { routine -= 1 }
        freeSlots.append(slot)
        return talk
    }

    func closeSocket(_ slot: Int) {
        slots[slot].generation &+= 1
        slots[slot].socket?.close()
        slots[slot].socket = nil
    }
}
