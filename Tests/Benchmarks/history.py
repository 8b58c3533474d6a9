"""The budgets of history: replays, the ledgers that they and a daemon write, and a start on one of a year."""
import json
import os
import subprocess
import sys
from fractions import Fraction

from bench import ROOT, Daemon, Row, Wrong, timed

CHECKER = os.path.join(ROOT, "Tests", "EndToEndTests", "check_replay.py")
SITE = os.path.join(ROOT, "Config", "examples", "demo-100mw.yaml")
RAMP = """\
site: {name: bench, settlement_point: HB_WEST, settlement_point_type: HU}
economics: {hashprice_usd_per_ph_day: 45.00}
price: {}
restore: {ramp_mw_per_min: %d}
groups:
  - {name: old, driver: simulated, count: 8000, unit_w: 3250, efficiency_j_per_th: 29.5}
  - {name: new, driver: simulated, count: 20000, unit_w: 3500, efficiency_j_per_th: 17.5}
"""
DATED = """\
site: {name: example, mode: shadow, settlement_point: HB_WEST}
economics: {hashprice_usd_per_ph_day: 45.00}
price: {}
control: {group: root}
groups:
  - {name: hall, driver: simulated, count: 200, unit_w: 500000, efficiency_j_per_th: 18}
"""
SCAN = "{ for (i = 1; i <= NF; i++) if ($i == \"hz\") { n++; if (low == \"\" || $(i + 1) < low) low = $(i + 1) } }"


def megabytes(path):
    return os.path.getsize(path) / 1e6


def made(given, folder, name, *arguments):
    """A file that curtail-bench makes up."""
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        subprocess.check_call([given.bench, *arguments], stdout=file)
    return path


def year(given, folder, prices):
    """A year of prices in memory beside the independent checker, whose every figure has to be ours."""
    ours, _, said = timed([given.curtailctl, "replay", "--config", SITE, "--prices", prices, "--json"])
    theirs, _, checked = timed([sys.executable, CHECKER, prices])
    report, expected = json.loads(said), json.loads(checked)
    for name, value in expected.items():
        digits = report.get(name)
        if name == "restart_cost_usd":
            continue  # Ours stands among the claims, and is absent where nothing is paid for restarts.
        # Energies are exact there and rounded to a watt-hour here.
        is_near = name.endswith("_mwh") and abs(Fraction(digits) - Fraction(value)) <= Fraction(1, 2_000_000)
        if not is_near and str(digits) != str(value):
            raise Wrong("%s of the year is %s; the independent computation says %s" % (name, digits, value))
    return [Row("a year of 15-minute prices replayed", "<= 0.5 x Python", "%.2f s" % ours, "%.2f s" % theirs,
                ours / theirs)]


def ledgers(given, folder, prices):
    """The year into ledgers, without a ramp and with one, and a month's statement of the second."""
    lines, taken = [], []
    for ramp in (0, 5):
        site, ledger = os.path.join(folder, "ramp-%d.yaml" % ramp), os.path.join(folder, "ramp-%d.sqlite" % ramp)
        with open(site, "w") as file:
            file.write(RAMP % ramp)
        took, _, _ = timed(
            [given.curtailctl, "replay", "--config", site, "--prices", prices, "--ledger", ledger, "--json"])
        taken.append(took)
        size = megabytes(ledger)
        lines.append(Row(
            "the year into a ledger, two groups" + (", ramp" if ramp else ""),
            "<= 1.3 x none" if ramp else "<= 4 s, <= 60 MB", "%.2f s, %.1f MB" % (took, size),
            "%.2f s, no ramp" % taken[0] if ramp else "", took / taken[0] if ramp else None))
        page = os.path.join(folder, "ramp-%d.html" % ramp)
        took, _, _ = timed([given.curtailctl, "report", "--month", "2024-05", "--ledger", ledger, "-o", page])
        lines.append(Row("statement of its May" + (", ramp" if ramp else ""), "<= 1 s, <= 600 kB",
                         "%.2f s, %.0f kB" % (took, os.path.getsize(page) / 1000)))
    took, _, said = timed([given.curtailctl, "verify", ledger])
    if not said.startswith("OK"):
        raise Wrong("verify of the year's ledger says " + said[:500])
    return lines + [Row("verify of the year with the ramp", "", "%.2f s" % took)]


def frequency(given, folder, prices):
    """Hours of frequency replayed beside an awk that looks at the same bytes."""
    seconds = given.hours * 3600
    lines = made(given, folder, "frequency.lines", "frequency", str(seconds), "30")
    floor, _, counted = timed(["awk", "-F[ =,]", SCAN + " END { print n, low }", lines])
    count, lowest = counted.split()
    site = os.path.join(folder, "frequency.yaml")
    with open(site, "w") as file:
        file.write(DATED + "underfrequency: {arming: always}\n")
    ours, _, said = timed(
        [given.curtailctl, "replay", "--config", site, "--frequency", lines, "--allow-gaps", "--json"])
    report = json.loads(said)
    if int(count) != seconds * 30 or float(lowest) > 59.7 or report.get("events") != given.hours:
        raise Wrong("%s samples down to %s Hz made %s events of %d" % (
            count, lowest, report.get("events"), given.hours))
    return [Row("%d h of 30 Hz frequency replayed" % given.hours, "a day <= 2 s", "%.2f s" % ours, "%.2f s, awk" % floor,
                ours / floor)]


def living(given, folder, prices):
    """The growth of a ledger at 30 Hz, and a start on one of a year.

    That year is the replayed one, or with --long one that a site has lived at 30 Hz.
    """
    days = os.path.join(folder, "days.sqlite")
    timed([given.year, days, str(given.days), "30"])
    lines = [Row("ledger growth at 30 Hz, mean of %d days" % given.days, "<= 20 MB a day", "%.1f MB a day" % (
        megabytes(days) / given.days))]
    lived = days if given.days >= 365 else os.path.join(folder, "ramp-0.sqlite")
    state = os.path.join(folder, "year", "state")
    os.makedirs(state)
    os.rename(lived, os.path.join(state, "ledger.sqlite"))
    size = megabytes(os.path.join(state, "ledger.sqlite"))
    daemon = Daemon(given.curtaild, os.path.dirname(state), DATED)
    daemon.stop()
    return lines + [Row("start to READY on a year's ledger of %.0f MB" % size, "<= 1 s", "%.3f s" % daemon.ready)]


PARTS = (year, ledgers, frequency, living)
