#include "hardfail/spf/in_practice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "hardfail/util/text.hpp"
#include "tree/finding.hpp"

namespace hardfail::spf {
namespace {

bool is_limit(const Finding& finding) {
  constexpr std::array<std::string_view, 3> limits = {"too_many_lookups", "too_many_mx",
                                                      "too_many_void_lookups"};
  return std::ranges::find(limits, finding.code) != limits.end();
}

/// What the findings that end an evaluation make of the record.
RecordStatus status_of(const std::vector<Finding>& findings) {
  auto status = RecordStatus::ok;
  for (const auto& finding : findings) {
    const bool passes = finding.code == "all_pass" || finding.code == "include_passes_all";
    if (finding.severity != Severity::error || passes) continue;
    if (finding.code != "dns_error") return RecordStatus::permerror;
    status = RecordStatus::temperror;
  }
  return status;
}

void lower_limits(Survey& survey) {
  for (auto& finding : survey.findings) {
    if (!is_limit(finding)) continue;
    finding.severity = Severity::warning;
    finding.text += "; no address seen so far is affected";
  }
  survey.status = status_of(survey.findings);
}

void add_error(Survey& survey, RecordStatus status, std::size_t clients, const Outcome& first) {
  survey.status = status;
  survey.findings.insert(
      survey.findings.begin(),
      finding(Severity::error, "error_for_every_client",
              fmt::format("the result is {} for {}, because {}", name_of(status),
                          clients == 1 ? "the only address seen"
                                       : fmt::format("all {} addresses seen", clients),
                          first.problem.value_or("of an error"))));
}

}  // namespace

Survey in_practice(Survey survey, std::span<const std::shared_ptr<const Outcome>> outcomes) {
  std::size_t decided = 0;
  std::size_t errors = 0;
  bool reached_end = false;  // by a client that no term passes: the others stop before a limit
  const Outcome* permerror = nullptr;
  const Outcome* temperror = nullptr;
  for (const auto& outcome : outcomes) {
    if (outcome->undecided) continue;
    ++decided;
    reached_end = reached_end || outcome->result == Result::softfail ||
                  outcome->result == Result::fail || outcome->result == Result::neutral;
    const bool permanent = outcome->result == Result::permerror;
    if (!permanent && outcome->result != Result::temperror) continue;
    ++errors;
    auto& first = permanent ? permerror : temperror;
    if (first == nullptr) first = outcome.get();
  }
  if (decided == 0) return survey;
  if (survey.status == RecordStatus::permerror && permerror == nullptr && reached_end) {
    lower_limits(survey);
  }
  if (survey.status == RecordStatus::ok && errors == decided) {
    if (permerror != nullptr) {
      add_error(survey, RecordStatus::permerror, decided, *permerror);
    } else {
      add_error(survey, RecordStatus::temperror, decided, *temperror);
    }
  }
  return survey;
}

}  // namespace hardfail::spf
