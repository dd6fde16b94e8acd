# The tests of a program suite by suite, each one process, instead of one process a test as
# gtest_discover_tests has it: most of a short test's time goes into starting it and into what its
# suite sets up. Tests with "Slow" in their names are entries of their own, with that label. What a
# suite skips is said at the end of a run (tests/house/tell_results.py).
#
#   headwater_discover_suites(TARGET)
#
# Run as a script after linking, this file writes the list that CTest reads.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  cmake_minimum_required(VERSION 3.25)
  execute_process(COMMAND ${PROGRAM} --gtest_list_tests --gtest_filter=-*Slow*
                  OUTPUT_VARIABLE listed RESULT_VARIABLE result)
  string(REGEX MATCHALL "(^|\n)[A-Za-z0-9_/]+\\." suites "${listed}")
  if(NOT result EQUAL 0 OR suites STREQUAL "")
    message(FATAL_ERROR "${PROGRAM} lists no tests: ${result}")
  endif()
  cmake_path(GET PROGRAM STEM program)
  # Minutes each: begun first, so that none runs alone at the end.
  set(long_suites apps_tests.Victims graph_tests.Steps/DurabilityTest graph_tests.RecordLookupTest)
  set(tests "")
  foreach(suite IN LISTS suites)
    string(STRIP "${suite}" suite)
    string(REGEX REPLACE "\\.$" "" name "${program}.${suite}")
    string(APPEND tests
           "add_test([[${name}]] [[${PROGRAM}]] --gtest_brief=1 [[--gtest_filter=${suite}*-*Slow*]])\n"
           "set_tests_properties([[${name}]] PROPERTIES TIMEOUT 1200 LABELS fast)\n")
    if(name IN_LIST long_suites)
      string(APPEND tests "set_tests_properties([[${name}]] PROPERTIES COST 100)\n")
    endif()
  endforeach()
  file(WRITE ${OUTPUT} "${tests}")
  return()
endif()

set(HEADWATER_DISCOVER_SUITES ${CMAKE_CURRENT_LIST_FILE})
function(headwater_discover_suites target)
  set(list ${CMAKE_CURRENT_BINARY_DIR}/${target}_suites.cmake)
  add_custom_command(TARGET ${target} POST_BUILD VERBATIM
                     COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:${target}> -D OUTPUT=${list}
                             -P ${HEADWATER_DISCOVER_SUITES})
  # A program that is not built yet has a list without tests.
  if(NOT EXISTS ${list})
    file(WRITE ${list} "")
  endif()
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${list})
endfunction()
