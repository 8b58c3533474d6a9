#!/usr/bin/env python3
"""Computes what a year of 15-minute prices should earn, without any of the package's code.

An independent check of `curtailctl replay --json`: one group of equal units that fall and rise at once, no ramp, no
fixed load, no losses and adders, curtailed for price alone. Everything is an exact fraction; only money is rounded,
half to even to the microdollar, once for each interval and claim. A gap in the prices is refused (exit status 65),
because what replay does in one is not this script's business.

    check_replay.py prices.csv.gz --foresight none --min-down-s 900
    check_replay.py prices.csv.gz --two-strike 120,80
"""

import argparse
import json
import sys
from fractions import Fraction

sys.dont_write_bytecode = True
from exact import INTERVAL_S, decimal, dollars, instant, microdollars, price_rows, stamp


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("prices", help="CSV interval_start_utc,settlement_point,price_usd_per_mwh, plain or gzip")
    parser.add_argument("--point", default="HB_WEST")
    parser.add_argument("--from", dest="start", help="first interval start, RFC 3339 in UTC")
    parser.add_argument("--to", dest="end", help="end, exclusive, RFC 3339 in UTC")
    parser.add_argument("--foresight", choices=["none", "interval"], default="none")
    parser.add_argument("--count", type=int, default=28571)
    parser.add_argument("--min-down-s", type=int, default=0)
    parser.add_argument("--min-up-s", type=int, default=0)
    parser.add_argument("--two-strike", help="HIGH,LOW: adds what that rule earns without any dwell")
    for name, default in [
        ("--unit-w", "3500"),
        ("--efficiency", "17.5"),
        ("--hashprice", "45"),
        ("--fee", "0"),
        ("--pue", "1"),
        ("--hysteresis", "0"),
        ("--restart-cost", "0"),
    ]:
        parser.add_argument(name, type=Fraction, default=Fraction(default))
    return parser.parse_args()


def read_prices(path, point):
    """The prices of one point by interval start, in seconds since 1970."""
    prices = {}
    for _, start, price in price_rows(path, point):
        if start in prices or start % INTERVAL_S:
            sys.exit(f"{stamp(start)} stands twice or off the quarter hour")
        prices[start] = price
    return prices


def curtailed_spans(starts, prices, breakeven, options):
    """The runs [from, to) in seconds in which the group is curtailed; an open one ends with the last interval."""
    worth_hours = Fraction(max(options.min_down_s, INTERVAL_S), 3600)
    spans, since, governing = [], None, None
    # Both dwell times are met at the start.
    free_at = starts[0]
    for start in starts:
        end = start + INTERVAL_S
        if options.foresight == "interval":
            governing = prices[start]
        if governing is not None:
            if since is None:
                gain = (governing - breakeven) * worth_hours
                wants_change = gain > options.restart_cost
            else:
                wants_change = governing <= breakeven - options.hysteresis
            moment = max(start, free_at)
            # A dwell that expires within the interval is re-decided there, under the same price.
            if wants_change and moment < end:
                if since is None:
                    since, free_at = moment, moment + options.min_down_s
                else:
                    spans.append((since, moment))
                    since, free_at = None, moment + options.min_up_s
        governing = prices[start]
    if since is not None:
        spans.append((since, starts[-1] + INTERVAL_S))
    return spans


def strike_spans(starts, prices, high, low, foresight):
    """The runs in seconds in which the whole site is down by the rule of two strikes."""
    spans, since = [], None
    for start in starts:
        # Without foresight the price of an interval is known at its end.
        moment = start if foresight == "interval" else start + INTERVAL_S
        if moment >= starts[-1] + INTERVAL_S:
            break
        if since is None and prices[start] >= high:
            since = moment
        elif since is not None and prices[start] <= low:
            spans.append((since, moment))
            since = None
    if since is not None:
        spans.append((since, starts[-1] + INTERVAL_S))
    return spans


def settle(starts, prices, spans, power_mw, breakeven, options):
    curtailed_s = dict.fromkeys(starts, 0)
    restarts = dict.fromkeys(starts, 0)
    end = starts[-1] + INTERVAL_S
    for begin, until in spans:
        at = begin - begin % INTERVAL_S
        while at < until:
            curtailed_s[at] += min(until, at + INTERVAL_S) - max(begin, at)
            at += INTERVAL_S
        if until < end:
            restarts[until - until % INTERVAL_S] += 1
    avoided = lost = restart = total_s = 0
    for start in starts:
        if curtailed_s[start]:
            energy_mwh = power_mw * Fraction(curtailed_s[start], 3600)
            avoided += microdollars(energy_mwh * prices[start])
            lost += microdollars(energy_mwh * breakeven)
            total_s += curtailed_s[start]
        restart += microdollars(restarts[start] * power_mw * options.restart_cost)
    baseline_mwh = power_mw * Fraction(len(starts) * INTERVAL_S, 3600)
    curtailed_mwh = power_mw * Fraction(total_s, 3600)
    return {
        "intervals": len(starts),
        "events": len(spans),
        "baseline_mwh": decimal(baseline_mwh),
        "consumed_mwh": decimal(baseline_mwh - curtailed_mwh),
        "curtailed_mwh": decimal(curtailed_mwh),
        "energy_avoided_usd": dollars(avoided),
        "lost_hash_usd": dollars(lost),
        "restart_cost_usd": dollars(restart),
        "net_usd": dollars(avoided - lost - restart),
    }


def main():
    options = arguments()
    prices = read_prices(options.prices, options.point)
    first = instant(options.start) if options.start else min(prices)
    last = instant(options.end) if options.end else max(prices) + INTERVAL_S
    starts = [start for start in sorted(prices) if first <= start < last]
    if not starts:
        sys.exit(f"no price of {options.point} in the span")
    if starts[-1] - starts[0] != (len(starts) - 1) * INTERVAL_S:
        print("the prices have a gap", file=sys.stderr)
        sys.exit(65)
    power_mw = options.count * options.unit_w * options.pue / 1_000_000
    breakeven = options.hashprice * (1 - options.fee) * 1000 / (24 * options.efficiency * options.pue)
    spans = curtailed_spans(starts, prices, breakeven, options)
    document = {"foresight": options.foresight, **settle(starts, prices, spans, power_mw, breakeven, options)}
    if options.two_strike:
        high, low = map(Fraction, options.two_strike.split(","))
        rival = strike_spans(starts, prices, high, low, options.foresight)
        settled = settle(starts, prices, rival, power_mw, breakeven, options)
        names = ["net_usd", "events", "curtailed_mwh"]
        document |= {f"two_strike_{name}": settled[name] for name in names}
    print(json.dumps(document))


if __name__ == "__main__":
    main()
