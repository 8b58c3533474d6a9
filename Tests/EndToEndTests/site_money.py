"""What a site's intervals are worth under its contracts, without any of the package's code: rows and claims, exact."""

import json
from fractions import Fraction

from exact import INTERVAL_S, instant, local, microdollars, price_rows
from site_load import Site

MICROWATT_SECONDS_PER_MWH = 3_600 * 10**12
HOURS = Fraction(INTERVAL_S, 3600)
PRODUCTS = {
    "rrs": "RRS", "underfrequency": "RRS", "ecrs": "ECRS", "non_spin": "NSPIN", "reg_up": "REGUP", "reg_down": "REGDN"}
SITE = "(site)"


class History:
    """What was published, and when it became known."""

    def __init__(self, options, point):
        self.options = options
        # In the order in which files say them: known at, interval start, price; known at, hashprice.
        self.prices, self.hashprices = [], []
        self.day_ahead, self.capacity, self.awards = {}, {}, {}
        for path in options.prices:
            for market, start, price in price_rows(path, point):
                self.take_price(market, start, start + (900 if market == "rtm" else 3600), price)
        signals = []
        for path in options.signals:
            with open(path, encoding="utf-8") as file:
                signals += [json.loads(line, parse_float=Fraction, parse_int=Fraction) for line in file]
        for signal in sorted(signals, key=lambda signal: instant(signal["at"])):
            self.take(signal, point)

    def take(self, signal, point):
        at = instant(signal["at"])
        if signal["kind"] == "hashprice":
            self.hashprices.append((at, Fraction(signal["usd_per_ph_day"])))
            return
        start, end = instant(signal["start"]), instant(signal["end"])
        if signal["kind"] == "price" and signal["point"] == point:
            self.take_price(signal["market"], start, end, Fraction(signal["usd_per_mwh"]), at)
        elif signal["kind"] == "capacity_price":
            for interval in range(start - start % INTERVAL_S, end, INTERVAL_S):
                self.capacity[interval, signal["market"], signal["product"]] = Fraction(signal["usd_per_mw_h"])
        elif signal["kind"] == "award":
            key = signal["id"], signal["program"], signal.get("market", "dam"), start
            # The order of awards is that of their last word.
            self.awards.pop(key, None)
            self.awards[key] = (end, Fraction(signal["mw"]))

    def take_price(self, market, start, end, price, at=None):
        if market == "dam":
            for interval in range(start - start % INTERVAL_S, end, INTERVAL_S):
                self.day_ahead[interval] = price
            return
        known = start if self.options.foresight == "interval" else end + self.options.publication_delay
        self.prices.append((known if at is None else max(known, at), start, price))

    def awarded(self, program, market, interval):
        """Megawatts awarded to a program in an interval, by the time they cover; None where nothing was."""
        covered = [
            mw * max(0, min(end, interval + INTERVAL_S) - max(start, interval)) / INTERVAL_S
            for (_, its, where, start), (end, mw) in self.awards.items()
            if its == program and where == market and start < interval + INTERVAL_S and end > interval]
        return sum(covered) if covered else None


class Contracts:
    """What holds on an operating day."""

    def __init__(self, keys):
        settlement, economics = keys.get("settlement", {}), keys["economics"]
        self.usual = {
            "loss_factor": economics.get("loss_factor", Fraction(1)),
            "adder_usd_per_mwh": economics.get("adder_usd_per_mwh", Fraction(0)), "qse_share": Fraction(1),
            "resale_fee_usd_per_mwh": Fraction(0), "block": None}
        self.dated = settlement.get("contracts", [])
        self.services = settlement.get("ers", [])
        self.peaks = settlement.get("coincident_peak", [])
        self.holidays = settlement.get("holidays", [])

    def terms(self, day):
        holding = [contract for contract in self.dated if contract["from"] <= day]
        return {**self.usual, **(holding[-1] if holding else {})}


class Settlement:
    """Interval rows and claims, as they should stand in the ledger."""

    def __init__(self, keys, options):
        self.keys, self.contracts = keys, Contracts(keys)
        self.history = History(options, keys["site"]["settlement_point"])
        starts = [start for _, start, _ in self.history.prices]
        self.start = min(starts) if options.start is None else options.start
        self.end = max(starts) + INTERVAL_S if options.end is None else options.end
        # Energies by start and group; amounts, and the energies they are for, by start, group, kind and program.
        self.rows, self.claims, self.claimed = {}, {}, {}
        self.run()
        # Of two prices of an interval the later one counts; one that comes an hour after the end finds it settled.
        self.price, self.revised = {}, set()
        for known, start, price in sorted(self.history.prices, key=lambda price: price[0]):
            is_late = known >= start + INTERVAL_S + 3600 + options.publication_delay
            if is_late and self.price.get(start, price) != price and self.start <= start < self.end:
                self.revised.add(start)
            self.price[start] = price
        for start in range(self.start, self.end, INTERVAL_S):
            self.settle(start)

    def run(self):
        """Lets the site live through what becomes known."""
        self.site = Site(self.keys, self.start)
        moments = [(known, "price", start, price) for known, start, price in self.history.prices if start >= self.start]
        moments += [(at, "hashprice", None, value) for at, value in self.history.hashprices if at >= self.start]
        # The hashprice that holds as an interval ends settles it.
        self.hashprices = [(self.start, self.site.hashprice)]
        for known, kind, start, value in sorted(moments, key=lambda moment: moment[0]):
            if known >= self.end:
                break
            if kind == "price":
                self.site.learn(known, start, value)
            else:
                self.site.learn_hashprice(known, value)
                self.hashprices.append((known, value))
        self.site.finish(self.end)

    def settle(self, start):
        price = self.price.get(start)
        consumed, curtailed = {}, {}
        for group in self.site.groups:
            baseline = group.rated * INTERVAL_S
            curtailed[group.name] = round(self.site.curtailed.get((start, group.name), 0))
            consumed[group.name] = baseline - curtailed[group.name]
        fixed = self.keys["site"].get("fixed_mw", 0) * 10**12 * INTERVAL_S
        if fixed:
            consumed["(fixed)"], curtailed["(fixed)"] = fixed, 0
        for name in consumed:
            self.rows[start, name] = (consumed[name], curtailed[name], price)
        # Nothing settles in a gap.
        if price is None:
            return
        clock = local(start)
        terms = self.contracts.terms(clock.date().isoformat())
        self.settle_energy(start, price, terms, consumed, curtailed)
        self.settle_capacity(start, price, terms)
        self.settle_emergency(start, clock, terms)
        self.settle_peaks(start, clock, sum(consumed.values()), sum(curtailed.values()))

    def add(self, start, group, kind, program, amount, mwh=0):
        key = (start, group, kind, program)
        self.claims[key] = self.claims.get(key, 0) + microdollars(amount)
        self.claimed[key] = mwh * MICROWATT_SECONDS_PER_MWH

    def settle_energy(self, start, price, terms, consumed, curtailed):
        total, drawn = sum(curtailed.values()), sum(consumed.values())
        block = (terms["block"] or {}).get("mw", 0) * 10**12 * INTERVAL_S
        # The block serves the load first: what was drawn beyond it without us and is not drawn now, is not bought.
        outside = max(drawn + total, block) - max(drawn, block)
        delivered = price * terms["loss_factor"] + terms["adder_usd_per_mwh"]
        hashprice = [value for at, value in self.hashprices if at < start + INTERVAL_S][-1]
        for group in self.site.groups:
            energy = Fraction(curtailed[group.name], MICROWATT_SECONDS_PER_MWH)
            if energy:
                avoided = energy * outside / total
                self.add(start, group.name, "energyAvoided", None, avoided * delivered, avoided)
                if block and terms["block"]["resale"]:
                    resale = price - terms["resale_fee_usd_per_mwh"]
                    inside = energy - avoided
                    self.add(start, group.name, "energyResold", None, inside * resale, inside)
                break_even = group.break_even(self.keys, hashprice)
                self.add(start, group.name, "lostHash", None, -energy * break_even, energy)
            restarted = self.site.restarted.get((start, group.name), 0)
            if restarted:
                cost = self.keys["price"].get("restart_cost_usd_per_mw", 0) * restarted / 10**12
                self.add(start, group.name, "restartCost", None, -cost)

    def settle_capacity(self, start, price, terms):
        share = terms["qse_share"]
        for program, product in PRODUCTS.items():
            sold = self.history.awarded(program, "dam", start)
            held = self.history.awarded(program, "rtm", start)
            day_ahead = self.history.capacity.get((start, "dam", product))
            real_time = self.history.capacity.get((start, "rtm", product))
            if sold is not None and day_ahead is not None:
                self.add(start, SITE, "asCapacityDAM", program, sold * HOURS * day_ahead * share)
            if held is not None and real_time is not None:
                self.add(start, SITE, "asImbalanceRT", program, (held - (sold or 0)) * HOURS * real_time * share)
        bought = self.history.awarded("day_ahead_energy", "dam", start)
        if bought is not None and start in self.history.day_ahead:
            gain = bought * HOURS * (price - self.history.day_ahead[start])
            self.add(start, SITE, "dayAheadPosition", "day_ahead_energy", gain)

    def settle_emergency(self, start, clock, terms):
        day = clock.date().isoformat()
        is_business = clock.weekday() < 5 and day not in self.contracts.holidays
        kinds = ["all_days", "business_days" if is_business else "other_days"]
        for service in self.contracts.services:
            if not service["from"] <= day <= service["to"]:
                continue
            for period in service["periods"]:
                hours = range(int(period["first_hour_ending"]), int(period["last_hour_ending"]) + 1)
                if clock.hour + 1 in hours and period["days"] in kinds:
                    availability = service.get("availability_factor", Fraction(1))
                    if availability < service.get("squared_below", Fraction(85, 100)):
                        availability *= availability
                    elif availability >= service.get("counts_as_one_from", 2):
                        availability = 1
                    factor = availability * service.get("performance_factor", 1) * service.get("test_factor", 1)
                    pay = period["mw"] * HOURS * period["usd_per_mw_h"] * factor * terms["qse_share"]
                    self.add(start, SITE, "ersCapacity", service["program"], pay)
                    break

    def settle_peaks(self, start, clock, consumed, curtailed):
        day = clock.date().isoformat()
        for year in self.contracts.peaks:
            minutes = year.get("interval_min", 15)
            isin = lambda peak: instant(peak["start"]) <= start < instant(peak["start"]) + minutes * 60
            if year["from"] <= day <= year["to"] and any(map(isin, year.get("peak_intervals", []))):
                usual = year["normal_mw"] * 10**12 * INTERVAL_S if "normal_mw" in year else consumed + curtailed
                billed = max(consumed, usual * year.get("minimum_billing_share", 0))
                # The demand of a peak is its energy over its length.
                saved_mw = Fraction(usual - billed) / (minutes * 60) / 10**12
                amount = saved_mw / year.get("peaks_per_year", 4) * year["usd_per_mw_year"]
                self.add(start, SITE, "transmission4CPContingent", "coincident_peak", amount)
