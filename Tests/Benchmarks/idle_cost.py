#!/usr/bin/env python3
"""Measures what the daemon costs while nothing happens: CPU, memory, and the time until READY=1.

    swift build -c release --product curtaild
    Tests/Benchmarks/idle_cost.py --curtaild .build/release/curtaild [--units 10000] [--seconds 60] [--hertz 30]

LuxOS units on loopback, polled every 30 s and played by this script; frequency over the datagram socket. The floor is
bare C that asks as many units one after the other at the same pace (poll_floor.c).
"""
import argparse
import asyncio
import os
import random
import socket
import subprocess
import tempfile
import threading
import time

from bench import Daemon, Row, Wrong, compile_c, load

CONFIGURATION = """\
site: {name: bench, mode: armed, settlement_point: HB_WEST}
economics: {hashprice_usd_per_ph_day: 45.00}
price: {}
underfrequency: {arming: always}
control: {group: root}
groups:
  - {name: s21, driver: luxos, unit_w: 3500, efficiency_j_per_th: 17.5, units_file: units.csv}
"""
POWER = b'{"STATUS":[{"STATUS":"S","Code":311,"Msg":"Power usage"}],"POWER":[{"PSU":false,"Watts":3500}],"id":1}\0'
CONFIG = b'{"STATUS":[{"STATUS":"S"}],"CONFIG":[{"CurtailMode":"None","SystemStatus":"Normal"}],"id":1}\0'
asked = [0, 0]


async def play(reader, writer):
    request = await reader.read(500)
    is_power = b"power" in request
    asked[0 if is_power else 1] += 1
    writer.write(POWER if is_power else CONFIG)
    writer.close()


def play_units(port):
    async def serve():
        server = await asyncio.start_server(play, "0.0.0.0", port, backlog=4096)
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()


def send_frequency(path, hertz):
    link = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    while True:
        value = 60 + random.uniform(-0.02, 0.02)
        try:
            link.sendto(b"frequency,source=pmu hz=%.4f %d" % (value, time.time_ns()), path)
        except OSError:
            return
        time.sleep(1 / hertz)


def cpu(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    """Mebibytes of a process, by the names of proc_pid_status(5)."""
    with open("/proc/%d/status" % pid) as status:
        rows = dict(line.split(":", 1) for line in status if ":" in line)
    return {key: int(rows[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon", "RssFile", "VmHWM")}


def run(given):
    port = random.randrange(20000, 30000)
    play_units(port)
    with tempfile.TemporaryDirectory(prefix="idle-") as folder:
        with open(os.path.join(folder, "units.csv"), "w") as units:
            units.write("id,address\n")
            for number in range(given.units):
                units.write("u%d,127.%d.%d.%d:%d\n" % (
                    number, 10 + number // 50000, number // 250 % 200, number % 250 + 1, port))
        daemon = Daemon(given.curtaild, folder, CONFIGURATION)
        threading.Thread(target=send_frequency, args=(daemon.datagrams, given.hertz), daemon=True).start()
        time.sleep(given.warm)
        before, started, connections = cpu(daemon.process.pid), time.monotonic(), sum(asked)
        time.sleep(given.seconds)
        used, span = cpu(daemon.process.pid) - before, time.monotonic() - started
        count = sum(asked) - connections
        held = memory(daemon.process.pid)
        daemon.stop()
        due = given.units * span / 30
        if asked[0] < given.units or not 0.7 * due < count < 1.5 * due:
            raise Wrong("%d units were polled %d times in %.0f s; %.0f are due" % (given.units, count, span, due))
        few = min(count, 3000)
        said = subprocess.check_output(
            [compile_c(folder, "poll_floor"), str(few), str(port), str(int(1e6 * span / count))], text=True)
        floor = float(said) / few * count / span
    title = "%d units, %g Hz" % (given.units, given.hertz)
    return [
        Row("idle CPU, %s, of a core" % title, "<= 5 %", "%.2f %%" % (100 * used / span),
            "%.2f %%, polling in C" % (100 * floor), used / span / floor),
        Row("resident memory, " + title, "<= 64 MiB", "%.1f MiB (%.1f of it anonymous)" % (
            held["VmRSS"], held["RssAnon"])),
        Row("start to READY, %d units, no ledger" % given.units, "<= 1 s", "%.3f s" % daemon.ready),
    ]


def parser():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--curtaild", required=True)
    options.add_argument("--units", type=int, default=10000)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--warm", type=int, default=35, help="seconds before measuring; a poll takes 30")
    options.add_argument("--hertz", type=float, default=30)
    return options


if __name__ == "__main__":
    load()
    for row in run(parser().parse_args()):
        print(*row.cells, sep=" | ")
    load()
