# headwater_add_part(NAME DEPENDENCY...): declares the static library headwater_NAME with the alias
# headwater::NAME, whose sources are the .cc files below NAME/ and whose public headers are the .h
# files outside internal/.
function(headwater_add_part name)
  set(folder ${PROJECT_SOURCE_DIR}/${name})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${folder}/*.h)
  list(FILTER headers EXCLUDE REGEX "/internal/")
  if(NOT sources)
    file(WRITE ${PROJECT_BINARY_DIR}/${name}_empty.cc "")
    set(sources ${PROJECT_BINARY_DIR}/${name}_empty.cc)
  endif()
  add_library(headwater_${name} STATIC ${sources})
  add_library(headwater::${name} ALIAS headwater_${name})
  set_target_properties(headwater_${name} PROPERTIES EXPORT_NAME ${name}
                        POSITION_INDEPENDENT_CODE ON)
  target_sources(headwater_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}
                 FILES ${headers})
  target_compile_features(headwater_${name} PUBLIC cxx_std_20)
  foreach(dependency IN LISTS ARGN)
    target_link_libraries(headwater_${name} PUBLIC headwater::${dependency})
  endforeach()
  target_link_libraries(headwater_${name} PRIVATE $<BUILD_INTERFACE:headwater_build_flags>)
  headwater_unite(headwater_${name} ${sources})
endfunction()
