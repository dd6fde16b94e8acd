#!/bin/sh
# instrumented_tbb.sh FOLDER: builds Debian's own TBB with the thread sanitizer into FOLDER, and
# prints the folder that holds the library. Without it every hand-over between TBB's threads looks
# like a race. Needs the rights of prepare.sh's install_packages and the source package of the
# machine's Debian release; does nothing when FOLDER has the library already.
. "$(dirname -- "$0")/prepare.sh"

folder=$(mkdir -p "$1" && cd "$1" && pwd)
library() { find "$folder/build" -name 'libtbb.so.12' -printf '%h\n' 2>/dev/null | head -n 1; }

fetch_source() {
  lists=$folder/lists
  sources=$folder/sources.list
  mkdir -p "$lists/partial"
  # The machine's own package sources, asked for sources instead of binaries.
  # shellcheck disable=SC2016  # apt fills these in
  apt-get indextargets --format \
    'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    grep ' main$' | sort -u >"$sources"
  private="-o Dir::Etc::SourceList=$sources -o Dir::Etc::SourceParts=- -o Dir::State::Lists=$lists"
  # shellcheck disable=SC2086  # options are meant to be split into words
  as_root apt-get $private update -qq
  # shellcheck disable=SC2086
  (cd "$folder" && as_root apt-get $private source --download-only -qq onetbb)
}

if [ -z "$(library)" ]; then
  { [ -n "$(find "$folder" -name 'onetbb_*.orig.tar.*')" ] || fetch_source; } >&2
  tar -C "$folder" -xf "$(find "$folder" -name 'onetbb_*.orig.tar.*' | head -n 1)"
  cmake -S "$(find "$folder" -maxdepth 1 -name 'oneTBB-*' | head -n 1)" -B "$folder/build" -G Ninja \
    -DTBB_TEST=OFF -DTBB_STRICT=OFF -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_FLAGS="-fsanitize=thread -w" >&2
  cmake --build "$folder/build" --target tbb >&2
fi
library
