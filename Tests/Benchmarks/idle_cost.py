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
price: {{}}
underfrequency: {{arming: always}}
control: {{group: root}}
paths: {{state: {state}, runtime: {runtime}}}
groups:
  - {{name: s21, driver: luxos, unit_w: 3500, efficiency_j_per_th: 17.5, units_file: units.csv}}
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


def drain(notify):
    while notify.recv(4096):
        pass


def cpu(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    with open("/proc/%d/status" % pid) as status:
        rows = dict(line.split(":", 1) for line in status if ":" in line)
    return {key: int(rows[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon", "RssFile", "VmHWM")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curtaild", required=True)
    parser.add_argument("--units", type=int, default=10000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--warm", type=int, default=35, help="seconds before measuring; a poll takes 30")
    parser.add_argument("--hertz", type=float, default=30)
    given = parser.parse_args()
    port = random.randrange(20000, 30000)
    play_units(port)
    print("load average %.2f" % os.getloadavg()[0])
    with tempfile.TemporaryDirectory(prefix="idle-") as folder:
        with open(os.path.join(folder, "units.csv"), "w") as units:
            units.write("id,address\n")
            for number in range(given.units):
                units.write("u%d,127.%d.%d.%d:%d\n" % (
                    number, 10 + number // 50000, number // 250 % 200, number % 250 + 1, port))
        site, runtime = os.path.join(folder, "site.yaml"), os.path.join(folder, "run")
        with open(site, "w") as file:
            file.write(CONFIGURATION.format(state=os.path.join(folder, "state"), runtime=runtime))
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind(os.path.join(folder, "notify"))
        began = time.monotonic()
        daemon = subprocess.Popen(
            [given.curtaild, "run", "--config", site], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "NOTIFY_SOCKET": os.path.join(folder, "notify")})
        while b"READY=1" not in notify.recv(4096):
            pass
        print("READY=1 after %.3f s" % (time.monotonic() - began))
        threading.Thread(target=drain, args=(notify,), daemon=True).start()
        path = os.path.join(runtime, "signals.dgram")
        threading.Thread(target=send_frequency, args=(path, given.hertz), daemon=True).start()
        time.sleep(given.warm)
        before, started, connections = cpu(daemon.pid), time.monotonic(), sum(asked)
        time.sleep(given.seconds)
        used, span = cpu(daemon.pid) - before, time.monotonic() - started
        count = sum(asked) - connections
        print("CPU %.2f %% of a core over %.0f s, %d connections" % (100 * used / span, span, count))
        print("asked for power %d, config %d" % tuple(asked))
        print("memory MiB " + ", ".join("%s %.1f" % pair for pair in memory(daemon.pid).items()))
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(30)
        if count:
            floor = os.path.join(folder, "poll_floor")
            subprocess.check_call(["cc", "-O2", "-o", floor, os.path.join(HERE, "floor", "poll_floor.c")])
            few = min(count, 3000)
            said = subprocess.check_output([floor, str(few), str(port), str(int(1e6 * span / count))], text=True)
            print("floor %.2f %% of a core for as many connections in bare C" % (
                100 * float(said) / few * count / span))
    print("load average %.2f" % os.getloadavg()[0])


sys.exit(main())
