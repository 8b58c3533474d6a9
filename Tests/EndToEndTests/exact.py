"""What the independent checks share: exact amounts, instants, and files as ERCOT and this package's users write them."""

import csv
import gzip
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

INTERVAL_S = 900
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def market():
    """The market's clock, Central Prevailing Time."""
    return ZoneInfo("America/Chicago")


def instant(text):
    """Seconds since 1970 of a whole-second UTC stamp."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment - EPOCH) // timedelta(seconds=1)


def stamp(seconds):
    return (EPOCH + timedelta(seconds=int(seconds))).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def local(seconds):
    """The wall clock of the market at an instant."""
    return (EPOCH + timedelta(seconds=int(seconds))).astimezone(market())


def from_market(day, hour_ending, quarter, is_repeated):
    """The start of an interval as ERCOT labels it: MM/DD/YYYY, hour ending 1 to 24, quarter 1 to 4."""
    month, number, year = (int(part) for part in day.split("/"))
    hour = int(hour_ending.split(":")[0]) - 1
    start = datetime(year, month, number, hour, 15 * (quarter - 1), tzinfo=market(), fold=int(is_repeated))
    return (start.astimezone(timezone.utc) - EPOCH) // timedelta(seconds=1)


def table(path):
    """The rows of a CSV file, plain or gzip."""
    with open(path, "rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    with (gzip.open if is_gzip else open)(path, "rt", newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def price_rows(path, point):
    """Market, start and price of one settlement point, in the order of the file."""
    for row in table(path):
        if "interval_start_utc" in row:
            if row["settlement_point"] == point:
                yield "rtm", instant(row["interval_start_utc"]), Fraction(row["price_usd_per_mwh"])
        elif "DeliveryInterval" in row:
            if row["SettlementPointName"] == point:
                start = from_market(
                    row["DeliveryDate"], row["DeliveryHour"], int(row["DeliveryInterval"]), row["DSTFlag"] == "Y")
                yield "rtm", start, Fraction(row["SettlementPointPrice"])
        elif row["Settlement Point"] == point:
            start = from_market(row["Delivery Date"], row["Hour Ending"], 1, row["Repeated Hour Flag"] == "Y")
            yield "dam", start, Fraction(row["Settlement Point Price"])


def microdollars(amount):
    """Dollars to whole microdollars; Fraction rounds half to even."""
    return round(amount * 1_000_000)


def dollars(amount):
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 1_000_000}.{abs(amount) % 1_000_000:06d}"


def decimal(amount, places=9):
    """A fraction as decimal text, rounded half to even, trailing zeros cut."""
    scaled = round(amount * 10**places)
    digits = f"{abs(scaled):0{places + 1}d}"
    plain = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"-{plain}" if scaled < 0 else plain
