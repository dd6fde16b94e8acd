#!/bin/sh
# Passes every test: installs what is missing, builds the release preset with warnings as errors,
# runs all tests. `test.sh --sanitize` runs the fast ones under the address and undefined-behaviour
# sanitizers instead; `test.sh --threads` runs graph and engine under the thread sanitizer.
. "$(dirname -- "$0")/prepare.sh"

install_packages
cd "$project_folder"

case "${1:-}" in
  "")
    configure_and_build release -DHEADWATER_WERROR=ON
    ctest --preset release -j "$(nproc)"
    ;;
  --sanitize)
    configure_and_build asan
    ctest --preset asan -j "$(nproc)" -LE slow
    ;;
  --threads)
    configure_and_build tsan
    ctest --preset tsan -j "$(nproc)" -LE slow -R 'graph|engine'
    ;;
  *)
    echo "usage: $0 [--sanitize | --threads]" >&2
    exit 1
    ;;
esac
