#!/usr/bin/env python3
"""Reads every #include of the project and fails on an upward arrow, a private header used from
outside its part, a third-party header in a public header, or a cycle of files.

    layering.py SOURCE_DIR

Directives are read as the compiler reads them (lines joined, comments gone, digraphs known). What
could hide an arrow is refused: a path that is not the plain one from the project's root, a macro in
place of a path, `#include_next` and `import`, a suffix other than `.h` and `.cc`, a symbolic link.
"""
import pathlib
import posixpath
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
# Folders of the project that no part may include.
AROUND = {"tests", "bench", "examples", "build", "cmake", "docs", "scripts"}
SOURCES = {".h", ".cc"}
OTHER_FILES = {".md", ".txt"}

# All that public headers may show to users of the library.
STANDARD = set("""
    algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv
    chrono cinttypes climits clocale cmath compare complex concepts condition_variable coroutine
    csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype
    deque exception execution filesystem format forward_list fstream functional future
    initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map
    memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio
    regex scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept
    stop_token streambuf string string_view strstream syncstream system_error thread tuple
    type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
    version
""".split())
# Result<T> is a thin class over the one; the other is the view for Boost.Graph, its own target.
EXCEPTIONS = {"graph/status.h": re.compile(r"^tl/expected\.hpp$"),
              "graph/boost_graph.h": re.compile(r"^boost/")}

CONTINUED = re.compile(r"\\[ \t]*\r?\n")
# What may hold the look of a comment or a directive, in the order in which a compiler sees it.
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
      | (?P<raw>\b(?:u8|[uUL])?R"(?P<fence>[^()\\\s"]{0,16})\(.*?\)(?P=fence)")
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<word>[A-Za-z_]\w*|\.?\d(?:[eEpP][+-]|'?[\w.])*)
      | (?P<character>'(?:\\.|[^'\\\n])+')""", re.VERBOSE | re.DOTALL)
DIRECTIVE = re.compile(r"^[ \t\f\v]*(?:\#|%:)[ \t\f\v]*(include|include_next|import)\b(.*)$",
                       re.MULTILINE)
MODULE = re.compile(r"^[ \t]*(?:export[ \t]+)?import\b[^\n(=]*;", re.MULTILINE)
PATH = re.compile(r'^\s*(?:"([^"]+)"|<([^>]+)>)\s*$')


def without_comments(text):
    """The text with its lines joined; comments are a blank, raw strings empty."""
    def plain(token):
        if token.group("comment") is not None:
            return " "
        return '""' if token.group("raw") is not None else token.group()
    return TOKEN.sub(plain, CONTINUED.sub("", text))


def sources(root, problems):
    for part in sorted(PARTS):
        for path in sorted((root / part).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_symlink():
                problems.append(f"{name}: is a symbolic link; includes through it cannot be judged")
            elif path.is_file() and path.suffix in SOURCES:
                yield name
            elif path.is_file() and path.suffix not in OTHER_FILES:
                problems.append(f"{name}: neither .h nor .cc, so its includes would not be read")


def includes(root, name, problems):
    """(target, in angle brackets) of every include that names a path."""
    text = without_comments((root / name).read_text(encoding="utf-8"))
    found = []
    for word, rest in DIRECTIVE.findall(text):
        path = PATH.match(rest)
        if word != "include" or path is None:
            problems.append(f"{name}: #{word}{rest}: only #include with a path is read here")
        else:
            found.append((path.group(1) or path.group(2), path.group(2) is not None))
    problems.extend(f"{name}: {line.strip()}: modules are not read here"
                    for line in MODULE.findall(text))
    return found


def part_of(name):
    return name.split("/", 1)[0]


def check_path(name, target, angled, problems):
    """Whether the path is the plain one; its meaning is then certain."""
    if target != posixpath.normpath(target) or target.startswith(("/", "..")) or "\\" in target:
        problems.append(f"{name}: includes {target}: write the plain path from the project's root")
    elif not angled and part_of(target) not in PARTS | AROUND:
        problems.append(f"{name}: includes {target}: quotes are for paths from the project's root")
    elif part_of(target) in PARTS and not target.endswith(".h"):
        problems.append(f"{name}: includes {target}, which is no .h file")


def is_public_header(name):
    return name.endswith(".h") and "/internal/" not in name and part_of(name) != "apps"


def check_arrow(name, target, problems):
    part, other = part_of(name), part_of(target)
    if other in AROUND or (other in PARTS and other not in ALLOWED[part]):
        problems.append(f"{name}: includes {target}: {part} may not use {other}")
    if other in PARTS and "/internal/" in target:
        if other != part:
            problems.append(f"{name}: includes {target}: private to {other}")
        elif is_public_header(name):
            problems.append(f"{name}: public header includes the private {target}")
    if other not in PARTS and is_public_header(name) and target not in STANDARD:
        exception = EXCEPTIONS.get(name)
        if exception is None or not exception.match(target):
            problems.append(f"{name}: public header includes {target}, not of the standard library")


def check_file(root, name, entries, problems):
    for target, angled in entries:
        check_path(name, target, angled, problems)
        plain = posixpath.normpath(target)
        check_arrow(name, plain, problems)
        if part_of(plain) in PARTS:
            if not (root / plain).is_file():
                problems.append(f"{name}: includes {target}, which does not exist")
        elif part_of(plain) not in AROUND and (root / part_of(plain)).exists():
            problems.append(f"{name}: includes {target}: {part_of(plain)} is no part")


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
    problems, graph = [], {}
    for name in sources(root, problems):
        entries = includes(root, name, problems)
        check_file(root, name, entries, problems)
        graph[name] = [posixpath.normpath(target) for target, _ in entries]
    cycle = find_cycle(graph)
    if cycle:
        problems.append("cycle of files: " + " -> ".join(cycle))
    for problem in problems:
        print(problem)
    print(f"{len(graph)} files, {len(problems)} problems")
    return 1 if problems or not graph else 0


if __name__ == "__main__":
    sys.exit(main())
