# The modules, lowest first. A module may use only those above it.
hardfail_module(util SOURCES error.cpp text.cpp time.cpp utf8.cpp PUBLIC_LIBS tl::expected LIBS fmt::fmt)
hardfail_module(net SOURCES ip_address.cpp ip_network.cpp domain_name.cpp USES util LIBS fmt::fmt)
hardfail_module(report SOURCES decoder.cpp field.cpp fingerprint.cpp head_reader.cpp markup.cpp parser.cpp record.cpp
  record_reader.cpp scanner.cpp vocabulary.cpp warning_log.cpp xml_repair.cpp xml_tree.cpp
  USES util net LIBS pugixml::pugixml fmt::fmt)
find_package(ZLIB REQUIRED)
hardfail_module(ingest SOURCES archive_reader.cpp budget.cpp byte_source.cpp content_kind.cpp expand_paths.cpp
  gzip_source.cpp ingest.cpp input_reader.cpp mail_reader.cpp
  USES util report LIBS LibArchive::LibArchive ZLIB::ZLIB PkgConfig::gmime fmt::fmt)
