#!/usr/bin/env python3
"""Plants one offence of each kind in a small tree and expects layering.py to name it."""
import pathlib
import subprocess
import sys
import tempfile

LAYERING = pathlib.Path(__file__).with_name("layering.py")
OFFENCES = {
    "upward arrow": {"graph/a.cc": '#include "engine/b.h"\n', "engine/b.h": ""},
    "sideways arrow": {"engine/a.cc": '#include "ingest/b.h"\n', "ingest/b.h": ""},
    "private header": {"engine/a.cc": '#include "graph/internal/b.h"\n', "graph/internal/b.h": ""},
    "third party in public": {"graph/a.h": "#include <rocksdb/db.h>\n"},
    "cycle": {"graph/a.h": '#include "graph/b.h"\n', "graph/b.h": '#include "graph/a.h"\n'},
}
CLEAN = {"graph/a.h": "", "engine/b.cc": '#include "graph/a.h"\n#include <rocksdb/db.h>\n'}


def run(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, LAYERING, folder], capture_output=True).returncode


failures = [name for name, files in OFFENCES.items() if run(files) != 1]
if run(CLEAN) != 0:
    failures.append("a clean tree is refused")
print("not noticed: " + ", ".join(failures) if failures else "every planted offence was noticed")
sys.exit(1 if failures else 0)
