# The modules, lowest first. A module may use only those above it.
hardfail_module(util SOURCES error.cpp text.cpp time.cpp utf8.cpp PUBLIC_LIBS tl::expected LIBS fmt::fmt)
hardfail_module(net SOURCES ip_address.cpp ip_network.cpp domain_name.cpp USES util LIBS fmt::fmt)
hardfail_module(spf
  SOURCES answers.cpp check.cpp describe.cpp evaluation.cpp explanation.cpp lookups.cpp macro_expansion.cpp
    macro_parser.cpp mechanisms.cpp published.cpp record_parser.cpp record_tree.cpp survey.cpp trace.cpp
  USES dns LIBS fmt::fmt)
