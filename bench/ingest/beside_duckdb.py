#!/usr/bin/env python3
"""Loads one workload CSV with headwater and reads it with DuckDB, in turn, and prints medians.

    beside_duckdb.py HEADWATER FILE.csv [--runs 5] [--threads 2]

What is compared: `headwater ingest --format workload` into a fresh store (parse, validate, resolve
accounts, encode, publish durably) beside DuckDB's `CREATE TABLE ... AS SELECT * FROM read_csv(...)` into a
fresh database file (parse, infer types, encode, checkpoint). Needs the Python package `duckdb`; without
it only headwater is measured. Whole processes are timed; peak memory is the kernel's figure.
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
c.close()
"""


def run(command):
    """Wall seconds and peak MiB of one finished process."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {command[0]} (status {status})")
    return time.monotonic() - before, usage.ru_maxrss / 1024


def measure(make_command, runs):
    seconds, peaks = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            took, peak = run(make_command(folder))
        seconds.append(took)
        peaks.append(peak)
    return seconds, peaks


def row(name, seconds, peaks, rows):
    median = statistics.median(seconds)
    print(f"{name:10} {median:7.2f} s (min {min(seconds):.2f}, max {max(seconds):.2f})"
          f"  {rows / median / 1e6:6.2f} M rows/s  peak {statistics.median(peaks):6.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headwater")
    parser.add_argument("file")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    with open(options.file, "rb") as file:
        rows = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 24), b"")) - 1
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {rows} rows, "
          f"{os.path.getsize(options.file) / 1e6:.0f} MB, {options.threads} threads, "
          f"median of {options.runs}")
    contestants = {"headwater": lambda folder: [
        options.headwater, "ingest", f"{folder}/store", options.file, "--format", "workload",
        "--threads", str(options.threads)]}
    try:
        import duckdb  # noqa: F401
        contestants["duckdb"] = lambda folder: [
            sys.executable, "-c", DUCKDB, options.file, f"{folder}/db", str(options.threads)]
    except ImportError:
        print("the Python package duckdb is not installed: headwater alone")
    results = {name: ([], []) for name in contestants}
    for _ in range(options.runs):  # in turn, so that drift of the machine meets both
        for name, make_command in contestants.items():
            seconds, peaks = measure(make_command, 1)
            results[name][0].extend(seconds)
            results[name][1].extend(peaks)
    for name, (seconds, peaks) in results.items():
        row(name, seconds, peaks, rows)
    if len(results) == 2:
        ratios = [a / b for a, b in zip(results["headwater"][0], results["duckdb"][0])]
        print(f"ratio of seconds, headwater / duckdb, pair by pair: median "
              f"{statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})")


if __name__ == "__main__":
    main()
