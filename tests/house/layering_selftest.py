#!/usr/bin/env python3
"""Plants one offence of each kind in a small tree and expects layering.py to name it."""
import pathlib
import subprocess
import sys
import tempfile

LAYERING = pathlib.Path(__file__).with_name("layering.py")
UPWARD = "graph may not use engine"
PLAIN = "write the plain path"
MACRO = "only #include with a path"
STANDARD = "not of the standard library"
NO_HEADER = "which is no .h file"


def from_graph(directive):
    """An arrow from graph up to engine, written in some way."""
    return {"graph/a.cc": directive + "\n", "engine/b.h": ""}


# What it is: (the tree, what the output has to say).
OFFENCES = {
    "upward arrow": (from_graph('#include "engine/b.h"'), UPWARD),
    "upward in angles": (from_graph("#include <engine/b.h>"), UPWARD),
    "without a blank": (from_graph('#include"engine/b.h"'), UPWARD),
    "blanks within": (from_graph(' \t# \tinclude\t"engine/b.h" '), UPWARD),
    "as a digraph": (from_graph('%:include "engine/b.h"'), UPWARD),
    "after a comment": (from_graph('/* */ #include "engine/b.h"'), UPWARD),
    "after a comment of two lines": (from_graph('/*\n*/ #include "engine/b.h"'), UPWARD),
    "comments within": (from_graph('# /* */ include /* */ "engine/b.h" // why'), UPWARD),
    "after the look of a comment": (from_graph('auto a = "/*";\n#include "engine/b.h"'), UPWARD),
    "after the look of a text": (from_graph("auto a = '\"';\n#include \"engine/b.h\""), UPWARD),
    "after a grouped number": (from_graph("auto a = 1'000;\n#include \"engine/b.h\" // '"), UPWARD),
    "after a raw text": (from_graph('auto a = R"x(\n/* " )x";\n#include "engine/b.h"'), UPWARD),
    "continued line": (from_graph('#inc\\\nlude \\\n "engine/b.h"'), UPWARD),
    "continued before Windows line ends": (from_graph('#include \\\r\n "engine/b.h"\r'), UPWARD),
    "from the parent": (from_graph('#include "../engine/b.h"'), PLAIN),
    "from the folder's parent": (from_graph('#include "./../engine/b.h"'), PLAIN),
    "back and up": (from_graph('#include "graph/../engine/b.h"'), UPWARD),
    "back and up in angles": (from_graph("#include <graph/../engine/b.h>"), UPWARD),
    "a dot in the path": (from_graph('#include "engine/./b.h"'), PLAIN),
    "two slashes": (from_graph('#include "engine//b.h"'), PLAIN),
    "absolute": (from_graph('#include "/project/engine/b.h"'), PLAIN),
    "through a macro": (from_graph('#define B "engine/b.h"\n#include B'), MACRO),
    "include_next": (from_graph("#include_next <engine/b.h>"), MACRO),
    "import directive": (from_graph('#import "engine/b.h"'), MACRO),
    "header unit": (from_graph('import "engine/b.h";'), "modules are not read"),
    "module": (from_graph("export import engine;"), "modules are not read"),
    "beside itself": ({"graph/a.cc": '#include "b.h"\n', "graph/b.h": ""},
                      "from the project's root"),
    "missing": ({"graph/a.cc": '#include "graph/b.h"\n'}, "does not exist"),
    "missing in angles": ({"graph/a.cc": "#include <graph/b.h>\n"}, "does not exist"),
    "sideways arrow": ({"engine/a.cc": '#include "ingest/b.h"\n', "ingest/b.h": ""},
                       "engine may not use ingest"),
    "sideways in angles": ({"engine/a.cc": "#include <ingest/b.h>\n", "ingest/b.h": ""},
                           "engine may not use ingest"),
    "private header": ({"engine/a.cc": '#include "graph/internal/b.h"\n', "graph/internal/b.h": ""},
                       "private to graph"),
    "private in angles": ({"engine/a.cc": "#include <graph/internal/b.h>\n",
                           "graph/internal/b.h": ""}, "private to graph"),
    "private in public": ({"graph/a.h": "#include <graph/internal/b.h>\n",
                           "graph/internal/b.h": ""}, "public header includes the private"),
    "a test's header": ({"graph/a.cc": '#include "tests/support/b.h"\n',
                         "tests/support/b.h": ""}, "graph may not use tests"),
    "a bench's header": ({"apps/a.cc": "#include <bench/b.h>\n", "bench/b.h": ""},
                         "apps may not use bench"),
    "a folder that is no part": ({"graph/a.cc": "#include <helpers/b.h>\n", "helpers/b.h": ""},
                                 "helpers is no part"),
    "third party in public": ({"graph/a.h": "#include <rocksdb/db.h>\n"}, STANDARD),
    "any library in public": ({"graph/a.h": "#include <xxhash.h>\n"}, STANDARD),
    "a library in quotes": ({"graph/a.cc": '#include "xxhash.h"\n'}, "from the project's root"),
    "boost beside its own header": ({"graph/a.h": "#include <boost/any.hpp>\n"}, STANDARD),
    "another library in the boost header": ({"graph/boost_graph.h": "#include <tbb/task.h>\n"},
                                            STANDARD),
    "cycle": ({"graph/a.h": '#include "graph/b.h"\n', "graph/b.h": '#include "graph/a.h"\n'},
              "cycle of files: graph/a.h -> graph/b.h -> graph/a.h"),
    "cycle in angles": ({"graph/a.h": "#include <graph/b.h>\n",
                         "graph/b.h": "#include <graph/a.h>\n"},
                        "cycle of files: graph/a.h -> graph/b.h -> graph/a.h"),
    "cycle of one": ({"graph/a.h": '#include "graph/a.h"\n'}, "cycle of files"),
}
for suffix in ("hpp", "inc", "ipp", "cpp", "cxx", "hh", "H", "inl"):
    OFFENCES[f"a file .{suffix}"] = ({"graph/a.h": "", f"graph/b.{suffix}": ""},
                                     "neither .h nor .cc")
    OFFENCES[f"an included .{suffix}"] = (
        {"graph/a.cc": f'#include "graph/b.{suffix}"\n', f"graph/b.{suffix}": ""}, NO_HEADER)
OFFENCES["an included .cc"] = ({"graph/a.cc": '#include "graph/b.cc"\n', "graph/b.cc": ""},
                               NO_HEADER)

CLEAN = {
    "graph/a.h": "#include <cstdint>\n",
    "graph/status.h": "#include <tl/expected.hpp>\n",
    "graph/boost_graph.h": "#include <boost/graph/graph_traits.hpp>\n",
    "graph/README.md": '#include "engine/b.h"\n',
    "graph/internal/c.h": "#include <xxhash.h>\n",
    "engine/b.h": "",
    "engine/b.cc": '#include "graph/a.h" // why\n#include <rocksdb/db.h>\n',
    "graph/c.cc": '// #include "engine/b.h"\n/*\n#include "engine/b.h"\n*/\n'
                  '#include "graph/internal/c.h"\n'
                  'auto a = "// \\" /*"; auto b = \'"\'; auto c = 1\'000;\n'
                  '// line \\\n#include "engine/b.h"\n'
                  'auto d = R"x(\n#include "engine/b.h"\n)" )x";\nint import = 1;\n',
}


def run(files, link=None):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if link:
            pathlib.Path(folder, link[0]).symlink_to(pathlib.Path(folder, link[1]))
        result = subprocess.run([sys.executable, LAYERING, folder], capture_output=True, text=True,
                                check=False)
        return result.returncode, result.stdout + result.stderr


def main():
    failures = []
    for name, (files, expected) in OFFENCES.items():
        code, output = run(files)
        if code != 1 or expected not in output:
            failures.append(f"not noticed: {name}: {output}")
    code, output = run({"graph/a.h": "", "engine/b.h": ""}, ("graph/b.h", "engine/b.h"))
    if code != 1 or "graph/b.h: is a symbolic link" not in output:
        failures.append(f"not noticed: a symbolic link: {output}")
    code, output = run(CLEAN)
    if code != 0:
        failures.append(f"a clean tree is refused: {output}")
    print("\n".join(failures) or f"all {len(OFFENCES) + 1} planted offences were noticed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
