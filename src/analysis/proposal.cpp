#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/net/ip_network.hpp"

namespace hardfail::analysis {
namespace {

using spf::Record;

/// The other half of the network that `network` is a half of. Pre: network.bits() > 0.
IpNetwork sibling_of(const IpNetwork& network) {
  const auto octets = network.address().octets();
  std::vector<std::uint8_t> flipped(octets.begin(), octets.end());
  const unsigned bit = network.bits() - 1;
  flipped[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  return *IpNetwork::of(*IpAddress::from_octets(flipped), network.bits());
}

/// The fewest networks that hold these addresses and no other.
std::set<IpNetwork> exact_networks(const std::vector<IpAddress>& addresses) {
  std::set<IpNetwork> networks;
  for (const auto& address : addresses) {
    auto network = *IpNetwork::of(address, address.width());
    while (network.bits() > 0) {
      const auto sibling = networks.find(sibling_of(network));
      if (sibling == networks.end()) break;
      networks.erase(sibling);
      network = *IpNetwork::of(network.address(), network.bits() - 1);
    }
    networks.insert(network);
  }
  return networks;
}

std::vector<IpAddress> missing_addresses(const std::vector<Source>& sources) {
  std::vector<IpAddress> missing;
  for (const auto& source : sources) {
    if (source.source_class == SourceClass::unlisted_legitimate) missing.push_back(source.address);
  }
  return missing;
}

/// A record in the making: its terms in order, the end apart.
struct Draft {
  std::vector<std::string> terms;
  std::string end;  ///< the `all` or redirect term, empty where the record has none
  std::vector<std::string> modifiers;  ///< those that stay, exp among them
  std::vector<std::string> changes;

  [[nodiscard]] std::string text() const {
    std::string text = "v=spf1";
    for (const auto& term : terms) text += ' ' + term;
    if (!end.empty()) text += ' ' + end;
    for (const auto& modifier : modifiers) text += ' ' + modifier;
    return text;
  }

  void add_senders(const std::vector<IpAddress>& addresses, const ProviderIncludes& includes) {
    std::vector<IpAddress> alone;
    for (const auto& address : addresses) {
      const auto include = includes.find(address);
      if (include == includes.end()) {
        alone.push_back(address);
      } else {
        add_term("include:" + include->second.text());
      }
    }
    for (const auto& network : exact_networks(alone)) {
      const bool v4 = network.address().family() == IpAddress::Family::v4;
      add_term(fmt::format("{}:{}", v4 ? "ip4" : "ip6", network.to_string()));
    }
  }

  void add_term(std::string term) {
    if (std::ranges::find(terms, term) != terms.end()) return;
    changes.push_back("add " + term);
    terms.push_back(std::move(term));
  }

  void end_in(std::string_view all) {
    if (end == all) return;
    changes.push_back(end.empty() ? fmt::format("end the record in {}", all)
                                  : fmt::format("change {} to {}", end, all));
    end = all;
  }
};

/// Takes a record apart; what evaluation never reaches is left out, and said.
Draft draft_of(const Record& record) {
  Draft draft;
  for (const auto& directive : record.directives) {
    const std::string term(record.text_of(directive.where));
    if (!draft.end.empty()) {
      draft.changes.push_back(fmt::format("drop {}: nothing after `all` is looked at", term));
    } else if (std::holds_alternative<spf::All>(directive.mechanism)) {
      draft.end = term;
    } else {
      draft.terms.push_back(term);
    }
  }
  if (record.redirect) {
    const std::string redirect(record.text_of(record.redirect->where));
    if (draft.end.empty()) {
      draft.end = redirect;
    } else {
      draft.changes.push_back(fmt::format("drop {}: `all` makes it void", redirect));
    }
  }
  if (record.exp) draft.modifiers.emplace_back(record.text_of(record.exp->where));
  for (const auto& modifier : record.unknown_modifiers) {
    draft.modifiers.emplace_back(record.text_of(modifier.where));
  }
  return draft;
}

/// The record with -all at its end. A redirect cannot keep it: the target's own `all` would decide,
/// so the target is included instead.
Draft hardened(Draft draft, const Record& record) {
  const bool redirects = record.redirect && record.all() == nullptr;
  if (redirects) {
    const std::string include = "include:" + record.redirect->value.text;
    draft.changes.push_back(fmt::format("change {} to {}", draft.end, include));
    draft.terms.push_back(include);
    draft.end.clear();
  }
  draft.end_in("-all");
  return draft;
}

/// One record with the terms of several.
std::optional<Draft> merged(const std::vector<std::string>& texts) {
  Draft merged;
  for (const auto& text : texts) {
    const auto record = spf::parse_record(text);
    if (!record || record->redirect) return std::nullopt;
    for (const auto& term : draft_of(*record).terms) {
      if (std::ranges::find(merged.terms, term) == merged.terms.end()) merged.terms.push_back(term);
    }
  }
  merged.changes.push_back(fmt::format("merge the {} records into one", texts.size()));
  merged.end = "~all";
  return merged;
}

std::optional<Draft> mended(const std::vector<Source>& sources, const spf::Survey& survey,
                            const ProviderIncludes& includes) {
  const auto missing = missing_addresses(sources);
  if (survey.status == spf::RecordStatus::multiple) return merged(survey.own.texts);
  if (survey.status != spf::RecordStatus::none || !survey.own.texts.empty() || missing.empty()) {
    return std::nullopt;
  }
  Draft draft;
  draft.add_senders(missing, includes);
  draft.end_in("~all");
  return draft;
}

}  // namespace

std::optional<Proposal> propose(const Verdict& verdict, const std::vector<Source>& sources,
                                const spf::Survey& survey, const ProviderIncludes& includes) {
  std::optional<Draft> draft;
  switch (verdict.state) {
    case State::fix_record:
      draft = mended(sources, survey, includes);
      break;
    case State::parked:
      draft = Draft{{}, "-all", {}, {"publish a record that lets nobody send"}};
      break;
    case State::ready:
      if (survey.own.record) draft = hardened(draft_of(*survey.own.record), *survey.own.record);
      break;
    case State::not_ready:
    case State::already_hardfail:
      if (survey.own.record && !missing_addresses(sources).empty()) {
        draft = draft_of(*survey.own.record);
        draft->add_senders(missing_addresses(sources), includes);
      }
      break;
    case State::insufficient_evidence:
    case State::keep_softfail:
      break;
  }
  if (!draft || draft->changes.empty()) return std::nullopt;
  return Proposal{.record = draft->text(), .changes = std::move(draft->changes)};
}

void tally(Proposal& proposal, const std::vector<Source>& sources,
           std::span<const std::shared_ptr<const spf::Outcome>> outcomes) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const LiveSpf then = LiveSpf::of(*outcomes[i]);
    const bool passes = then.result == spf::Result::pass && !then.by_plus_all;
    switch (sources[i].source_class) {
      case SourceClass::unlisted_legitimate:
        ++(passes ? proposal.now_listed : proposal.still_missing);
        break;
      case SourceClass::forwarder:
      case SourceClass::suspected_spoof:
      case SourceClass::unknown:
        if (passes && sources[i].spf_now.result != spf::Result::pass) ++proposal.strangers_let_in;
        break;
      case SourceClass::listed:
      case SourceClass::unaffected:
        break;
    }
  }
}

}  // namespace hardfail::analysis
