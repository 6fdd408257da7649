# The modules, lowest first. A module may use only those above it.
hardfail_module(util SOURCES error.cpp text.cpp time.cpp utf8.cpp PUBLIC_LIBS tl::expected LIBS fmt::fmt)
hardfail_module(net SOURCES ip_address.cpp ip_network.cpp domain_name.cpp USES util LIBS fmt::fmt)
hardfail_module(dns SOURCES resolver.cpp cache.cpp overlay.cpp ldns_data.cpp zone.cpp message.cpp channel.cpp exchange.cpp network.cpp USES net LIBS PkgConfig::ldns PkgConfig::cares fmt::fmt)
