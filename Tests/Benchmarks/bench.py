"""What the benchmarks share: floors built from C, a daemon in a folder of its own, rows of the table."""
import os
import signal
import socket
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


class Wrong(Exception):
    """A program did something else than it was asked to, so that its time says nothing."""


class Row:
    """One line of the table: a budget, what the floor or peer took in the same run, and what ours took."""

    def __init__(self, budget, limit, ours, floor="", ratio=None):
        self.cells = (budget, limit, floor, ours, "" if ratio is None else "%.2f" % ratio)


def table(rows):
    heads = ("what", "budget", "floor or peer", "ours", "ratio")
    lines = [heads] + [row.cells for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(" | ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)


def compile_c(folder, name, *options):
    """Builds floor/NAME.c into a folder; shared where the options say so."""
    target = os.path.join(folder, name + (".so" if "-shared" in options else ""))
    subprocess.check_call(["cc", "-O2", *options, "-o", target, os.path.join(HERE, "floor", name + ".c")])
    return target


def timed(arguments, **options):
    """Runs a program to its end and returns its wall seconds, its processor seconds and what it printed."""
    began = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, **options)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Wrong("%s ended with %d" % (" ".join(arguments), process.returncode))
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, said


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Daemon:
    """A daemon started for real, as a service manager would, in a folder of its own."""

    def __init__(self, program, folder, configuration, environment=None):
        self.state, self.runtime = os.path.join(folder, "state"), os.path.join(folder, "run")
        site = os.path.join(folder, "site.yaml")
        with open(site, "w") as file:
            file.write(configuration + "paths: {state: %s, runtime: %s}\n" % (self.state, self.runtime))
        began = time.monotonic()
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = os.path.join(folder, "notify")
        if os.path.exists(path):
            os.unlink(path)
        notify.bind(path)
        notify.settimeout(60)
        self.log = os.path.join(folder, "log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [program, "run", "--config", site], stdout=log, stderr=log,
                env={**os.environ, "NOTIFY_SOCKET": path, **(environment or {})})
        try:
            while b"READY=1" not in notify.recv(4096):
                pass
        except socket.timeout:
            self.process.kill()
            with open(self.log) as log:
                raise Wrong("the daemon was not ready in 60 s: " + log.read()[-2000:])
        self.ready = time.monotonic() - began
        notify.settimeout(None)
        threading.Thread(target=self.drain, args=(notify,), daemon=True).start()
        self.datagrams = os.path.join(self.runtime, "signals.dgram")
        while not os.path.exists(self.datagrams):
            time.sleep(0.01)

    @staticmethod
    def drain(notify):
        """Reads what the daemon tells its service manager, as a service manager does."""
        while notify.recv(4096):
            pass

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(60) != 0:
            with open(self.log) as log:
                raise Wrong("the daemon ended with %d: %s" % (self.process.returncode, log.read()[-2000:]))


def load():
    print("load average %.2f" % os.getloadavg()[0], file=sys.stderr)
