import SitePorts
import CurtailmentEngine
import GridUnits
import HostSystem

extension FleetLoop {
    /// Gives a unit a slot and takes the first step of its exchange.
    func begin(_ task: ExchangeTask, with unit: Int, now: Int64) {
        guard case .network(let driver, _) = work.lanes[unit].reach, let slot = freeSlots.popLast() else {
            return
        }
        let isOrder =
            switch task {
            case .order: true
            case .read, .poll, .release: false
            }
        let lane = work.lanes[unit]
        var exchange = driver.exchange(for: task, with: lane.unit, memory: lane.memory)
        let step = exchange.begin()
        let replyWithin = driver.replyWithin ?? work.settings.replyWithin
        slots[slot].talk = ConnectionSlot.Talk(
            unit: unit, isOrder: isOrder, exchange: exchange, replyLimit: driver.replyLimit,
            replyWithin: replyWithin.nanoseconds)
        work.lanes[unit].slot = slot
        busy += 1
        if !isOrder { routine += 1 }
        apply(step, in: slot, now: now)
    }

    /// Does what an exchange wants next.
    private func apply(_ step: ExchangeStep, in slot: Int, now: Int64) {
        switch step {
        case .connectAndSend(let bytes): connect(slot, sending: bytes, now: now)
        case .send(let bytes):
            prepare(slot, bytes, .awaitingReply, within: slots[slot].talk?.replyWithin ?? 0, now: now)
            send(slot, now: now)
        case .waitForMore: slots[slot].scanned = slots[slot].received.count
        case .finished(let result):
            guard let talk = vacate(slot) else { return }
            work.finished(result, of: talk.unit, now: now)
        }
    }

    private func prepare(
        _ slot: Int, _ bytes: [UInt8], _ phase: ConnectionSlot.Phase, within: Int64, now: Int64
    ) {
        slots[slot].talk?.request = bytes
        slots[slot].talk?.sent = 0
        slots[slot].received.removeAll(keepingCapacity: true)
        slots[slot].scanned = 0
        enter(phase, slot, within: within, now: now)
    }

    private func enter(_ phase: ConnectionSlot.Phase, _ slot: Int, within: Int64, now: Int64) {
        slots[slot].talk?.phase = phase
        slots[slot].talk?.deadline = now + within
        slots[slot].talk?.slowAt = now + tuning.slowAfter.nanoseconds
        if slots[slot].talk?.isSlow == true {
            slots[slot].talk?.isSlow = false
            slow -= 1
        }
    }

    private func connect(_ slot: Int, sending bytes: [UInt8], now: Int64) {
        closeSocket(slot)
        guard let talk = slots[slot].talk, case .network(_, let address) = work.lanes[talk.unit].reach else {
            return
        }
        guard talk.connections < Self.connectionsPerExchange else {
            return fail(
                slot, "its driver wanted more than \(Self.connectionsPerExchange) connections", now: now)
        }
        slots[slot].talk?.connections += 1
        prepare(slot, bytes, .connecting, within: work.settings.connectWithin.nanoseconds, now: now)
        do {
            let socket = try StreamSocket.connecting(to: address)
            slots[slot].socket = socket
            // Nearby units are connected by now; the others are waited for.
            switch socket.send(bytes) {
            case .moved(let count):
                slots[slot].talk?.sent = count
                let isAll = count == bytes.count
                if isAll { enter(.awaitingReply, slot, within: talk.replyWithin, now: now) }
                try events.add(socket, for: isAll ? .readable : .writable, token: token(slot))
            case .wouldBlock, .ended: try events.add(socket, for: .writable, token: token(slot))
            case .failed(let errorNumber):
                fail(slot, "connection failed: \(HostFailure.reason(errorNumber))", now: now)
            }
        } catch {
            fail(slot, "\(error)", now: now)
        }
    }

    private func send(_ slot: Int, now: Int64) {
        guard let socket = slots[slot].socket, let talk = slots[slot].talk else { return }
        switch socket.send(talk.request, from: talk.sent) {
        case .moved(let count):
            slots[slot].talk?.sent += count
            let isAll = talk.sent + count == talk.request.count
            if isAll { enter(.awaitingReply, slot, within: talk.replyWithin, now: now) }
            watch(slot, for: isAll ? .readable : .writable, now: now)
        case .wouldBlock, .ended: watch(slot, for: .writable, now: now)
        case .failed(let errorNumber):
            fail(slot, "connection failed: \(HostFailure.reason(errorNumber))", now: now)
        }
    }

    private func watch(_ slot: Int, for interest: EventPoll.Interest, now: Int64) {
        guard let socket = slots[slot].socket else { return }
        do {
            try events.change(socket, to: interest, token: token(slot))
        } catch {
            fail(slot, "\(error)", now: now)
        }
    }

    /// Handles one event of the poll set.
    func handle(_ token: UInt64) {
        guard token != Self.signalToken else { return mailbox.signal.clear() }
        let slot = Int(token & 0xFFFF_FFFF)
        guard slots.indices.contains(slot), slots[slot].generation == UInt32(token >> 32),
            let talk = slots[slot].talk
        else { return }
        let now = BootTime.nanoseconds
        if talk.sent < talk.request.count { return send(slot, now: now) }
        receive(slot, now: now)
    }

    private func receive(_ slot: Int, now: Int64) {
        guard let socket = slots[slot].socket, let talk = slots[slot].talk else { return }
        var hasEnded = false
        switch reader.receive(from: socket, into: &slots[slot].received) {
        case .moved:
            guard slots[slot].received.count <= talk.replyLimit else {
                let result = ExchangeResult(
                    .refused("its reply is longer than \(talk.replyLimit) bytes; the rest was not read"),
                    memory: talk.exchange.remains.memory, needsRelease: talk.exchange.remains.needsRelease)
                return apply(.finished(result), in: slot, now: now)
            }
        case .wouldBlock: return
        case .ended: hasEnded = true
        case .failed(let errorNumber):
            return fail(slot, "connection lost: \(HostFailure.reason(errorNumber))", now: now)
        }
        let reply = ReceivedBytes(
            bytes: slots[slot].received, newFrom: slots[slot].scanned, hasEnded: hasEnded)
        guard var exchange = slots[slot].talk?.exchange else { return }
        let step = exchange.receive(reply)
        slots[slot].talk?.exchange = exchange
        if case .waitForMore = step, hasEnded {
            return fail(slot, "closed the connection in the middle of its reply", now: now)
        }
        apply(step, in: slot, now: now)
    }

    private func token(_ slot: Int) -> UInt64 { UInt64(slots[slot].generation) << 32 | UInt64(slot) }
}
