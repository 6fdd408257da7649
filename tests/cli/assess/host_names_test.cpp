#include "assess/host_names.hpp"

#include <doctest/doctest.h>

#include "many_sources.hpp"
#include "memory_resolver.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;
using test::observations;

namespace {

class Lookup {
 protected:
  readiness::HostNames names(unsigned sources, unsigned seen_once) {
    Messages messages(m_around.err, Verbosity::normal);
    return find_names(name("d.example"), names_wanted(observations(sources, seen_once)), m_dns,
                      m_around.now, messages)
        .names;
  }

  static DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

  test::Surroundings m_around;
  MemoryResolver m_dns;
};

}  // namespace

TEST_CASE_FIXTURE(Lookup, "a warning says that not all sources are looked up") {
  CHECK(names(20'003, 3).size() == 20'000);
  CHECK(m_dns.asked().size() == 20'000);
  CHECK(m_around.err.str().find("d.example has 20,003 sources") != std::string::npos);
}

TEST_CASE_FIXTURE(Lookup, "up to 20,000 sources are all looked up, without a word") {
  CHECK(names(20'000, 3).size() == 20'000);
  CHECK(m_around.err.str().empty());
}
