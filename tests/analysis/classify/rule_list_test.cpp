#include "hardfail/analysis/rule_list.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <string>
#include <vector>

using namespace hardfail;

namespace {

/// The rows of the table that the document marks with this comment.
std::vector<std::string> table_of_document(const std::string& mark) {
  std::ifstream document(HARDFAIL_SOURCE_DIR "/docs/verdict.md");
  std::vector<std::string> rows;
  bool inside = false;
  for (std::string line; std::getline(document, line);) {
    if (line == "<!-- " + mark + " -->") inside = true;
    if (inside && line == "<!-- end -->") break;
    if (inside && line.starts_with("| `")) rows.push_back(line);
  }
  return rows;
}

}  // namespace

TEST_CASE(
    "docs/verdict.md shows the rules of the program: codes, order, classes, confidence and "
    "numbers") {
  std::vector<std::string> rules;
  std::vector<std::string> beside;
  for (const auto& rule : analysis::rule_list()) {
    if (rule.class_name == "-") {
      beside.push_back(fmt::format("| `{}` | {} |", rule.code, rule.evidence));
    } else {
      rules.push_back(fmt::format("| `{}` | {} | {} | {} | {} |", rule.code, rule.class_name,
                                  rule.confidence, rule.evidence, rule.may_mislead));
    }
  }
  CHECK(table_of_document("rules") == rules);
  CHECK(table_of_document("further signals") == beside);
}

TEST_CASE("each rule says how sure it is, and asks where it does not know") {
  for (const auto& rule : analysis::rule_list()) {
    CAPTURE(rule.code);
    if (rule.class_name == "-") {
      CHECK(rule.confidence == "-");
    } else if (rule.class_name == "unknown") {
      CHECK(rule.confidence == "ask");
    } else {
      const bool is_sure = rule.confidence == "certain" || rule.confidence == "likely";
      CHECK(is_sure);
    }
  }
}
