#!/usr/bin/env python3
"""Says at the end of a run what was skipped and why, and what failed with all it printed.

    tell_results.py TESTS.xml

TESTS.xml is what `ctest --output-junit` wrote. A suite of GoogleTest is one entry there and may
skip some of its tests; CTest alone would count it as passed and say nothing. Prints only; whether
the run passed is CTest's exit code.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

COUNT = re.compile(r"^\[==========\] (\d+) tests? from .* ran", re.MULTILINE)
# A place, then the reason up to an empty line or to what gtest says next.
SKIPPED = re.compile(r"^(\S+?): Skipped\n(.*?)\n(?=\s*\n|\S+: |\[|\Z)", re.MULTILINE | re.DOTALL)


def tests_in(output):
    return sum(int(count) for count in COUNT.findall(output))


def skips_in(output):
    """(place, reason) of each skipped test; the place without the folders above the project's."""
    for place, reason in SKIPPED.findall(output):
        yield re.sub(r"^.*/(?=tests/)", "", place), " ".join(reason.split())


def told(path):
    run, tests, skipped, failed = 0, 0, [], []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        run += 1
        tests += tests_in(output) or 1
        named = [(case.get("name"), *skip) for skip in skips_in(output)]
        if case.get("status") == "notrun" and not named:
            printed = output.strip().splitlines() or ["not run"]
            named = [(case.get("name"), "", printed[-1])]
        skipped += named
        if case.get("status") == "fail":
            failed.append((case.get("name"), output))
    lines = [f"{tests} tests in {run} entries; skipped {len(skipped)}, "
             f"failed entries {len(failed)}"]
    for name, place, reason in skipped:
        lines.append(f"SKIPPED {name}: {reason}" + (place and f" ({place})"))
    lines += [f"FAILED {name}\n{output.rstrip()}" for name, output in failed]
    return "\n".join(lines)


if __name__ == "__main__":
    print(told(sys.argv[1]))
