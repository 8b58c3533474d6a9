"""What a simulated site draws under the price program, without any of the package's code.

Prices become known one by one; each group is curtailed and restored by them under hysteresis, dwell and restart cost;
units fall and rise linearly; a site-wide ramp limits the return. Times are seconds, powers microwatts, energies
microwatt-seconds, all exact; a unit that turns back on its way does so at a whole number of microwatts, and a
movement ends at a whole nanosecond, because that is how finely the fleet is told.
"""

from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from math import floor

from exact import INTERVAL_S, market


class Group:
    """Units alike, in the order in which they sleep; those that sleep are always the first of them."""

    def __init__(self, keys, site, number):
        pue = site["economics"].get("pue", Fraction(1))
        self.name, self.number = keys["name"], number
        self.is_commanded = keys["driver"] != "none"
        self.rank = keys.get("shed_rank", 0)
        self.efficiency = keys.get("efficiency_j_per_th")
        self.value = keys.get("value_usd_per_mwh", Fraction(0))
        self.count = int(keys.get("count", 1))
        unit_w = keys["mw"] * 1_000_000 if "mw" in keys else keys["unit_w"]
        self.unit = unit_w * 1_000_000 * pue
        self.rated = self.count * self.unit
        # Whether price holds it down, and since when it thinks so.
        self.is_held, self.since = False, None
        # Units of one movement each: the last asleep wakes first, the last awake sleeps first.
        self.asleep, self.awake = [], [Run(self.count, None, Fraction(1), 1, 0)]

    def break_even(self, site, hashprice):
        """Dollars per MWh at the meter, above which running loses money."""
        if self.efficiency is None:
            return self.value
        economics = site["economics"]
        keeps = 1 - economics.get("pool_fee", 0)
        return hashprice * keeps * 1000 / (24 * self.efficiency * economics.get("pue", 1))


class Run:
    """Units that move together: from a share of their rating at an instant to all of it or to nothing."""

    def __init__(self, count, start, share, goal, full_s):
        self.count, self.start, self.share, self.goal, self.full_s = count, start, share, goal, full_s
        way = abs(goal - share)
        self.end = start if start is None else start + Fraction(floor(way * full_s * 10**9), 10**9)

    def share_at(self, now):
        if self.start is None or now >= self.end:
            return Fraction(self.goal)
        way = (now - self.start) / self.full_s
        return self.share + way if self.goal else self.share - way


class Site:
    """The state of a site, and what it did not draw by interval and group."""

    def __init__(self, keys, start):
        self.keys, self.now = keys, start
        self.groups = [Group(group, keys, number) for number, group in enumerate(keys["groups"])]
        self.hashprice = keys["economics"]["hashprice_usd_per_ph_day"]
        self.price = keys["price"]
        # Terms of contracts by the midnight in Texas from which they are decided by.
        self.contracts = [
            (int(datetime.fromisoformat(contract["from"]).replace(tzinfo=market()).timestamp()), contract)
            for contract in keys.get("settlement", {}).get("contracts", [])]
        simulation = keys.get("simulation", {})
        self.shed_s, self.wake_s = simulation.get("shed_s", Fraction(5)), simulation.get("wake_s", Fraction(60))
        self.ramp = keys.get("restore", {}).get("ramp_mw_per_min", 0) * 10**12
        self.curtailed = defaultdict(Fraction)
        self.restarted = defaultdict(Fraction)
        # The newest price, by the start of its interval, and when it became known.
        self.newest, self.heard = None, None
        # When the return under way began, and how much of it has been let go.
        self.return_from, self.returned = None, 0

    def learn(self, now, start, price):
        """A price becomes known; one of an older interval than the newest is no news."""
        self.pass_until(now)
        if self.newest is None or start >= self.newest[0]:
            self.newest, self.heard = (start, price), now
        self.decide(now)

    def learn_hashprice(self, now, hashprice):
        self.pass_until(now)
        self.hashprice = hashprice
        self.decide(now)

    def pass_until(self, end):
        """Decides whenever a dwell or a step of the return is over, but for what is over at the end itself."""
        while True:
            due = [moment for moment in self.deadlines() if moment > self.now]
            if not due or min(due) >= end:
                self.now = end
                return
            self.decide(min(due))

    def deadlines(self):
        yield from (start for start, _ in self.contracts)
        for group in self.groups:
            if group.since is not None:
                yield group.since + self.dwell(group)
        waiting = self.waiting()
        if waiting and self.return_from is not None:
            yield self.moment(waiting[0])

    def dwell(self, group):
        return self.price.get("min_down_s" if group.is_held else "min_up_s", Fraction(900))

    def decide(self, now):
        self.now = now
        stale_s = self.price.get("stale_s", 1800)
        if self.newest is not None and now - self.heard < stale_s:
            for group in self.groups:
                if group.is_commanded and self.wants_change(group):
                    if group.since is None or now - group.since >= self.dwell(group):
                        group.is_held, group.since = not group.is_held, now
        for group in self.groups:
            if group.is_held:
                while group.awake:
                    self.move(group, group.awake, group.asleep, group.awake[-1].count, 0, self.shed_s)
        self.let_return()

    def wants_change(self, group):
        holding = [contract for start, contract in self.contracts if start <= self.now]
        terms = {**self.keys["economics"], **(holding[-1] if holding else {})}
        price = self.newest[1] * terms.get("loss_factor", 1) + terms.get("adder_usd_per_mwh", 0)
        break_even = group.break_even(self.keys, self.hashprice)
        if group.is_held:
            return price <= break_even - self.price.get("hysteresis_usd_per_mwh", Fraction(5))
        restart = self.price.get("restart_cost_usd_per_mw", 0)
        hours = max(self.price.get("min_down_s", Fraction(900)), INTERVAL_S) / Fraction(3600)
        return price > break_even and (restart == 0 or (price - break_even) * hours > restart)

    def waiting(self):
        """Groups that may return and have units asleep, the most valuable first."""
        groups = [group for group in self.groups if group.asleep and not group.is_held]
        order = lambda group: (group.rank, group.break_even(self.keys, self.hashprice), group.number)
        return sorted(groups, key=order, reverse=True)

    def moment(self, group):
        """When the next unit of a group may wake: the first whole second of the return that has earned it."""
        seconds = -(-(self.returned + group.unit) * 60 // self.ramp) if self.ramp else 0
        return self.return_from + seconds

    def let_return(self):
        if not self.waiting():
            self.return_from = None
            return
        if self.return_from is None:
            self.return_from, self.returned = self.now, 0
        for group in self.waiting():
            count = self.earned(group)
            self.restarted[self.now - self.now % INTERVAL_S, group.name] += count * group.unit
            self.returned += count * group.unit
            while count:
                moved = min(count, group.asleep[-1].count)
                self.move(group, group.asleep, group.awake, moved, 1, self.wake_s)
                count -= moved
            if group.asleep:
                return
        self.return_from = None

    def earned(self, group):
        """How many more units of a group the return has earned by now."""
        asleep = sum(run.count for run in group.asleep)
        if not self.ramp:
            return asleep
        allowed = self.ramp * floor(self.now - self.return_from) / 60 - self.returned
        return min(asleep, allowed // group.unit)

    def move(self, group, source, target, count, goal, full_s):
        """Sends so many units of the last run of one list the other way, onto the other list."""
        run = source[-1]
        share = run.share_at(self.now)
        self.book(group, run, count, self.now)
        run.count -= count
        if run.count == 0:
            source.pop()
        if target and (target[-1].start, target[-1].share) == (self.now, share):
            target[-1].count += count
        else:
            target.append(Run(count, self.now, share, goal, full_s))

    def finish(self, end):
        self.pass_until(end)
        for group in self.groups:
            for run in group.asleep + group.awake:
                self.book(group, run, run.count, end)

    def book(self, group, run, count, until):
        """Books what units of a run did not draw since its start."""
        if run.start is None:
            return
        rated = count * group.unit
        end = min(run.end, until)
        first = rated - round(rated * run.share)
        last = rated - round(rated * run.share_at(end))
        if end > run.start:
            slope = Fraction(last - first) / (end - run.start)
            for start, begin, stop in pieces(run.start, end):
                middle = (begin + stop) / Fraction(2) - run.start
                self.curtailed[start, group.name] += (first + slope * middle) * (stop - begin)
        if run.goal == 0 and until > end:
            for start, begin, stop in pieces(end, until):
                self.curtailed[start, group.name] += rated * (stop - begin)


def pieces(begin, until):
    """Cuts a span at the ends of intervals: interval start, from, to."""
    while begin < until:
        start = begin - begin % INTERVAL_S
        stop = min(until, start + INTERVAL_S)
        yield start, begin, stop
        begin = stop
