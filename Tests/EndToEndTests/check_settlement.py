#!/usr/bin/env python3
"""Settles a replay once more without any of the package's code, and compares it with the ledger that the replay wrote.

    check_settlement.py SITE.json LEDGER.sqlite --prices FILE… [--signals FILE…] [--replay REPLAY.json]

SITE.json is the site's configuration, written as JSON (which is YAML); prices and signals are the files that the
replay was given; REPLAY.json is what it printed. Every interval, group and claim is worked out in exact fractions;
money is rounded half to even to the microdollar, once for each interval, group and claim. Prints what it compared,
or the first differences; exit status 1 when there are any.

Covered: the price program of any number of groups; losses, adders, blocks and resale by dated contracts; capacity
awards in both markets; energy bought day-ahead; ERS; coincident peaks; price gaps, corrections and delays. Not covered:
SCED prices, frequency, instructions, meters and baselines, shadow mode, `on_stale` other than hold.
"""

import argparse
import json
import sqlite3
import sys
from collections import Counter
from fractions import Fraction

sys.dont_write_bytecode = True
from exact import INTERVAL_S, dollars, instant, microdollars, stamp
from site_money import MICROWATT_SECONDS_PER_MWH, SITE, Settlement

SHOWN = 12


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("site")
    parser.add_argument("ledger")
    parser.add_argument("--prices", nargs="+", default=[])
    parser.add_argument("--signals", nargs="+", default=[])
    parser.add_argument("--replay", help="what curtailctl replay --json printed")
    parser.add_argument("--from", dest="start", type=instant, help="RFC 3339 in UTC, on a quarter of an hour")
    parser.add_argument("--to", dest="end", type=instant, help="exclusive")
    parser.add_argument("--foresight", choices=["none", "interval"], default="none")
    parser.add_argument("--publication-delay", type=Fraction, default=Fraction(0), help="seconds")
    return parser.parse_args()


class Ledger:
    """The newest rows, through the views of the promise."""

    def __init__(self, path):
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.rows, self.versions, self.claims, self.claimed = {}, {}, Counter(), Counter()
        for start, group, price, consumed, curtailed, version in self.database.execute(
            "SELECT interval_start_utc, group_name, price_usd_per_mwh, consumed_microwatt_seconds,"
            " curtailed_microwatt_seconds, version FROM v_intervals WHERE NOT is_shadow"
        ):
            self.rows[instant(start), group] = (consumed, curtailed, None if price is None else Fraction(price))
            self.versions[instant(start), group] = version
        for start, group, kind, program, amount, energy in self.database.execute(
            "SELECT interval_start_utc, group_name, kind, program, amount_usd, energy_microwatt_seconds FROM v_claims"
            " WHERE NOT is_shadow"
        ):
            key = (instant(start), group, kind, program if group == SITE else None)
            self.claims[key] += microdollars(Fraction(amount))
            self.claimed[key] += energy

    def kept(self, start, group):
        """How many versions of a row are in the file."""
        query = "SELECT count(*) FROM intervals WHERE start_utc = ? AND group_name = ? AND NOT shadow"
        return self.database.execute(query, (stamp(start), group)).fetchone()[0]


def row_differences(expected, ledger):
    """Energies and prices of every interval and group."""
    for key in sorted(expected.rows.keys() | ledger.rows.keys()):
        mine, theirs = expected.rows.get(key), ledger.rows.get(key)
        if mine != theirs:
            yield f"{stamp(key[0])} {key[1]}: (consumed, curtailed, price) {shown(mine)}, in the ledger {shown(theirs)}"


def shown(row):
    return row and tuple(part if part is None else str(part) for part in row)


def claim_differences(expected, ledger):
    """Amounts of every claim to the microdollar, and what energy they are for."""
    for key in sorted(expected.claims.keys() | ledger.claims.keys(), key=lambda key: (key[0], key[1], key[2])):
        start, group, kind, program = key
        name = f"{stamp(start)} {group} {kind} {program or ''}".rstrip()
        mine, theirs = expected.claims.get(key, 0), ledger.claims[key]
        if mine != theirs:
            yield f"{name}: {dollars(mine)} USD, in the ledger {dollars(theirs)}"
        # Groups share the energy of a block, and a share is a whole number of microwatt-seconds.
        elif abs(expected.claimed.get(key, 0) - ledger.claimed[key]) >= 1:
            yield f"{name}: {float(expected.claimed.get(key, 0))} microwatt-seconds, in the ledger {ledger.claimed[key]}"


def revision_differences(expected, ledger):
    """A price that was corrected when its interval had long been settled leaves the rows before it standing."""
    for start, group in sorted(expected.rows):
        if start in expected.revised:
            version, kept = ledger.versions.get((start, group), 0), ledger.kept(start, group)
            if version < 2 or kept != version:
                yield f"{stamp(start)} {group}: corrected, yet version {version} with {kept} kept"


def total_differences(expected, path):
    """The sums that the replay printed; nothing of a gap is in them, and nothing contingent in the net."""
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    priced = [row for row in expected.rows.values() if row[2] is not None]
    sums = Counter()
    for (_, _, kind, _), amount in expected.claims.items():
        sums[kind] += amount
    mine = {kind: dollars(amount) for kind, amount in sums.items() if amount}
    mine["net_usd"] = dollars(sum(amount for kind, amount in sums.items() if "Contingent" not in kind))
    consumed, curtailed = sum(row[0] for row in priced), sum(row[1] for row in priced)
    energies = {"consumed_mwh": consumed, "curtailed_mwh": curtailed, "baseline_mwh": consumed + curtailed}
    for name, energy in energies.items():
        mine[name] = round(energy * 10**6 / Fraction(MICROWATT_SECONDS_PER_MWH))
        report[name] = round(Fraction(report[name]) * 10**6)
    mine["intervals"] = len({start for (start, _), row in expected.rows.items() if row[2] is not None})
    theirs = {**report, **report["claims"]}
    for name in sorted(mine.keys() | report["claims"].keys()):
        if mine.get(name) != theirs.get(name):
            yield f"{name} of the replay: {mine.get(name)}, printed {theirs.get(name)}"


def main():
    options = arguments()
    with open(options.site, encoding="utf-8") as file:
        keys = json.load(file, parse_float=Fraction, parse_int=Fraction)
    expected, ledger = Settlement(keys, options), Ledger(options.ledger)
    differences = list(row_differences(expected, ledger)) + list(claim_differences(expected, ledger))
    differences += revision_differences(expected, ledger)
    if options.replay:
        differences += total_differences(expected, options.replay)
    for difference in differences[:SHOWN]:
        print(difference)
    if differences:
        sys.exit(f"{len(differences)} differences")
    kinds = Counter(kind for (_, _, kind, _), amount in expected.claims.items() if amount)
    gaps = len({start for (start, _), row in expected.rows.items() if row[2] is None})
    print(json.dumps({"rows": len(expected.rows), "gaps": gaps, "revised": len(expected.revised), **kinds}))


if __name__ == "__main__":
    main()
