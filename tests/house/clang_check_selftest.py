#!/usr/bin/env python3
"""Plants one fault of each kind in a small tree and expects clang_check.py to name the file."""
import json
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("clang_check.py")
SKIPPED = 77
USES = "#include <string>\n#include <vector>\n"
# Enough files with the same includes for a precompiled header of them.
CLEAN = {f"graph/clean{i}.cc": USES + f"std::vector<std::string> clean{i}();\n" for i in range(12)}
FAULTS = {
    "an include that the file before has": (
        {"graph/faulty.cc": "std::string faulty();\n"}, "graph/faulty.cc"),
    "an include that a header does not bring": (
        {"graph/faulty.cc": USES + "std::map<int, int> faulty();\n"}, "graph/faulty.cc"),
    "a header that its users' own includes complete": (
        {"graph/faulty.h": "#pragma once\nstd::string faulty();\n",
         "graph/user.cc": USES + '#include "graph/faulty.h"\n'}, "graph/faulty.h"),
    "a header that another one completes": (
        {"graph/faulty.h": "#pragma once\nstd::vector<int> faulty();\n",
         "graph/both.h": "#pragma once\n" + USES + '#include "graph/faulty.h"\n',
         "graph/both.cc": '#include "graph/both.h"\n'}, "graph/faulty.h"),
    "a warning": (
        {"graph/faulty.cc": USES + "int faulty() { int unused = 0; return 1; }\n"},
        "graph/faulty.cc"),
    "a warning in a header": (
        {"graph/faulty.h": "inline int faulty(long wide) { return wide; }\n",
         "graph/user.cc": '#include "graph/faulty.h"\n'}, "graph/user.cc"),
}


def run(files, *options):
    """The check over a tree whose sources are one unit of the build."""
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder, "build", "Unity", "unity_graph_0_cxx.cxx")
        unit.parent.mkdir(parents=True)
        sources = [name for name in files if name.endswith(".cc")]
        unit.write_text("".join(f'#include "{folder}/{name}"\n' for name in sources))
        command = f"c++ -I{folder} -Wall -Wextra -Wconversion -std=c++20 -o unit.o -c {unit}"
        pathlib.Path(folder, "build", "compile_commands.json").write_text(json.dumps(
            [{"directory": folder, "file": str(unit), "command": command}]))
        for name, text in files.items():
            pathlib.Path(folder, name).parent.mkdir(exist_ok=True)
            pathlib.Path(folder, name).write_text(text)
        result = subprocess.run([sys.executable, CHECK, *options, folder + "/build", folder],
                                check=False, capture_output=True, text=True)
        return result.returncode, result.stdout + result.stderr


def main():
    code, output = run(CLEAN, "--all")
    if code == SKIPPED:
        print(output)
        return SKIPPED
    failures = [] if code == 0 else [f"a clean tree is refused: {output}"]
    for name, (files, expected) in FAULTS.items():
        code, output = run(CLEAN | files, "--all")
        if code != 1 or expected not in output.splitlines():
            failures.append(f"not noticed: {name}: {output}")
        # Of .cc files that the sanitizers' build compiles headers alone are read.
        named = expected if expected.endswith(".h") else expected.replace("graph/", "bench/")
        moved = {path.replace("graph/faulty.cc", "bench/faulty.cc").replace(
            "graph/user.cc", "bench/user.cc"): text for path, text in files.items()}
        code, output = run(CLEAN | moved)
        if code != 1 or named not in output.splitlines():
            failures.append(f"not noticed without --all: {name}: {output}")
    print("\n".join(failures) or f"all {len(FAULTS)} planted faults were noticed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
