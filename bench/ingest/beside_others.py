#!/usr/bin/env python3
"""Loads one workload CSV with headwater, DuckDB and SQLite, in turn, and prints medians and ratios.

    beside_others.py HEADWATER FILE.csv [--runs 5] [--threads 2]

What is compared, each as a whole process into a fresh place on disk, durable when it ends:

    headwater          `ingest --format workload`: hash, parse, validate, resolve accounts, encode, publish
    headwater sealed   the same with --seal: and both directions of the index of accounts
    duckdb             CREATE TABLE AS SELECT FROM read_csv: parse, infer types, encode, checkpoint
    duckdb indexed     the same, then an index on the source account and one on the destination
    sqlite             executemany in one transaction of a typed table, then two covering indexes

Bank and account together name an account; the indexes of the others are on both columns. Peak memory
is the kernel's figure. Needs the Python package `duckdb`; without it those rows are left out.
"""
import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

DUCKDB = """
import duckdb, sys
c = duckdb.connect(sys.argv[2])
c.execute(f"SET threads={sys.argv[3]}")
c.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [sys.argv[1]])
if sys.argv[4] == "indexed":
    c.execute("CREATE INDEX source ON t(from_bank, from_account)")
    c.execute("CREATE INDEX destination ON t(to_bank, to_account)")
c.execute("CHECKPOINT")
c.close()
"""

SQLITE = """
import csv, sqlite3, sys
c = sqlite3.connect(sys.argv[2])
c.execute("PRAGMA journal_mode=OFF")
c.execute("CREATE TABLE t(time INTEGER, from_bank INTEGER, from_account INTEGER, to_bank INTEGER,"
          " to_account INTEGER, cents INTEGER, currency TEXT, channel TEXT)")
with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    c.executemany("INSERT INTO t VALUES(?,?,?,?,?,CAST(round(? * 100) AS INTEGER),?,?)", rows)
c.execute("CREATE INDEX source ON t(from_bank, from_account, time, to_bank, to_account, cents)")
c.execute("CREATE INDEX destination ON t(to_bank, to_account, time, from_bank, from_account, cents)")
c.commit()
c.close()
"""


def run(command):
    """Wall seconds, processor seconds and peak MiB of one finished process."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {command[0]} (status {status})")
    return time.monotonic() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def contestants_for(options):
    python = sys.executable

    def headwater(*more):
        return lambda folder: [options.headwater, "ingest", f"{folder}/store", options.file,
                               "--format", "workload", "--threads", str(options.threads), *more]

    def other(program, *more):
        return lambda folder: [python, "-c", program, options.file, f"{folder}/db",
                               str(options.threads), *more]

    contestants = {"headwater": headwater(), "headwater sealed": headwater("--seal")}
    try:
        import duckdb
        print(f"duckdb {duckdb.__version__}")
        contestants["duckdb"] = other(DUCKDB, "bare")
        contestants["duckdb indexed"] = other(DUCKDB, "indexed")
    except ImportError:
        print("the Python package duckdb is not installed: left out")
    if not options.without_sqlite:
        contestants["sqlite"] = other(SQLITE)
    return contestants


def print_ratios(results):
    for ours, theirs in (("headwater", "duckdb"), ("headwater sealed", "duckdb indexed"),
                         ("headwater sealed", "duckdb"), ("headwater sealed", "sqlite")):
        if theirs not in results:
            continue
        ratios = [a[0] / b[0] for a, b in zip(results[ours], results[theirs])]
        print(f"ratio of seconds, {ours} / {theirs}, pair by pair: median "
              f"{statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headwater")
    parser.add_argument("file")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without-sqlite", action="store_true", help="it takes the longest")
    options = parser.parse_args()
    with open(options.file, "rb") as file:
        rows = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 24), b"")) - 1
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {rows} rows, "
          f"{os.path.getsize(options.file) / 1e6:.0f} MB, {options.threads} threads, "
          f"median of {options.runs}")
    contestants = contestants_for(options)
    results = {name: [] for name in contestants}
    for _ in range(options.runs):  # in turn, so that drift of the machine meets all
        for name, make_command in contestants.items():
            with tempfile.TemporaryDirectory() as folder:
                results[name].append(run(make_command(folder)))
    for name, measured in results.items():
        seconds, processor, peaks = zip(*measured)
        median = statistics.median(seconds)
        print(f"{name:17}{median:7.2f} s (min {min(seconds):.2f}, max {max(seconds):.2f})"
              f"  {rows / median / 1e6:6.2f} M rows/s  {statistics.median(processor):6.2f} s of"
              f" processors  peak {statistics.median(peaks):6.0f} MiB")
    print_ratios(results)


if __name__ == "__main__":
    main()
