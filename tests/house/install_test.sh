#!/bin/sh
# Installs the build into a scratch folder, builds examples/find_package against it and compares
# what it prints.
#   install_test.sh BUILD_DIR SOURCE_DIR
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$1" --prefix "$scratch/prefix" >"$scratch/install.log"
cmake -S "$2/examples/find_package" -B "$scratch/build" -G Ninja \
  -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_BUILD_TYPE=Release >"$scratch/configure.log"
cmake --build "$scratch/build" >"$scratch/build.log" || { cat "$scratch/build.log"; exit 1; }
"$scratch/build/five_transfers" >"$scratch/out.txt"
diff "$2/examples/find_package/expected.txt" "$scratch/out.txt"
"$scratch/prefix/bin/headwater" --version
echo "an installed Headwater works"
