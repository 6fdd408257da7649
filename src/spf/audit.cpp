#include "audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "addresses.hpp"
#include "advice.hpp"
#include "bounded_resolver.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/util/text.hpp"
#include "survey.hpp"

namespace hardfail::spf {
namespace {

/// A provider that does not answer must not hold up what is said of the record itself.
constexpr std::chrono::milliseconds providers_time_limit{2'000};

/// The worst first, and no more of one kind than a person reads.
void arrange(Findings& findings) {
  constexpr std::size_t most_of_a_kind = 25;
  std::ranges::stable_sort(findings, {}, &Survey::Finding::severity);
  std::map<std::string, std::size_t> met;
  Findings kept;
  for (auto& each : findings) {
    if (++met[each.code] <= most_of_a_kind) kept.push_back(std::move(each));
  }
  for (const auto& [code, number] : met) {
    if (number <= most_of_a_kind) continue;
    kept.push_back(finding(Severity::note, code,
                           fmt::format("{} more findings of the kind {} are left out",
                                       number - most_of_a_kind, code)));
  }
  findings = std::move(kept);
}

}  // namespace

bool is_own(const RecordTree& tree, const Node& node) {
  return node.published.domain.is_at_or_below(tree.nodes.front().published.domain);
}

Audit audit(const DomainName& domain, dns::Resolver& resolver, const AuditOptions& options) {
  constexpr std::array types = {dns::RecordType::a, dns::RecordType::aaaa};
  const auto began = std::chrono::steady_clock::now();
  BoundedResolver bounded(resolver, began + options.time_limit);
  dns::Overlay published(bounded);
  if (options.record) published.set_txt(domain, std::span(&*options.record, 1));

  const dns::Question obsolete{domain, dns::RecordType::spf};
  const auto tree = grow_tree(std::span(&domain, 1), published, types, std::span(&obsolete, 1));
  Audit audit{survey_of(tree), describe(tree.nodes.front()), terms_of(tree), addresses_of(tree)};
  auto& findings = audit.survey.findings;
  look_at_texts(tree, options, findings);
  look_at_networks(tree, findings);
  look_at_names(tree, findings);
  BoundedResolver providers(bounded, std::chrono::steady_clock::now() + providers_time_limit);
  look_for_copies(tree, providers, findings);
  arrange(findings);
  return audit;
}

}  // namespace hardfail::spf
