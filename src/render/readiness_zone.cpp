#include "readiness_zone.hpp"

#include <fmt/format.h>

#include <tuple>

#include "master_file.hpp"

namespace hardfail::render {

std::string readiness_zone(const analysis::Assessment& assessment) {
  const auto& [domain, verdict] = std::tie(assessment.domain, assessment.verdict);
  auto text =
      zone_comment(fmt::format("{}: {}, as of {}", domain.text(), traits_of(verdict.state).headline,
                               to_iso_date(assessment.as_of)));
  for (const auto& step : verdict.steps) text += zone_comment(step.text);
  if (assessment.unlisted) text += zone_comment(assessment.unlisted->text);
  const auto& old_records = assessment.spf.own.texts;
  if (!old_records.empty()) {
    text += zone_comment(assessment.what_if ? "The record that was tried:" : "Published now:");
  }
  for (const auto& record : old_records) text += zone_comment(txt_record(domain, record));
  if (!assessment.proposal) return text + zone_comment("There is no other record to publish.");
  const auto& [record, changes, subordinates] = std::tie(
      assessment.proposal->record, assessment.proposal->changes, assessment.proposal->subordinates);
  if (!subordinates.empty()) text += zone_comment("Publish first, for the other to refer to:");
  for (const auto& each : subordinates) text += txt_record(each.name, each.text) + '\n';
  text += zone_comment("In place of the present SPF record; other TXT records of the name stay:");
  for (const auto& change : changes) text += zone_comment("- " + change);
  return text + txt_record(domain, record) + '\n';
}

}  // namespace hardfail::render
