# Build options. Tests, benchmarks and examples are on only when Headwater is the top project.
option(HEADWATER_BUILD_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(HEADWATER_BUILD_BENCH "Build the benchmarks" ${PROJECT_IS_TOP_LEVEL})
option(HEADWATER_BUILD_EXAMPLES "Build the examples" ${PROJECT_IS_TOP_LEVEL})
option(HEADWATER_WERROR "Treat warnings as errors" OFF)
option(HEADWATER_CCACHE "Compile through ccache when it is installed" ON)
set(HEADWATER_SANITIZE "" CACHE STRING "address;undefined, thread, or empty")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

if(HEADWATER_CCACHE)
  find_program(CCACHE_PROGRAM ccache)
  if(CCACHE_PROGRAM)
    # Dependencies come from the compiler: nothing is preprocessed a second time for the cache.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_DEPEND=1 ${CCACHE_PROGRAM})
  endif()
endif()

# Flags that every target of this project gets; never exported.
add_library(headwater_build_flags INTERFACE)
# Designated initialisers rely on member defaults, which -Wextra counts as missing.
target_compile_options(headwater_build_flags INTERFACE -Wall -Wextra -Wshadow -Wconversion
                       -Wno-missing-field-initializers)
if(HEADWATER_WERROR)
  target_compile_options(headwater_build_flags INTERFACE -Werror)
endif()
foreach(sanitizer IN LISTS HEADWATER_SANITIZE)
  target_compile_options(headwater_build_flags INTERFACE -fsanitize=${sanitizer}
                         -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(headwater_build_flags INTERFACE -fsanitize=${sanitizer})
endforeach()
# Coverage for libFuzzer in everything that a fuzz target reaches (tests/fuzz).
option(HEADWATER_FUZZ "Build the libFuzzer targets (Clang only)" OFF)
if(HEADWATER_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "HEADWATER_FUZZ needs Clang")
  endif()
  target_compile_options(headwater_build_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(headwater_build_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  target_link_options(headwater_build_flags INTERFACE -fuse-ld=mold)
endif()
