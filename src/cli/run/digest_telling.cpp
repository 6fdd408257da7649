#include "run/digest_telling.hpp"

#include <fmt/format.h>

#include <functional>

#include "assess/digests.hpp"
#include "hardfail/analysis/troubles.hpp"
#include "hardfail/render/digest.hpp"

namespace hardfail::cli {

void DigestTeller::add(const analysis::Assessment& assessment, const analysis::Intake& /*intake*/,
                       const std::shared_ptr<const ledger::Run>& /*run*/) {
  if (analysis::has_dns_failed(assessment)) return;
  const auto told = m_store.digest_told(m_name, assessment.domain);
  if (told && *told >= m_period.end) return;
  m_due.push_back(digest(assessment, m_period, m_store));
}

void DigestTeller::add(const DomainName& /*domain*/, Moment /*as_of*/, const Error& /*error*/) {}

std::optional<notify::Message> DigestTeller::message(Moment /*now*/) const {
  if (m_due.empty()) return std::nullopt;
  std::string domains;
  for (const auto& each : m_due) domains += each.domain.text() + '\n';
  const auto as = [&](render::Format format) {
    return render::present(m_due, format, render::Page{});
  };
  return notify::Message{.id = fmt::format("digest-{}-{:x}", to_iso_date(m_period.end),
                                           std::hash<std::string>{}(domains)),
                         .subject = render::headline_of(m_due),
                         .text = as(render::Format::text),
                         .html = as(render::Format::html),
                         .json = as(render::Format::json)};
}

void DigestTeller::save() const {
  std::vector<DomainName> domains;
  for (const auto& each : m_due) domains.push_back(each.domain);
  if (!domains.empty()) m_store.save_digest_told(m_name, domains, m_period.end);
}

}  // namespace hardfail::cli
