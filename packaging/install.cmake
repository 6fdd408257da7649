# What `cmake --install` puts where, below the prefix, in two components: `program`, and `library` for
# other C++ programs.
set(HARDFAIL_SYSTEMD_UNITS lib/systemd/system CACHE STRING "Where systemd units are installed")
set(HARDFAIL_ZSH_COMPLETIONS ${CMAKE_INSTALL_DATADIR}/zsh/site-functions CACHE STRING
  "Where completions of zsh are installed")
set(packaging ${PROJECT_SOURCE_DIR}/packaging)

install(TARGETS hardfail RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)

# Made when CMake runs, so that whoever builds the program alone can install it.
find_program(HARDFAIL_AWK awk REQUIRED)
set(manual ${PROJECT_SOURCE_DIR}/docs/hardfail.1)
set(pages ${PROJECT_BINARY_DIR}/man)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${manual} ${packaging}/man/split.awk)
file(REMOVE_RECURSE ${pages})
file(MAKE_DIRECTORY ${pages})
execute_process(COMMAND ${HARDFAIL_AWK} -v out=${pages} -f ${packaging}/man/split.awk ${manual}
  COMMAND_ERROR_IS_FATAL ANY)
foreach(section IN ITEMS 1 5)
  install(DIRECTORY ${pages}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT program
    FILES_MATCHING PATTERN "*.${section}")
endforeach()

set(completion ${PROJECT_SOURCE_DIR}/src/cli/completion)
install(FILES ${completion}/hardfail.bash RENAME hardfail
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${completion}/hardfail.zsh RENAME _hardfail
  DESTINATION ${HARDFAIL_ZSH_COMPLETIONS} COMPONENT program)
install(FILES ${completion}/hardfail.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)

configure_file(${packaging}/systemd/hardfail.service.in ${PROJECT_BINARY_DIR}/hardfail.service @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/hardfail.service ${packaging}/systemd/hardfail.timer
  DESTINATION ${HARDFAIL_SYSTEMD_UNITS} COMPONENT program)
install(FILES ${packaging}/systemd/hardfail.sysusers.conf RENAME hardfail.conf
  DESTINATION lib/sysusers.d COMPONENT program)

# Links lead to what is installed; a file that only the source has keeps its name, without the link.
file(GLOB documents CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.md)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${documents})
set(data ${CMAKE_INSTALL_DATADIR}/hardfail)
file(RELATIVE_PATH documents_to_data /${CMAKE_INSTALL_DOCDIR} /${data})
set(installed ${PROJECT_BINARY_DIR}/documents)
file(REMOVE_RECURSE ${installed})
foreach(document IN LISTS documents)
  file(READ ${document} text)
  string(REGEX REPLACE "\\]\\(\\.\\./(schema/|sample-reports/)" "](@data@/\\1" text "${text}")
  string(REPLACE "](../LICENSE)" "](LICENSE)" text "${text}")
  string(REGEX REPLACE "\\[([^]]*)\\]\\((\\.\\./[^)]*|hardfail\\.1)\\)" "\\1" text "${text}")
  string(REPLACE "@data@" "${documents_to_data}" text "${text}")
  cmake_path(GET document FILENAME name)
  file(WRITE ${installed}/${name} "${text}")
endforeach()
install(DIRECTORY ${installed}/ DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/docs/hardfail.conf.example
  ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
file(GLOB schemas CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/schema/*.json)
install(FILES ${schemas} DESTINATION ${data}/schema COMPONENT program)
set(samples ${PROJECT_SOURCE_DIR}/sample-reports)
install(DIRECTORY ${samples}/reports DESTINATION ${data}/sample-reports COMPONENT program)
install(FILES ${samples}/zone.db DESTINATION ${data}/sample-reports COMPONENT program)

# The modules that judge mail without a database, a mailbox or a terminal.
set(library_modules util net report dns services spf dmarc ledger analysis readiness)
foreach(module IN LISTS library_modules)
  set_target_properties(hardfail_${module} PROPERTIES EXPORT_NAME ${module})
  add_library(hardfail::${module} ALIAS hardfail_${module})
  install(DIRECTORY include/hardfail/${module} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hardfail
    COMPONENT library)
  string(PREPEND hardfail_pc_libs " -lhardfail_${module}") # who uses comes before what is used
endforeach()
list(TRANSFORM library_modules PREPEND hardfail_ OUTPUT_VARIABLE library_targets)
install(TARGETS ${library_targets} EXPORT hardfail
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/hardfail)
install(EXPORT hardfail FILE hardfail-targets.cmake NAMESPACE hardfail:: DESTINATION ${package}
  COMPONENT library)
include(CMakePackageConfigHelpers)
configure_file(${packaging}/cmake/hardfail-config.cmake.in ${PROJECT_BINARY_DIR}/hardfail-config.cmake @ONLY)
# Before 1.0 a minor version may take something away (CONTRIBUTING.md).
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hardfail-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/hardfail-config.cmake ${PROJECT_BINARY_DIR}/hardfail-config-version.cmake
  DESTINATION ${package} COMPONENT library)
# Wherever `cmake --install --prefix` puts it.
file(RELATIVE_PATH hardfail_pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${packaging}/cmake/hardfail.pc.in ${PROJECT_BINARY_DIR}/hardfail.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/hardfail.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT library)
