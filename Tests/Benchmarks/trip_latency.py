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
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))

CONFIGURATION = """\
site: {{name: bench, mode: armed, settlement_point: HB_WEST}}
economics: {{hashprice_usd_per_ph_day: 45.00}}
underfrequency:
  arming: always
  agreeing_samples: 1
  shed: everything
  recovered_s: 0
  stale_s: 3600
fleet: {{poll_s: 3600}}
simulation: {{shed_s: 0, wake_s: 0}}
control: {{group: root}}
paths: {{state: {state}, runtime: {runtime}}}
groups:
  - {{name: first, driver: luxos, unit_w: 3500, efficiency_j_per_th: 40, shed_rank: 0, units_file: units.csv}}
"""
OTHERS = "  - {{name: others, driver: simulated, count: {count}, unit_w: 3500, efficiency_j_per_th: 17.5, shed_rank: 1}}\n"


def build(folder):
    floor, stall = os.path.join(folder, "trip_floor"), os.path.join(folder, "stall_disk.so")
    subprocess.check_call(["cc", "-O2", "-o", floor, os.path.join(HERE, "floor", "trip_floor.c")])
    subprocess.check_call(["cc", "-O2", "-shared", "-fPIC", "-o", stall, os.path.join(HERE, "floor", "stall_disk.c")])
    return floor, stall


def drain(notify):
    """Reads what the daemon tells its service manager, as a service manager does."""
    notify.settimeout(None)
    while notify.recv(4096):
        pass


def start(given, folder, environment):
    """Starts the daemon in a folder of its own and returns it with the seconds until it took signals."""
    os.makedirs(folder)
    state, runtime = os.path.join(folder, "state"), os.path.join(folder, "run")
    with open(os.path.join(folder, "units.csv"), "w") as units:
        units.write("id,address\n")
        for number in range(given.units):
            units.write("u%d,127.10.%d.%d:%d\n" % (number, number // 250, number % 250 + 1, given.port))
    with open(os.path.join(folder, "site.yaml"), "w") as site:
        site.write(CONFIGURATION.format(state=state, runtime=runtime))
        if given.others:
            site.write(OTHERS.format(count=given.others))
    began = time.monotonic()
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(os.path.join(folder, "notify"))
    notify.settimeout(30)
    log = open(os.path.join(folder, "log"), "w")
    daemon = subprocess.Popen(
        [given.curtaild, "run", "--config", os.path.join(folder, "site.yaml")], stdout=log, stderr=log,
        env={**os.environ, "NOTIFY_SOCKET": os.path.join(folder, "notify"), **environment})
    while b"READY=1" not in notify.recv(4096):
        pass
    ready = time.monotonic() - began
    threading.Thread(target=drain, args=(notify,), daemon=True).start()
    path = os.path.join(runtime, "signals.dgram")
    while not os.path.exists(path):
        time.sleep(0.01)
    return daemon, path, ready


def measure(given, floor, daemon, path, rounds, word=()):
    said = subprocess.run(
        [floor, str(rounds), path, str(given.port), str(given.units), *word], stdout=subprocess.PIPE, text=True, check=True)
    if given.hold:
        input("daemon %d; return to go on" % daemon.pid)
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(30)
    times = collections.defaultdict(list)
    for line in said.stdout.splitlines():
        name, taken, received = line.split()
        times[name].append((int(received), int(taken)))
    return times


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] / 1000


def show(title, times):
    print("%-9s %6s %9s %9s %9s %9s   (microseconds to the first bytes)" % (title, "count", "p50", "p99", "p99.9", "max"))
    for name, pairs in times.items():
        row = [received for received, _ in pairs]
        print("%-9s %6d %9.1f %9.1f %9.1f %9.1f" % (
            name, len(row), quantile(row, 0.5), quantile(row, 0.99), quantile(row, 0.999), max(row) / 1000))
    measured = [received for name in ("daemon", "stalled") for received, _ in times.get(name, [])]
    for name in ("pure", "tcp"):
        row = [received for received, _ in times[name]]
        print("daemon / %-5s p50 x %.2f   p99.9 x %.2f" % (
            name, quantile(measured, 0.5) / quantile(row, 0.5), quantile(measured, 0.999) / quantile(row, 0.999)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curtaild", required=True)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--stalled", type=int, default=0)
    parser.add_argument("--units", type=int, default=1)
    parser.add_argument("--others", type=int, default=0)
    parser.add_argument("--port", type=int, default=random.randrange(20000, 30000))
    parser.add_argument("--hold", action="store_true", help="wait before the daemon is stopped, for a profiler")
    given = parser.parse_args()
    print("load average %.2f" % os.getloadavg()[0])
    with tempfile.TemporaryDirectory(prefix="trip-") as folder:
        floor, stall = build(folder)
        daemon, path, ready = start(given, os.path.join(folder, "a"), {})
        print("READY=1 after %.3f s" % ready)
        show("plain", measure(given, floor, daemon, path, given.rounds))
        if given.stalled:
            word = os.path.join(folder, "word")
            with open(word, "wb") as file:
                file.write(bytes(4096))
            daemon, path, ready = start(
                given, os.path.join(folder, "b"), {"LD_PRELOAD": stall, "STALL_FILE": word})
            show("stalled", measure(given, floor, daemon, path, given.stalled, (word,)))
    print("load average %.2f" % os.getloadavg()[0])


sys.exit(main())
