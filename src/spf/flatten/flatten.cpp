#include "hardfail/spf/flatten.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "flatten/flat_parts.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/util/text.hpp"
#include "lookup/answer_size.hpp"
#include "tree/survey.hpp"

namespace hardfail::spf {
namespace {

constexpr std::size_t few_networks = 2;  // not worth a record of their own

/// The longest text that a record may have beside the `others` octets of the answer.
std::size_t room(std::size_t others) {
  const auto used = others + txt_record_size(0) + 2;  // two strings
  return used >= plain_message ? 0 : std::min(limits::record, plain_message - used);
}

/// Writes parts as records: in one where they fit, else with their networks in records of their
/// own, which the domain's record includes.
class Writer {
 public:
  Writer(const DomainName& domain, const FlatParts& flat) : m_domain(domain), m_flat(flat) {}

  /// Records within `own` octets for the domain's and `others` for the rest.
  std::vector<FlatRecord> write(std::size_t own, std::size_t others) {
    auto text = own_text([](const FlatPart&) { return std::vector<std::string>(); });
    if (text.size() <= own) return {{m_domain, std::move(text)}};
    return split(others);
  }

  /// As long as the includes of the parts are too many for the limit, the parts get longer.
  std::vector<FlatRecord> write_within_lookups(std::size_t own, std::size_t others) {
    auto records = write(own, others);
    while (records.size() - 1 + m_flat.lookups > limits::lookups && records.size() > 2 &&
           others < longest_split) {
      others += others / 4;
      records = write(own, others);
    }
    return records;
  }

 private:
  static constexpr std::size_t longest_split = 60'000;  // a TXT record holds 65,535 octets

  std::vector<FlatRecord> split(std::size_t longest) {
    std::vector<FlatRecord> below;
    auto text = own_text([&](const FlatPart& part) {
      std::vector<std::string> includes;
      if (part.networks.size() <= few_networks) return includes;
      for (const auto& record : records_of(part.networks, longest, below)) {
        includes.push_back("include:" + record);
      }
      return includes;
    });
    below.insert(below.begin(), {m_domain, std::move(text)});
    return below;
  }

  /// The domain's record; `includes` gives the terms in place of a part's networks, if any.
  template <typename Includes>
  [[nodiscard]] std::string own_text(Includes includes) const {
    std::string text(version_section);
    for (const auto& part : m_flat.parts) {
      if (!part.kept.empty()) {
        text += ' ' + part.kept;
        continue;
      }
      const auto in_place = includes(part);
      for (const auto& term : in_place.empty() ? part.networks : in_place) {
        text += ' ' + prefix_of(part.qualifier) + term;
      }
    }
    for (const auto& term : m_flat.tail) text += ' ' + term;
    return text;
  }

  /// Adds records for the networks to `below`: their names.
  std::vector<std::string> records_of(const std::vector<std::string>& networks, std::size_t longest,
                                      std::vector<FlatRecord>& below) const {
    constexpr std::string_view end = " -all";
    std::vector<std::string> names;
    for (const auto& network : networks) {
      if (names.empty() || below.back().text.size() + 1 + network.size() + end.size() > longest) {
        if (!names.empty()) below.back().text += end;
        below.push_back({next_name(below), std::string(version_section)});
        names.push_back(below.back().name.text());
      }
      below.back().text += ' ' + network;
    }
    below.back().text += end;
    return names;
  }

  /// The next of _spf1.DOMAIN, _spf2.DOMAIN, ... that no kept term needs as it is.
  [[nodiscard]] DomainName next_name(const std::vector<FlatRecord>& below) const {
    unsigned number = below.empty() ? 0 : number_of(below.back().name);
    for (;;) {
      const auto name = m_domain.child(fmt::format("_spf{}", ++number));
      if (!name) return m_domain;  // too long; flatten() has seen to it
      if (!m_flat.names.contains(*name)) return *name;
    }
  }

  static unsigned number_of(const DomainName& name) {
    const auto digits = name.labels().front().substr(std::string_view("_spf").size());
    return static_cast<unsigned>(parse_unsigned(digits).value_or(0));
  }

  const DomainName& m_domain;
  const FlatParts& m_flat;
};

/// Octets of the domain's TXT answer without its SPF record.
std::size_t other_octets(const RecordTree& tree) {
  const auto& own = tree.nodes.front().published;
  const auto& answer = tree.answers.at({own.domain, dns::RecordType::txt});
  dns::Answer others;
  for (const auto& strings : answer.all<dns::CharacterStrings>()) {
    if (!is_record(fmt::format("{}", fmt::join(strings, "")))) others.records.emplace_back(strings);
  }
  return txt_answer_size(own.domain, others);
}

void judge(Flattened& flattened) {
  if (flattened.lookups > limits::lookups) {
    flattened.lost.push_back(fmt::format("{} look-ups are still needed; {} are allowed",
                                         flattened.lookups, limits::lookups));
  }
  for (const auto& record : flattened.records) {
    if (record.text.size() <= limits::record) continue;
    flattened.lost.push_back(
        fmt::format("the record of {} has {} octets: only clients that use TCP or EDNS get it",
                    printable(record.name.text()), record.text.size()));
  }
}

}  // namespace

Expected<Flattened, Problem> flatten(const DomainName& domain, dns::Resolver& resolver) {
  constexpr std::array types = {dns::RecordType::a, dns::RecordType::aaaa};
  constexpr std::string_view longest_label = "_spf9999";
  dns::Cache cache(resolver);
  const auto tree = grow_tree(std::span(&domain, 1), cache, types);
  const auto surveyed = survey_of(tree);
  const auto below = domain.child(longest_label);
  if (!surveyed.own.record) return Unexpected(Problem{surveyed.findings.front().text, 0});
  const auto loop = std::ranges::find(surveyed.findings, "loop", &Finding::code);
  if (loop != surveyed.findings.end()) return Unexpected(Problem{loop->text, 0});
  if (!below) {
    return Unexpected(Problem{"its name is too long for names below it", 0});
  }
  const auto flat = flat_parts(tree, cache);
  if (!flat) return Unexpected(flat.error());

  Flattened flattened{domain, {}, surveyed.lookups, 0, flat->kept, flat->lost};
  flattened.records =
      Writer(domain, *flat)
          .write_within_lookups(room(other_octets(tree)), room(txt_answer_size(*below, {})));
  flattened.lookups = flat->lookups + static_cast<unsigned>(flattened.records.size() - 1);
  judge(flattened);
  return flattened;
}

}  // namespace hardfail::spf
