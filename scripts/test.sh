#!/bin/sh
# Passes every test: installs what is missing, builds the release preset with warnings as errors,
# runs all tests. `test.sh --sanitize` builds with Clang, warnings as errors too, and runs the fast
# ones under the address and undefined-behaviour sanitizers instead; `test.sh --threads` runs graph
# and engine under the thread sanitizer; `test.sh --alone` reads every file alone with Clang.
. "$(dirname -- "$0")/prepare.sh"

install_packages clang-14 clang-format-14 libclang-rt-14-dev  # a second compiler reads everything
cd "$project_folder"

# CTest with what was skipped and what failed said once more at the end.
run_tests() {
  preset=$1
  shift
  results=$project_folder/build/$preset/tests.xml
  rm -f "$results"
  passed=0
  ctest --preset "$preset" --no-tests=error -j "$(nproc)" --output-junit "$results" \
    --test-output-size-passed 1000000 --test-output-size-failed 10000000 "$@" || passed=$?
  python3 tests/house/tell_results.py "$results"
  return "$passed"
}

case "${1:-}" in
  "")
    # The demonstration turns parts of the same build folder off.
    configure_and_build release -DHEADWATER_WERROR=ON -DHEADWATER_BUILD_TESTS=ON \
      -DHEADWATER_BUILD_BENCH=ON -DHEADWATER_BUILD_EXAMPLES=ON
    run_tests release
    ;;
  --sanitize)
    configure_and_build asan -DHEADWATER_WERROR=ON
    run_tests asan -LE slow
    ;;
  --threads)
    tbb_folder=$("$scripts_folder/instrumented_tbb.sh" "$project_folder/build/tsan-tbb" | tail -n 1)
    (cmake --preset tsan && cmake --build --preset tsan --target graph_tests engine_tests)
    # The full disk is tested in a child process that starts threads, which the sanitizer cannot;
    # failing disks in processes of their own, whose reports nobody would see.
    for tests in graph_tests engine_tests; do
      LD_LIBRARY_PATH=$tbb_folder \
        TSAN_OPTIONS="suppressions=$project_folder/tests/thread_sanitizer.supp" \
        "build/tsan/bin/$tests" --gtest_brief=1 --gtest_filter='-*Slow*:*AFullDisk*:*Durability*:*SmallWritesFault*'
    done
    ;;
  --alone)
    (cmake --preset release -DHEADWATER_BUILD_TESTS=ON -DHEADWATER_BUILD_BENCH=ON \
      -DHEADWATER_BUILD_EXAMPLES=ON)
    python3 tests/house/clang_check.py --all build/release .
    ;;
  *)
    echo "usage: $0 [--sanitize | --threads | --alone]" >&2
    exit 1
    ;;
esac
