# Installation: libraries, public headers below include/headwater, the command, and a package file
# for find_package(headwater).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS headwater_graph headwater_engine headwater_ingest headwater_queries
        EXPORT headwater-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/headwater)
install(TARGETS headwater_boost_graph EXPORT headwater-targets)
install(EXPORT headwater-targets NAMESPACE headwater::
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/headwater)

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/headwater-config.cmake.in
  ${PROJECT_BINARY_DIR}/headwater-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/headwater)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/headwater-config-version.cmake
                                 COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/headwater-config.cmake
              ${PROJECT_BINARY_DIR}/headwater-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/headwater)
