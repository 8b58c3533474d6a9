#!/usr/bin/env python3
"""Feeds a day of real 15-minute prices to curtaild, as if each had just been published.

    feed_prices.py REPORT.csv SOCKET [--point HB_WEST] [--type HU] [--every-ms 500] [--farm 127.0.0.1:4999]

REPORT is an NP6-905-CD report. Each price goes out twice over the UNIX stream socket: as a SCED price stamped now,
which the daemon decides on at once, and as the settlement price of a past interval, one interval back for each price
still to come, so that the day ends at the interval that has just ended. With --farm the fake farm's own count of
sleeping miners is printed beside each price.
"""
import argparse
import csv
import datetime
import json
import socket
import time


def prices(path, point, kind):
    with open(path, newline="") as report:
        for row in csv.DictReader(report):
            if row["SettlementPointName"] == point and row["SettlementPointType"] == kind:
                yield row["DeliveryHour"] + ":" + row["DeliveryInterval"], row["SettlementPointPrice"]


def stamp(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def price_line(arguments, market, at, start, end, dollars):
    return json.dumps({
        "kind": "price", "source": "feed", "market": market, "point": arguments.point,
        "point_type": arguments.type, "at": stamp(at), "start": stamp(start), "end": stamp(end),
        "usd_per_mwh": dollars}) + "\n"


def farm_state(address):
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), 10) as control:
        control.sendall(b"state\n")
        return json.loads(control.makefile().readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report")
    parser.add_argument("socket")
    parser.add_argument("--point", default="HB_WEST")
    parser.add_argument("--type", default="HU")
    parser.add_argument("--every-ms", type=int, default=500)
    parser.add_argument("--farm")
    arguments = parser.parse_args()
    rows = list(prices(arguments.report, arguments.point, arguments.type))
    stream = socket.socket(socket.AF_UNIX)
    stream.connect(arguments.socket)
    quarter = datetime.timedelta(minutes=15)
    for index, (interval, dollars) in enumerate(rows):
        now = datetime.datetime.now(datetime.timezone.utc)
        last = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) - quarter
        past = last - quarter * (len(rows) - 1 - index)
        # A day back is as far as the daemon takes a settlement price.
        settles = price_line(arguments, "rtm", now, past, past + quarter, dollars)
        decides = price_line(arguments, "sced", now, now, now + quarter / 3, dollars)
        stream.sendall(((settles if (now - past) < datetime.timedelta(hours=23) else "") + decides).encode())
        time.sleep(arguments.every_ms / 1000)
        if arguments.farm:
            state = farm_state(arguments.farm)
            print(f"{interval:>5}  {float(dollars):9.2f} USD/MWh   asleep {state['asleep']:5}   awake "
                  f"{state['awake']:5}   {state['watts'] / 1e6:7.3f} MW", flush=True)
    stream.sendall(b'{"kind":"ack"}\n')
    print(stream.makefile().readline().strip())


if __name__ == "__main__":
    main()
