#include "hardfail/dmarc/discovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>
#include <string>

#include "hardfail/dns/cache.hpp"
#include "hardfail/util/text.hpp"
#include "record_parser.hpp"

namespace hardfail::dmarc {
namespace {

struct Found {
  DomainName domain;
  Reading reading;
};

struct Walk {
  std::vector<Found> found;  ///< longest name first
  std::vector<DomainName> queries;
  bool dns_failed = false;
  std::vector<std::string> problems;
};

/// The rightmost `count` labels of `name`. Pre: it has that many.
DomainName last_labels(DomainName name, std::size_t count) {
  assert(name.labels().size() >= count);
  for (auto have = name.labels().size(); have > count; --have) name = *name.parent();
  return name;
}

/// Step 3 of the walk: one label shorter, but never longer than seven.
std::optional<DomainName> next_target(const DomainName& name) {
  constexpr std::size_t most_labels = 7;
  if (name.labels().size() > most_labels + 1) return last_labels(name, most_labels);
  return name.parent();
}

/// The DMARC records of `answer`; those that seem to be meant as one become problems.
std::vector<Reading> records_of(const dns::Answer& answer, const DomainName& name,
                                std::vector<std::string>& problems) {
  std::vector<Reading> records;
  for (const auto& strings : answer.all<dns::CharacterStrings>()) {
    std::string text;
    for (const auto& string : strings) text += string;
    if (auto reading = read_record(text)) {
      records.push_back(*std::move(reading));
    } else if (const auto why = why_not_a_record(text)) {
      problems.push_back(fmt::format("{}: \"{}\" is not a DMARC record, because {}",
                                     printable(name.text()), shortened(printable_ascii(text), 60),
                                     *why));
    }
  }
  return records;
}

/// The DNS tree walk (RFC 9989, section 4.10).
Walk walk(const DomainName& start, dns::Resolver& resolver) {
  Walk walk;
  for (std::optional<DomainName> target = start; target; target = next_target(*target)) {
    const auto name = target->child("_dmarc");
    if (!name) continue;  // too long for the DNS to hold, so nothing is there
    walk.queries.push_back(*name);
    const auto answer = resolver.ask({*name, dns::RecordType::txt});
    if (dns::is_error(answer.status)) {
      walk.dns_failed = true;
      walk.problems.push_back(
          fmt::format("the records of {} could not be read ({}), so another policy may apply",
                      printable(name->text()), dns::describe(answer.status)));
    }
    auto records = records_of(answer, *name, walk.problems);
    if (records.size() > 1) {  // step 2
      walk.problems.push_back(fmt::format("{} has {} DMARC records, so none of them applies",
                                          printable(name->text()), records.size()));
    }
    if (records.size() != 1) continue;
    const bool last = records.front().record.psd != PublicSuffix::unspecified;
    walk.found.push_back({*target, std::move(records.front())});
    if (last) break;
  }
  return walk;
}

/// Section 4.10.2. A walk ends at the first record with psd=y or psd=n, so only its last can be
/// one.
DomainName organizational_domain(const DomainName& start, const Walk& walk) {
  if (walk.found.empty()) return start;
  const auto& last = walk.found.back();
  const bool suffix = last.reading.record.psd == PublicSuffix::yes && last.domain != start;
  return suffix ? last_labels(start, last.domain.labels().size() + 1) : last.domain;
}

/// Section 4.10.1: the author domain's record, else the organizational domain's, else the public
/// suffix's. Records in between are ignored.
const Found* policy_record(const DomainName& author, const DomainName& organization,
                           const Walk& walk) {
  for (const auto& domain : {author, organization}) {
    const auto at = std::ranges::find(walk.found, domain, &Found::domain);
    if (at != walk.found.end()) return &*at;
  }
  const bool suffix =
      !walk.found.empty() && walk.found.back().reading.record.psd == PublicSuffix::yes;
  return suffix ? &walk.found.back() : nullptr;
}

/// True if the DNS answers NXDOMAIN, which it does for every type alike (RFC 9989, section 3.2.13):
/// a name with a record of any type exists. In doubt it exists.
bool is_non_existent(const DomainName& domain, dns::Resolver& resolver) {
  return resolver.ask({domain, dns::RecordType::a}).status == dns::Status::nx_domain;
}

Action lowered(Action action) {
  switch (action) {
    case Action::none:
    case Action::quarantine:
      return Action::none;
    case Action::reject:
      return Action::quarantine;
  }
  return action;
}

Action action_for(const DomainName& author, const DomainName& found_at, const Record& record,
                  dns::Resolver& resolver) {
  Action action = record.p;
  if (found_at != author) {
    action = record.sp.value_or(record.p);
    if (record.np && is_non_existent(author, resolver)) action = *record.np;
  }
  return record.testing ? lowered(action) : action;
}

}  // namespace

Policy discover(const DomainName& author, dns::Resolver& resolver) {
  auto seen = walk(author, resolver);
  Policy policy{.record = std::nullopt,
                .found_at = std::nullopt,
                .action = Action::none,
                .organizational_domain = organizational_domain(author, seen),
                .dns_failed = seen.dns_failed,
                .queries = std::move(seen.queries),
                .problems = std::move(seen.problems)};
  const auto* found = policy_record(author, policy.organizational_domain, seen);
  if (found != nullptr && found->reading.problem) {
    policy.problems.push_back(fmt::format("_dmarc.{}: {}", printable(found->domain.text()),
                                          found->reading.problem->text));
  } else if (found != nullptr) {
    policy.record = found->reading.record;
    policy.found_at = found->domain;
    policy.action = action_for(author, found->domain, *policy.record, resolver);
  }
  return policy;
}

std::vector<Organization> organizations_of(std::span<const DomainName> names,
                                           dns::Resolver& resolver) {
  std::set<dns::Question> questions;
  for (const auto& name : names) {
    for (std::optional<DomainName> target = name; target; target = next_target(*target)) {
      if (const auto asked = target->child("_dmarc")) {
        questions.insert({*asked, dns::RecordType::txt});
      }
    }
  }
  dns::Cache cache(resolver);
  static_cast<void>(cache.ask_all(std::vector(questions.begin(), questions.end())));
  std::vector<Organization> organizations;
  organizations.reserve(names.size());
  for (const auto& name : names) {
    const auto seen = walk(name, cache);
    auto& organization = organizations.emplace_back();
    organization.dns_failed = seen.dns_failed;
    if (!seen.dns_failed && !seen.found.empty()) {
      organization.domain = organizational_domain(name, seen);
    }
  }
  return organizations;
}

}  // namespace hardfail::dmarc
