#include "assess/selection.hpp"

#include <doctest/doctest.h>

using namespace hardfail;
using namespace hardfail::cli;
using analysis::SourceClass;

namespace {

/// 192.0.2.1 and .2 are of the listed sender "a", .3 is "b" and missing, .4 is "c" and missing.
analysis::Assessment four_sources() {
  const auto domain = *DomainName::parse("example.com");
  analysis::Assessment assessment{.domain = domain,
                                  .spf = {.own = {.domain = domain}, .all_at = domain},
                                  .dmarc = {.organizational_domain = domain}};
  const auto live = std::make_shared<const analysis::LiveSpf>();
  const std::pair<std::uint32_t, SourceClass> kinds[] = {{2, SourceClass::listed},
                                                         {2, SourceClass::listed},
                                                         {0, SourceClass::unlisted_legitimate},
                                                         {1, SourceClass::unlisted_legitimate}};
  int last = 0;
  for (const auto& [sender, source_class] : kinds) {
    analysis::Source source(*IpAddress::parse("192.0.2." + std::to_string(++last)), live);
    source.sender = sender;
    source.source_class = source_class;
    assessment.sources.push_back(std::move(source));
  }
  for (const char* name : {"b", "c", "a"}) {
    analysis::Sender sender;
    sender.name = name;
    assessment.senders.push_back(std::move(sender));
  }
  return assessment;
}

/// "192.0.2.1 of a, ..."
std::string text_of(const analysis::Assessment& assessment) {
  std::string text;
  for (const auto& source : assessment.sources) {
    text += (text.empty() ? "" : ", ") + source.address.to_string() + " of " +
            assessment.senders.at(source.sender).name;
  }
  return text + "; " + std::to_string(assessment.senders.size()) + " senders";
}

}  // namespace

TEST_CASE("an address is kept with its sender, one that is no source empties the answer") {
  auto assessment = four_sources();
  CHECK(keep_only(*IpAddress::parse("192.0.2.2"), assessment));
  CHECK(text_of(assessment) == "192.0.2.2 of a; 1 senders");
  CHECK_FALSE(keep_only(*IpAddress::parse("192.0.2.9"), assessment));
}

TEST_CASE("a class is kept with its senders") {
  auto assessment = four_sources();
  keep_class(SourceClass::unlisted_legitimate, assessment);
  CHECK(text_of(assessment) == "192.0.2.3 of b, 192.0.2.4 of c; 2 senders");
}

TEST_CASE("the first senders are kept with all their addresses") {
  auto assessment = four_sources();
  CHECK(keep_first(1, render::SourceRows::senders, assessment) == 2);
  CHECK(text_of(assessment) == "192.0.2.3 of b; 1 senders");
  CHECK(keep_first(5, render::SourceRows::senders, assessment) == 0);
}

TEST_CASE("of addresses missing ones are kept first, and the order stays") {
  auto assessment = four_sources();
  CHECK(keep_first(3, render::SourceRows::addresses, assessment) == 1);
  CHECK(text_of(assessment) == "192.0.2.1 of a, 192.0.2.3 of b, 192.0.2.4 of c; 3 senders");
  CHECK(keep_first(1, render::SourceRows::addresses, assessment) == 2);
  CHECK(text_of(assessment) == "192.0.2.3 of b; 1 senders");
}
