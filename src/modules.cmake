# The modules, lowest first. A module may use only those above it.
hardfail_module(util SOURCES error.cpp text.cpp time.cpp utf8.cpp PUBLIC_LIBS tl::expected LIBS fmt::fmt)
hardfail_module(net SOURCES ip_address.cpp ip_network.cpp domain_name.cpp USES util LIBS fmt::fmt)
if(NOT TARGET hardfail_dns)
  add_library(hardfail_dns STATIC ${PROJECT_SOURCE_DIR}/build/stub/dns.cpp)
  target_link_libraries(hardfail_dns PUBLIC hardfail_net)
endif()
hardfail_module(dmarc SOURCES policy.cpp discovery.cpp USES dns LIBS fmt::fmt)
if(NOT TARGET hardfail_spf)
  add_library(hardfail_report INTERFACE)
  add_library(hardfail_spf STATIC ${PROJECT_SOURCE_DIR}/build/stub/spf.cpp)
  target_link_libraries(hardfail_spf PUBLIC hardfail_dns)
endif()
hardfail_module(render
  SOURCES format.cpp text.cpp table.cpp grid.cpp json.cpp import_summary.cpp domain_list.cpp
    report_list.cpp spf_check.cpp
  USES report spf LIBS fmt::fmt nlohmann_json::nlohmann_json)
if(NOT TARGET hardfail_store)
  add_library(hardfail_store STATIC ${PROJECT_SOURCE_DIR}/build/stub/rest.cpp)
  target_include_directories(hardfail_store PUBLIC build/stub/include)
  target_link_libraries(hardfail_store PUBLIC hardfail_spf hardfail_dmarc)
  add_library(hardfail_ingest INTERFACE)
endif()
hardfail_module(cli
  SOURCES environment.cpp nearest.cpp options.cpp global_options.cpp messages.cpp command.cpp
    commands.cpp help.cpp output.cpp dns_session.cpp interrupts.cpp progress.cpp assess_options.cpp
    import_command.cpp readiness_command.cpp sources_command.cpp spf_check_command.cpp
    domains_command.cpp reports_command.cpp program.cpp
  USES ingest store render LIBS Boost::program_options fmt::fmt)
target_compile_definitions(hardfail_cli PRIVATE HARDFAIL_VERSION="${PROJECT_VERSION}")

add_executable(hardfail src/cli/main.cpp)
target_link_libraries(hardfail PRIVATE hardfail_options hardfail_cli)
install(TARGETS hardfail RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
