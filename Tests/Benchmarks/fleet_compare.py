#!/usr/bin/env python3
"""Puts a farm of fake LuxOS miners to sleep with the bare C client and with the daemon's fleet, in turn.

    fleet_compare.py --farm farm.py --floor fleet_floor --bench fleet-bench [--count 5000] [--fault hang:0.01]

`two` is the bare client without logoffs, which the fleet, too, sends after the last curtail. The farm's own clock
decides: seconds from the reset just before the first connection to the arrival of the curtail
command, first, median, 99th percentile and last of all miners that could be reached.
"""
import argparse
import json
import socket
import subprocess
import sys


def control(port, line):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(line.encode() + b"\n")
        return json.loads(link.makefile().read())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--farm", required=True)
    parser.add_argument("--floor", required=True)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fault", default="")
    parser.add_argument("--base", default="127.10.0.1")
    parser.add_argument("--port", type=int, default=4028)
    parser.add_argument("--control", type=int, default=4990)
    given = parser.parse_args()
    farm = subprocess.Popen(
        [sys.executable, given.farm, "--mix", "luxos:%d" % given.count, "--fault", given.fault, "--base", given.base,
         "--port", "luxos=%d" % given.port, "--control", "127.0.0.1:%d" % given.control],
        stdout=subprocess.PIPE, text=True)
    try:
        print(farm.stdout.readline().strip())
        for number in range(given.rounds):
            for name, program in (("floor", given.floor), ("two", given.floor), ("fleet", given.bench)):
                control(given.control, "awake")
                said = subprocess.run(
                    [program, str(given.count), "sleep", given.base, str(given.port), str(given.control), name],
                    capture_output=True, text=True, timeout=120).stdout.strip()
                latency = control(given.control, "latency sleep")
                shown = {key: round(value, 4) for key, value in latency.items() if value is not None}
                print(number, name, json.dumps(shown), said, flush=True)
    finally:
        control(given.control, "quit")
        farm.wait(10)


main()
