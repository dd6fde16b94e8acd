#!/usr/bin/env python3
"""Reads every #include of the project and fails on an upward arrow, a private header used from
outside its part, a third-party header in a public header, or a cycle of files.

    layering.py SOURCE_DIR
"""
import pathlib
import re
import sys

# A part may include itself and what stands below it.
ALLOWED = {
    "graph": {"graph"},
    "engine": {"engine", "graph"},
    "ingest": {"ingest", "graph"},
    "queries": {"queries", "engine", "ingest", "graph"},
    "apps": {"apps", "queries", "engine", "ingest", "graph"},
}
PARTS = set(ALLOWED)
# Headers that public headers must not show to users of the library.
HIDDEN = re.compile(r"^(rocksdb|tbb|oneapi|boost|openssl|fmt|date|simdjson|fast_float|CLI|Random123)/")
BOOST_VIEW = "graph/boost_graph.h"
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def sources(root):
    for part in sorted(PARTS):
        for path in sorted((root / part).rglob("*")):
            if path.suffix in (".h", ".cc"):
                yield path.relative_to(root).as_posix()


def includes(root, name):
    text = (root / name).read_text(encoding="utf-8")
    return [(quoted, angled) for quoted, angled in INCLUDE.findall(text)]


def part_of(name):
    return name.split("/", 1)[0]


def check_file(name, entries, problems):
    part = part_of(name)
    public_header = name.endswith(".h") and "/internal/" not in name and part != "apps"
    for quoted, angled in entries:
        target = part_of(quoted) if quoted else ""
        if target in PARTS and target not in ALLOWED[part]:
            problems.append(f"{name}: includes {quoted}: {part} may not use {target}")
        if quoted and "/internal/" in quoted and target != part:
            problems.append(f"{name}: includes {quoted}: private to {target}")
        if public_header and name != BOOST_VIEW and HIDDEN.match(angled or quoted):
            problems.append(f"{name}: public header includes {angled or quoted}")
        if public_header and quoted and "/internal/" in quoted:
            problems.append(f"{name}: public header includes the private {quoted}")


def find_cycle(graph):
    """One cycle of files as a list, or nothing."""
    state, stack = {}, []

    def visit(node):
        state[node] = 1
        stack.append(node)
        for target in graph.get(node, ()):
            if state.get(target) == 1:
                return stack[stack.index(target):] + [target]
            if target in graph and target not in state:
                cycle = visit(target)
                if cycle:
                    return cycle
        stack.pop()
        state[node] = 2
        return None

    for node in graph:
        if node not in state:
            cycle = visit(node)
            if cycle:
                return cycle
    return None


def main():
    root = pathlib.Path(sys.argv[1])
    sys.setrecursionlimit(10000)
    problems, graph, count = [], {}, 0
    for name in sources(root):
        count += 1
        entries = includes(root, name)
        check_file(name, entries, problems)
        graph[name] = [quoted for quoted, _ in entries if quoted]
        for quoted, _ in entries:
            if quoted and part_of(quoted) in PARTS and not (root / quoted).exists():
                problems.append(f"{name}: includes {quoted}, which does not exist")
    cycle = find_cycle(graph)
    if cycle:
        problems.append("cycle of files: " + " -> ".join(cycle))
    for problem in problems:
        print(problem)
    print(f"{count} files, {len(problems)} problems")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
