#!/usr/bin/env python3
"""Measures frequency datagram in -> first trip command on the wire, beside bare C in the same run.

    swift build -c release --product curtaild
    Tests/Benchmarks/trip_latency.py --curtaild .build/release/curtaild [--rounds 1000] [--stalled 30] [--others 10000]

Builds trip_floor.c and stall_disk.c with cc, starts the daemon armed with LuxOS units on loopback that trip_floor
plays, and prints a table in microseconds. With --stalled, a second daemon runs on a disk whose every fsync takes half a
second, and each of its trips begins in the middle of one. `--others` adds simulated units that are shed later.
"""
import argparse
import collections
import os
import random
import subprocess
import tempfile

from bench import Daemon, Row, Wrong, compile_c, load, quantile

CONFIGURATION = """\
site: {name: bench, mode: armed, settlement_point: HB_WEST}
economics: {hashprice_usd_per_ph_day: 45.00}
underfrequency:
  arming: always
  agreeing_samples: 1
  shed: everything
  recovered_s: 0
  stale_s: 3600
fleet: {poll_s: 3600}
simulation: {shed_s: 0, wake_s: 0}
control: {group: root}
groups:
  - {name: first, driver: luxos, unit_w: 3500, efficiency_j_per_th: 40, shed_rank: 0, units_file: units.csv}
"""
OTHERS = "  - {name: others, driver: simulated, count: %d, unit_w: 3500, efficiency_j_per_th: 17.5, shed_rank: 1}\n"


def start(given, folder, environment):
    """Starts the daemon in a folder of its own."""
    os.makedirs(folder)
    with open(os.path.join(folder, "units.csv"), "w") as units:
        units.write("id,address\n")
        for number in range(given.units):
            units.write("u%d,127.10.%d.%d:%d\n" % (number, number // 250, number % 250 + 1, given.port))
    others = OTHERS % given.others if given.others else ""
    return Daemon(given.curtaild, folder, CONFIGURATION + others, environment)


def measure(given, floor, daemon, rounds, word=()):
    """Nanoseconds until the first bytes, by the name of the measurement."""
    said = subprocess.run(
        [floor, str(rounds), daemon.datagrams, str(given.port), str(given.units), *word],
        stdout=subprocess.PIPE, text=True, check=True)
    if given.hold:
        input("daemon %d; return to go on" % daemon.process.pid)
    daemon.stop()
    times = collections.defaultdict(list)
    for line in said.stdout.splitlines():
        name, _, received = line.split()
        times[name].append(int(received))
    return times


def show(title, times):
    print("%-9s %6s %9s %9s %9s %9s   (microseconds to the first bytes)" % (title, "count", "p50", "p99", "p99.9", "max"))
    for name, row in times.items():
        print("%-9s %6d %9.1f %9.1f %9.1f %9.1f" % (
            name, len(row), *(quantile(row, share) / 1000 for share in (0.5, 0.99, 0.999, 1))))
    ours = times.get("daemon", []) + times.get("stalled", [])
    for name in ("pure", "tcp"):
        print("daemon / %-5s p50 x %.2f   p99.9 x %.2f" % (
            name, *(quantile(ours, share) / quantile(times[name], share) for share in (0.5, 0.999))))


def rows(title, times, rounds):
    """The two lines of the table.

    Every round has to have shed and restored every unit.
    """
    ours = times.get("daemon", []) + times.get("stalled", [])
    strange = {name: len(row) for name, row in times.items() if name not in ("pure", "tcp", "daemon", "stalled")}
    if strange.pop("not-stalled", 0) > rounds / 2 or strange or len(times["tcp"]) != rounds:
        raise Wrong("trips of %d rounds that went wrong: %s" % (rounds, strange or dict(times)))
    return [
        Row("trip, %s, p%g of %d" % (title, share * 100, rounds), limit + " x C",
            "%.0f us" % (quantile(ours, share) / 1000), "%.0f us" % (quantile(times["tcp"], share) / 1000),
            quantile(ours, share) / quantile(times["tcp"], share))
        for share, limit in ((0.5, "<= 2"), (0.999, "<= 4"))]


def run(given, present=None):
    """Measures on a good disk and, if wanted, on one that hangs; returns the lines of the table."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="trip-") as folder:
        floor, stall = compile_c(folder, "trip_floor"), compile_c(folder, "stall_disk", "-shared", "-fPIC")
        times = measure(given, floor, start(given, os.path.join(folder, "a"), {}), given.rounds)
        if present:
            present("plain", times)
        lines += rows("datagram to first command", times, given.rounds)
        if given.stalled:
            word = os.path.join(folder, "word")
            with open(word, "wb") as file:
                file.write(bytes(4096))
            daemon = start(given, os.path.join(folder, "b"), {"LD_PRELOAD": stall, "STALL_FILE": word})
            times = measure(given, floor, daemon, given.stalled, (word,))
            if present:
                present("stalled", times)
            lines += rows("while the disk hangs", times, given.stalled)[:1]
    return lines


def parser():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--curtaild", required=True)
    options.add_argument("--rounds", type=int, default=1000)
    options.add_argument("--stalled", type=int, default=0)
    options.add_argument("--units", type=int, default=1)
    options.add_argument("--others", type=int, default=0)
    options.add_argument("--port", type=int, default=random.randrange(20000, 30000))
    options.add_argument("--hold", action="store_true", help="wait before the daemon is stopped, for a profiler")
    return options


if __name__ == "__main__":
    load()
    run(parser().parse_args(), show)
    load()
