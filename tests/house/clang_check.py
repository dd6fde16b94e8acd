"""Reads files of a build on their own with Clang 14, warnings as errors.

usage: clang_check.py [--all] BUILD_FOLDER SOURCE_FOLDER     (exit 77: Clang 14 is not installed)

A build compiles the files of a folder together, where one file's #include serves the next. Here
each is read alone, so that a missing one is found. The build folder is not changed.

Every header is read, and every .cc file that the build with the sanitizers, which Clang makes, does
not compile; with --all the other .cc files too, which takes several times as long.

What many files include is read once, into precompiled headers. A file gets the headers of one only
when it includes all of them itself, directly or through others: it sees nothing that it would not
see without. That its includes stand in another order hides nothing either, because every header is
read alone too, by the same rule.
"""

import collections
import concurrent.futures
import functools
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

COMPILER = "clang++-14"
SANITIZED = ("apps/", "engine/", "graph/", "ingest/", "queries/", "tests/")
SKIPPED = 77
LEAST_USERS = 10  # of a precompiled header; below, making it costs more than it saves
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
# A precompiled header is one of each; those that do not pay, or are gone, are not made.
OWN = [[], ["string", "vector"], ["graph/status.h"], ["graph/records.h"], ["graph/store.h"],
       ["graph/snapshot.h"], ["graph/projection.h"],
       ["queries/query_session.h", "queries/answer.h"], ["engine/flow/trace.h"],
       ["ingest/mapping.h"], ["graph/internal/database.h"],
       ["tests/support/query_store.h"], ["tests/support/staging.h"]]
OTHERS = [[], ["filesystem"], ["fmt/format.h"], ["boost/json.hpp"],
          ["gtest/gtest.h"], ["gtest/gtest.h", "boost/json.hpp"], ["gtest/gtest.h", "filesystem"]]
# How long reading takes, in hundredths of a second; others of the standard library 2, own ones 1.
WEIGHTS = {"filesystem": 20, "chrono": 12, "memory": 10, "functional": 5, "random": 15,
           "fstream": 8, "sstream": 8, "fmt/format.h": 25, "gtest/gtest.h": 50,
           "boost/json.hpp": 55, "rocksdb/db.h": 70}


def build_entries(folder):
    """(file, its compiler's words), for the units of several files each of these."""
    with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    for entry in entries:
        words = shlex.split(entry["command"])
        path = os.path.join(entry["directory"], entry["file"])
        if "/Unity/" not in path:
            yield path, words
            continue
        with open(path, encoding="utf-8") as unit:
            for quoted, _ in INCLUDE.findall(unit.read()):
                yield quoted, words


def common_flags(commands):
    """The flags of all together that matter to reading, so that precompiled headers serve all.
    What only some targets define is harmless to the others, and the build tells them apart."""
    flags = dict.fromkeys(itertools.chain.from_iterable(
        (word for word in words if re.match(r"-(D|I|W|std=)", word)) for words in commands))
    for words in commands:
        for at in (i for i, word in enumerate(words) if word == "-isystem"):
            flags["-isystem" + words[at + 1]] = None
    return [*flags, "-DNDEBUG", "-Werror", "-Wno-unknown-warning-option"]


class Includes:
    """What files include, as written; headers of the project also by what they include."""

    def __init__(self, root):
        self.root = root
        self.closure = functools.lru_cache(None)(self._closure)

    @functools.lru_cache(None)
    def direct(self, name):
        path = os.path.join(self.root, name)
        if not os.path.isfile(path):
            return ()
        with open(path, encoding="utf-8") as file:
            return tuple(a or b for a, b in INCLUDE.findall(file.read()))

    def _closure(self, names):
        seen, open_names = set(), list(names)
        while open_names:
            name = open_names.pop()
            if name not in seen:
                seen.add(name)
                open_names.extend(self.direct(name))
        return frozenset(seen)

    def brings(self, unit, kit):
        return set(kit) <= self.closure((unit,)) - {unit}

    def is_own(self, name):
        return os.path.isfile(os.path.join(self.root, name))

    def weight(self, names):
        return sum(1 if self.is_own(name) else WEIGHTS.get(name, 2) for name in self.closure(names))


def chosen_kits(units, includes):
    """By unit the heaviest kit (headers to precompile) all of which it includes; () for none."""
    kits = {tuple(a + b) for a, b in itertools.product(OWN, OTHERS)} - {()}
    kits = sorted(kits, key=lambda kit: (-includes.weight(kit), kit))
    while True:
        chosen = {unit: next((kit for kit in kits if includes.brings(unit, kit)), ())
                  for unit in units}
        users = collections.Counter(chosen.values())
        idle = [kit for kit in kits if users[kit] < LEAST_USERS]
        if not idle:
            return chosen
        # The least useful go first: their users may make another one worth while.
        least = min(users[kit] for kit in idle)
        kits = [kit for kit in kits if kit not in idle or users[kit] > least]


class Reader:
    def __init__(self, root, flags, scratch):
        self.root, self.flags, self.scratch = root, flags, scratch
        self.precompiled = {(): []}

    def run(self, words):
        result = subprocess.run([COMPILER, *self.flags, *words], cwd=self.root, check=False,
                                capture_output=True, text=True)
        return result.returncode, result.stderr

    def precompile(self, kit):
        base = os.path.join(self.scratch, str(abs(hash(kit))))
        with open(base + ".h", "w", encoding="utf-8") as file:
            file.writelines(f"#include <{name}>\n" for name in kit)
        code, messages = self.run(["-x", "c++-header", base + ".h", "-o", base + ".pch"])
        return kit, base + ".pch", code, messages

    def read(self, unit, kit):
        words = ["-fsyntax-only", unit]
        if unit.endswith(".h"):
            words = ["-fsyntax-only", "-include", unit, "-x", "c++", "/dev/null"]
        if kit and self.run(["-include-pch", self.precompiled[kit], *words])[0] == 0:
            return unit, 0, ""
        return unit, *self.run(words)  # what the messages are about is the file itself


def sources_to_read(sources, reads_all):
    return [name for name in sources if reads_all or not name.startswith(SANITIZED)]


def headers_to_read(includes, sources, read, chosen):
    """The project's headers, without those that a source which is read shows to be complete: it
    includes them first, and sees nothing from a precompiled header that they do not include."""
    shown = set()
    for source in read:
        first = next(iter(includes.direct(source)), "")
        if set(chosen[source]) <= includes.closure((first,)):
            shown.add(first)
    own = (name for name in includes.closure(tuple(sources)) if name.endswith(".h"))
    return sorted(name for name in own if includes.is_own(name) and name not in shown)


def read_files(root, entries, reads_all):
    """How many were read, and how many of them have faults, which are printed."""
    includes = Includes(root)
    sources = sorted(os.path.relpath(path, root) for path in entries)
    own = (name for name in includes.closure(tuple(sources)) if includes.is_own(name))
    read = sources_to_read(sources, reads_all)
    headers = {name for name in own if name.endswith(".h")}
    chosen = chosen_kits(sorted({*read, *headers}), includes)
    units = read + headers_to_read(includes, sources, read, chosen)
    faults = 0
    with tempfile.TemporaryDirectory() as scratch, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        reader = Reader(root, common_flags(entries.values()), scratch)
        kits = {chosen[unit] for unit in units} - {()}
        for kit, path, code, messages in pool.map(reader.precompile, kits):
            reader.precompiled[kit] = path
            if code != 0:
                sys.exit(f"precompiling {kit}:\n{messages}")
        for name, code, messages in pool.map(lambda unit: reader.read(unit, chosen[unit]), units):
            if code != 0:
                faults += 1
                print(f"{name}\n{messages}")
    return len(units), faults


def main():
    if shutil.which(COMPILER) is None:
        print(f"NOT TESTED: {COMPILER} is not installed")
        return SKIPPED
    reads_all = "--all" in sys.argv
    build, root = [word for word in sys.argv[1:] if word != "--all"]
    count, faults = read_files(os.path.abspath(root), dict(build_entries(build)), reads_all)
    print(f"{count} files, {faults} with faults")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
