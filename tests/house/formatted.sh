#!/bin/sh
# Every C++ file is as clang-format 14 writes it with the project's .clang-format.
# usage: formatted.sh PROJECT; 77: clang-format-14 is not installed
set -eu
cd "$1"
command -v clang-format-14 >/dev/null || { echo "NOT TESTED: no clang-format-14"; exit 77; }
find apps bench engine examples graph ingest queries tests \( -name '*.cc' -o -name '*.h' \) -print0 |
  xargs -0 clang-format-14 --dry-run -Werror
