#include "hardfail/config/vocabulary.hpp"

#include <doctest/doctest.h>

using namespace hardfail::config;

namespace {

const std::vector<std::string> keys = {"db", "days", "format"};
const std::vector<SectionKind> kinds = {{"input", Naming::named, {"path", "after"}},
                                        {"domain", Naming::named, {"min-days", "notify"}},
                                        {"retention", Naming::nameless, {"keep"}}};

std::vector<std::string> mistakes(std::string_view text) {
  std::vector<std::string> texts;
  for (const auto& each : unknown_words(parse(text, "c", std::nullopt), keys, kinds)) {
    texts.push_back(each.text);
  }
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("words that there are pass") {
  CHECK(mistakes("db = a\n[input x]\npath = b\nafter = c\n[retention]\nkeep = 1\n").empty());
}

TEST_CASE("a key that there is not is answered with the one meant, or with those there are") {
  CHECK(mistakes("dayz = 3\nfrobnicate = 1\n[input x]\npaht = b\nfrobnicate = 1\n") ==
        Texts{"c:1: there is no key dayz before the first section; did you mean days?",
              "c:2: there is no key frobnicate before the first section; the keys are db, days, "
              "format",
              "c:4: there is no key paht in [input]; did you mean path?",
              "c:5: there is no key frobnicate in [input]; the keys are path, after"});
}

TEST_CASE("a key in the wrong place is answered with the right one") {
  CHECK(mistakes("path = b\n[input x]\nformat = text\nkeep = 1\n") ==
        Texts{"c:1: there is no key path before the first section; it is one of [input]",
              "c:3: there is no key format in [input]; it holds for all: write it before the first "
              "section",
              "c:4: there is no key keep in [input]; it is one of [retention]"});
}

TEST_CASE("a section that there is not, or that is named wrongly, is told") {
  CHECK(mistakes("[inptu x]\npath = a\n[frobnicate]\n[input]\n[retention all]\n") ==
        Texts{"c:1: there is no section [inptu x]; did you mean [input]? there are [input], "
              "[domain], [retention]",
              "c:3: there is no section [frobnicate]; there are [input], [domain], [retention]",
              "c:4: [input] needs a name: write [input NAME]",
              "c:5: [retention all] takes no name: write [retention]"});
}
