#include "hardfail/spf/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "audit/copies.hpp"
#include "audit/names.hpp"
#include "audit/networks.hpp"
#include "audit/texts.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/addresses.hpp"
#include "hardfail/spf/open_passes.hpp"
#include "hardfail/util/text.hpp"
#include "lookup/bounded_resolver.hpp"
#include "tree/survey.hpp"
#include "tree/terms.hpp"

namespace hardfail::spf {
namespace {

/// A provider that does not answer must not hold up what is said about the record itself.
constexpr std::chrono::milliseconds providers_time_limit{2'000};

/// The term of `record` that is written like this; nullopt where there is none.
std::optional<Span> term_of(const Record& record, std::string_view text) {
  for (const auto& directive : record.directives) {
    if (record.text_of(directive.where) == text) return directive.where;
  }
  if (record.redirect && record.text_of(record.redirect->where) == text) {
    return record.redirect->where;
  }
  return std::nullopt;
}

/// Ways to a pass that nearly everybody gets, except for `+all` at the end of the record or of an
/// include, which the survey reports.
void look_for_open_passes(const RecordTree& tree, const std::vector<TermPath>& open,
                          FindingLog& log) {
  const auto& root = tree.nodes.front();
  for (const auto& path : open) {
    const bool is_all = path.back() == "+all" || path.back() == "all";
    if ((is_all && path.size() <= 2) || !log.wants("open_pass")) continue;
    const auto where = term_of(*root.published.record, path.front());
    log.add(finding(Severity::error, "open_pass",
                    fmt::format("`{}` in the record of {} passes nearly every address",
                                printable_ascii(fmt::format("{}", fmt::join(path, " > "))),
                                printable(root.published.domain.text())),
                    where ? std::optional(place_of(root, *where)) : std::nullopt));
  }
}

}  // namespace

Audit audit(const DomainName& domain, dns::Resolver& resolver, const AuditOptions& options) {
  constexpr std::array types = {dns::RecordType::a, dns::RecordType::aaaa};
  const auto began = std::chrono::steady_clock::now();
  BoundedResolver bounded(resolver, began + options.time_limit);
  dns::Overlay published(bounded);
  if (options.record) published.set_txt(domain, std::span(&*options.record, 1));

  const dns::Question obsolete{domain, dns::RecordType::spf};
  dns::Cache cache(published);
  const auto tree = grow_tree(std::span(&domain, 1), cache, types, std::span(&obsolete, 1));
  Audit audit{survey_of(tree), describe(tree.nodes.front()), authorised_addresses(domain, cache)};
  FindingLog log;
  look_at_texts(tree, options, log);
  look_for_open_passes(tree, open_passes(domain, cache), log);
  look_at_networks(tree, log);
  look_at_names(tree, *options.services, log);
  BoundedResolver providers(bounded, std::chrono::steady_clock::now() + providers_time_limit);
  look_for_copies(tree, *options.services, providers, log);
  auto& findings = audit.survey.findings;
  for (auto& each : log.take()) findings.push_back(std::move(each));
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  return audit;
}

}  // namespace hardfail::spf
