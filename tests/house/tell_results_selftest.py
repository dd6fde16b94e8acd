#!/usr/bin/env python3
"""tell_results.py names each skipped test of a suite with its reason and shows what failed."""

import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import tell_results

XML = """<?xml version="1.0"?>
<testsuite tests="3">
  <testcase name="a_tests.First" status="run"><system-out>Running main()
/home/somebody/project/tests/a/first_test.cc:5: Skipped
NOT TESTED: no
data

/home/somebody/project/tests/a/first_test.cc:9: Skipped
no root

[==========] 4 tests from 1 test suite ran. (1 ms total)
[  PASSED  ] 2 tests.
[  SKIPPED ] 2 tests.
</system-out></testcase>
  <testcase name="a_tests.Second" status="fail"><system-out>expected 3, found 4
[==========] 1 test from 1 test suite ran. (1 ms total)
[  FAILED  ] 1 test.
</system-out></testcase>
  <testcase name="house.third" status="notrun"><system-out/></testcase>
  <testcase name="house.fourth" status="notrun"><system-out>NOT TESTED: no tool
</system-out></testcase>
</testsuite>
"""

with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "tests.xml"
    path.write_text(XML)
    found = tell_results.told(path).splitlines()

expected = [
    "7 tests in 4 entries; skipped 4, failed entries 1",
    "SKIPPED a_tests.First: NOT TESTED: no data (tests/a/first_test.cc:5)",
    "SKIPPED a_tests.First: no root (tests/a/first_test.cc:9)",
    "SKIPPED house.third: not run",
    "SKIPPED house.fourth: NOT TESTED: no tool",
    "FAILED a_tests.Second",
    "expected 3, found 4",
]
if found[: len(expected)] != expected:
    sys.exit("found\n" + "\n".join(found))
