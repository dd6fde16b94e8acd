# headwater_unite(TARGET SOURCE...): compiles up to twelve files of one folder as one unit, which costs
# a third of compiling each alone. Names in anonymous namespaces are therefore unique in their
# folder. The presets `debug` and `tidy` compile file by file: there every file has to include what
# it uses, and `scripts/test.sh --alone` sees to it.
option(HEADWATER_UNITY "Compile the files of a folder together" ON)
set(HEADWATER_FILES_A_UNIT 12)

function(headwater_unite target)
  if(NOT HEADWATER_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  foreach(source IN LISTS ARGN)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER "${folder}" group)
    math(EXPR unit "${count_${group}} + 0")
    math(EXPR count_${group} "${unit} + 1")
    math(EXPR unit "${unit} / ${HEADWATER_FILES_A_UNIT}")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group}_${unit})
  endforeach()
endfunction()
