"""Reads every unit of a build with Clang 14, all warnings as errors, and writes nothing.

usage: clang_check.py BUILD_FOLDER     (exit 77: Clang 14 is not installed)
"""

import concurrent.futures
import json
import os
import shlex
import shutil
import subprocess
import sys

COMPILER = "clang++-14"
SKIPPED = 77


def clang_command(entry):
    """The entry's flags, for Clang, without an output. GCC's own warning names are let pass."""
    words = shlex.split(entry["command"])
    words = words[next(i for i, word in enumerate(words) if word.endswith("++")) + 1:]
    kept = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT"):
            skip = True
        elif word not in ("-c", "-MD"):
            kept.append(word)
    return [COMPILER, *kept, "-fsyntax-only", "-Werror", "-Wno-unknown-warning-option"]


def check(entry):
    result = subprocess.run(clang_command(entry), cwd=entry["directory"], capture_output=True,
                            text=True, check=False)
    return entry["file"], result.returncode, result.stderr


def main():
    if shutil.which(COMPILER) is None:
        print(f"NOT TESTED: {COMPILER} is not installed")
        return SKIPPED
    with open(os.path.join(sys.argv[1], "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    faults = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, code, messages in pool.map(check, entries):
            if code != 0:
                faults += 1
                print(f"{name}\n{messages}")
    print(f"{len(entries)} units, {faults} with faults")
    return 1 if faults or not entries else 0


if __name__ == "__main__":
    sys.exit(main())
