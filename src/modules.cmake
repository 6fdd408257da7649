# The modules, lowest first. A module may use only those above it.
hardfail_module(util SOURCES error.cpp text.cpp time.cpp utf8.cpp PUBLIC_LIBS tl::expected LIBS fmt::fmt)
hardfail_module(net SOURCES ip_address.cpp ip_network.cpp domain_name.cpp USES util LIBS fmt::fmt)
hardfail_module(report SOURCES record.cpp USES net)
hardfail_module(store
  SOURCES authentication_codec.cpp connection.cpp dictionary.cpp observation_query.cpp schema.cpp
          sqlite_import.cpp sqlite_store.cpp statement.cpp
  USES report LIBS SQLite::SQLite3 fmt::fmt)

file(GLOB migrations CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/schema/*.sql)
add_custom_command(
  OUTPUT ${PROJECT_BINARY_DIR}/migrations.cpp
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${PROJECT_BINARY_DIR}/migrations.cpp -D "MIGRATIONS=${migrations}"
          -P ${PROJECT_SOURCE_DIR}/src/store/embed_migrations.cmake
  DEPENDS ${migrations} ${PROJECT_SOURCE_DIR}/src/store/embed_migrations.cmake
  VERBATIM)
target_sources(hardfail_store PRIVATE ${PROJECT_BINARY_DIR}/migrations.cpp)
