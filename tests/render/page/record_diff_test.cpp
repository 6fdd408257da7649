#include "page/record_diff.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace hardfail::render;

namespace {

/// The terms, those added after a +, those removed after a -.
std::string diff(std::string_view before, std::string_view after) {
  std::string text;
  for (const auto& [kind, term] : record_diff(before, after)) {
    if (!text.empty()) text += ' ';
    if (kind == DiffTerm::Kind::added) text += '+';
    if (kind == DiffTerm::Kind::removed) text += '-';
    text += term;
  }
  return text;
}

}  // namespace

TEST_CASE("what two records have in common is kept, in order") {
  CHECK(diff("v=spf1 mx ~all", "v=spf1 mx ~all") == "v=spf1 mx ~all");
  CHECK(diff("v=spf1 mx ~all", "v=spf1 mx include:x.example ~all") ==
        "v=spf1 mx +include:x.example ~all");
  CHECK(diff("v=spf1 a mx ~all", "v=spf1 mx -all") == "v=spf1 -a mx -~all +-all");
  CHECK(diff("v=spf1 a b c d ~all", "v=spf1 b x d ~all") == "v=spf1 -a b -c +x d ~all");
}

TEST_CASE("a term that stands twice is not taken for the same") {
  CHECK(diff("v=spf1 mx mx ~all", "v=spf1 mx ~all") == "v=spf1 mx -mx ~all");
  CHECK(diff("a a", "a a a") == "a a +a");
}

TEST_CASE("blanks are no difference") {
  CHECK(diff("v=spf1  mx ~all ", "v=spf1 mx ~all") == "v=spf1 mx ~all");
  CHECK(diff("", "v=spf1 -all") == "+v=spf1 +-all");
  CHECK(diff("v=spf1 -all", "") == "-v=spf1 --all");
}

TEST_CASE("records of thousands of terms are compared in bounded time and room") {
  std::string before = "v=spf1";
  std::string after = "v=spf1";
  for (int i = 0; i < 20'000; ++i) {
    before += " a:x" + std::to_string(i);
    after += " a:y" + std::to_string(i);
  }
  CHECK(record_diff(before + " ~all", after + " ~all").size() == 40'002);
}
