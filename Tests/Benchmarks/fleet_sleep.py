#!/usr/bin/env python3
"""Puts a farm of fake LuxOS miners to sleep with a bare C client and with the daemon's own fleet, in turn.

    swift build -c release --product curtail-bench
    Tests/Benchmarks/fleet_sleep.py --bench .build/release/curtail-bench [--count 5000] [--hanging 50] [--rounds 3]

The bare client leaves its sessions open, which is the least that any client can do before the last miner sleeps. Each
gets a farm of its own, whose clock decides: seconds from the order to the arrival of the sleep command at a miner,
first, 99th percentile and last of all that do not hang.
"""
import argparse
import contextlib
import json
import random
import subprocess
import tempfile

from bench import Row, Wrong, compile_c, load

FIRST = "127.10.0.1"


@contextlib.contextmanager
def farm(bench, count, port, hanging):
    """A farm, and a list that holds when its miners were told, once it is over."""
    process = subprocess.Popen(
        [bench, "farm", str(count), FIRST, str(port), str(hanging)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True)
    told = []
    if process.stdout.readline().strip() != "ready":
        raise Wrong("the farm is not ready")
    yield told
    process.stdin.close()
    told.append(json.loads(process.stdout.readline()))
    process.wait(30)


def one(given, program, hanging):
    """Seconds until the first, the 99th percentile and the last sleep command of one run."""
    port = random.randrange(20000, 30000)
    with farm(given.bench, given.count, port, hanging) as told:
        client = [*program, str(given.count), "sleep", FIRST, str(port), "two"]
        if program[0] == given.bench:
            client = [given.bench, "sleep", str(given.count), FIRST, str(port)]
        said = json.loads(subprocess.run(client, stdout=subprocess.PIPE, text=True, timeout=120).stdout)
    arrived = told[0]
    if arrived["n"] != given.count - hanging or said["acknowledged"] != given.count - hanging:
        raise Wrong("%d of %d miners were put to sleep, %d acknowledged, %d hang" % (
            arrived["n"], given.count, said["acknowledged"], hanging))
    return {name: (arrived[name] - said["begun"]) / 1e9 for name in ("first", "p99", "last")}


def best(given, program, hanging):
    """The run whose last command came first."""
    return min((one(given, program, hanging) for _ in range(given.rounds)), key=lambda times: times["last"])


def run(given):
    with tempfile.TemporaryDirectory(prefix="fleet-") as folder:
        floor = [compile_c(folder, "fleet_floor")]
        bare, ours = best(given, floor, 0), best(given, [given.bench], 0)
        hung = best(given, [given.bench], given.hanging)
    title = "%d LuxOS miners to sleep" % given.count
    return [
        Row(title + ", last command", "<= 1.5 x C", "%.3f s" % ours["last"], "%.3f s" % bare["last"],
            ours["last"] / bare["last"]),
        Row(title + ", first command", "< 20 ms", "%.1f ms" % (1000 * ours["first"]), "%.1f ms" % (1000 * bare["first"])),
        Row(title + ", p99 of the others while %d hang" % given.hanging, "<= 1.10 x none", "%.3f s" % hung["p99"],
            "%.3f s, none hang" % ours["p99"], hung["p99"] / ours["p99"]),
    ]


def parser():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", required=True)
    options.add_argument("--count", type=int, default=5000)
    options.add_argument("--hanging", type=int, default=50)
    options.add_argument("--rounds", type=int, default=3)
    return options


if __name__ == "__main__":
    load()
    for row in run(parser().parse_args()):
        print(*row.cells, sep=" | ")
