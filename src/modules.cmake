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
