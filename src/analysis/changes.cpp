#include "hardfail/analysis/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "hardfail/net/ip_network.hpp"
#include "hardfail/util/text.hpp"
#include "wording.hpp"

namespace hardfail::analysis {

using ledger::ClassifiedAddress;
using ledger::Run;
using ledger::RunSender;
using ledger::SourceClass;
using ledger::Standing;
using ledger::State;

namespace {

/// Whether the record may end in -all by this verdict, or does already.
bool is_good(State state) {
  const auto standing = traits_of(state).standing;
  return standing == Standing::good || standing == Standing::neutral;
}

/// The terms of a record, or of all records if there are several at one name.
std::vector<std::string_view> terms_of(std::string_view records) {
  std::vector<std::string_view> terms;
  for (const auto record : split(records, '\n')) {
    for (const auto term : split(record, ' ')) {
      if (!term.empty()) terms.push_back(term);
    }
  }
  return terms;
}

/// What a term such as `ip4:192.0.2.0/24` passes; nullopt for terms of any other kind.
std::optional<IpNetwork> range_of(std::string_view term) {
  if (term.starts_with('+')) term.remove_prefix(1);
  if (term.size() < 4 ||
      !(iequals(term.substr(0, 4), "ip4:") || iequals(term.substr(0, 4), "ip6:")))
    return std::nullopt;
  return IpNetwork::parse(term.substr(4));
}

/// How the terms of a record differ from those of an earlier one, their order aside.
struct TermChanges {
  std::vector<std::string_view> gone;
  std::vector<std::string_view> added;
  std::vector<std::string_view>
      lost;  ///< those gone that no wider range among the new terms covers
};

bool holds(const std::vector<std::string_view>& terms, std::string_view term) {
  return std::ranges::any_of(terms, [&](std::string_view each) { return iequals(each, term); });
}

bool is_covered(std::string_view term, const std::vector<std::string_view>& by) {
  const auto range = range_of(term);
  return range && std::ranges::any_of(by, [&](std::string_view each) {
           const auto wider = range_of(each);
           return wider && wider->contains(*range);
         });
}

TermChanges compare_terms(std::string_view before, std::string_view after) {
  const auto old_terms = terms_of(before);
  const auto new_terms = terms_of(after);
  TermChanges changes;
  for (const auto term : old_terms) {
    if (holds(new_terms, term)) continue;
    changes.gone.push_back(term);
    if (!is_covered(term, new_terms)) changes.lost.push_back(term);
  }
  for (const auto term : new_terms) {
    if (!holds(old_terms, term)) changes.added.push_back(term);
  }
  return changes;
}

/// "removed a; added b"
std::string describe(const TermChanges& changes) {
  const auto text_of = [](std::string_view term) { return std::string(term); };
  std::string text;
  if (!changes.gone.empty()) text = "removed " + listing(changes.gone, text_of);
  if (!changes.added.empty()) {
    text += (text.empty() ? "added " : "; added ") + listing(changes.added, text_of);
  }
  return text;
}

void compare_states(const Run& before, const Run& after, std::vector<Change>& changes) {
  if (before.state == after.state) return;
  const bool worse = is_good(before.state) && !is_good(after.state);
  changes.push_back({"verdict_turned",
                     worse ? Severity::warning : Severity::note,
                     fmt::format("the verdict changed from {} to {}", name_of(before.state),
                                 name_of(after.state)),
                     {}});
}

/// What became of the domain's own record. Pre: the texts differ.
Change change_of_own(std::string_view before, std::string_view after) {
  assert(before != after);
  constexpr std::size_t most_shown = 450;
  if (before.empty()) {
    return {"record_edited",
            Severity::note,
            fmt::format("an SPF record was published: {}", shortened(after, most_shown)),
            {}};
  }
  if (after.empty()) {
    return {"record_edited",
            Severity::warning,
            fmt::format("the SPF record was removed; it was {}", shortened(before, most_shown)),
            {}};
  }
  const auto terms = describe(compare_terms(before, after));
  return {"record_edited",
          Severity::note,
          "the record was edited: " + (terms.empty() ? "the same terms in another order" : terms),
          {}};
}

/// That a record which the domain's own refers to lost these terms, and the sources that are seen
/// where no range of it reaches any more.
Change range_gone(const DomainName& name, const std::vector<std::string_view>& lost,
                  std::string_view record, const Run& after) {
  const auto text_of = [](std::string_view term) { return std::string(term); };
  Change change{"range_gone",
                Severity::warning,
                fmt::format("{}, which the domain's record refers to, no longer lists {}",
                            name.text(), listing(lost, text_of)),
                {},
                {}};
  if (!after.sources) return change;
  const auto now = terms_of(record);
  const auto is_in = [](const std::vector<std::string_view>& terms, const IpAddress& address) {
    return std::ranges::any_of(terms, [&](std::string_view term) {
      const auto range = range_of(term);
      return range && range->contains(address);
    });
  };
  std::set<std::string> senders;
  for (std::size_t i = 0; i < after.sources->size(); ++i) {
    const auto& address = (*after.sources)[i].address;
    if (!is_in(lost, address) || is_in(now, address)) continue;
    change.sources.push_back(address);
    if (const auto* sender = after.sender(i)) senders.insert(sender->name);
  }
  change.senders.assign(senders.begin(), senders.end());
  return change;
}

/// What became of a record that the domain's own refers to: what it lost is told apart from what
/// else was edited.
void compare_included(const DomainName& name, std::string_view before, std::string_view now,
                      const Run& after, std::vector<Change>& changes) {
  if (now.empty()) {
    changes.push_back(
        {"include_gone",
         Severity::warning,
         fmt::format("{}, which the record refers to, no longer has an SPF record", name.text()),
         {}});
    return;
  }
  auto terms = compare_terms(before, now);
  if (!terms.lost.empty()) changes.push_back(range_gone(name, terms.lost, now, after));
  std::erase_if(terms.gone, [&](std::string_view term) { return holds(terms.lost, term); });
  const auto text = describe(terms);
  if (text.empty()) return;
  changes.push_back(
      {"include_edited",
       Severity::note,
       fmt::format("the record of {}, which the domain's record refers to, changed: {}",
                   name.text(), text),
       {}});
}

void compare_records(const Run& before, const Run& after, std::vector<Change>& changes) {
  for (const auto& [name, text] : before.records) {
    const auto now = after.records.find(name);
    if (now == after.records.end() || now->second == text) continue;
    if (name == after.domain) {
      changes.push_back(change_of_own(text, now->second));
    } else {
      compare_included(name, text, now->second, after, changes);
    }
  }
}

/// A change of a source's class that is worth telling.
struct Turn {
  std::string_view code;
  Severity severity;
  std::string_view text;  ///< "{}" stands for the sources
};

constexpr std::array<Turn, 8> turns = {{
    {"listing_lost", Severity::warning, "previously listed, now missing from the record: {}"},
    {"new_unlisted_sender", Severity::warning, "new sender missing from the record: {}"},
    {"new_unlisted_address", Severity::note, "new addresses of senders known to be missing: {}"},
    {"new_unknown_source", Severity::note, "new unknown sender: {}"},
    {"sender_listed", Severity::note, "previously missing from the record, now listed: {}"},
    {"sender_gone", Severity::note, "no longer seen: {}"},
    {"marked", Severity::note, "marked by you: {}"},
    {"mark_removed", Severity::note, "no longer marked by you: {}"},
}};

/// Whether a mark that was set, changed or taken back gave the source its other class. One as
/// listed changes nothing about whom the record lists. Pre: the classes differ.
bool is_by_mark(const ClassifiedAddress& before, const ClassifiedAddress& after) {
  if (before.mark == after.mark) return false;
  constexpr auto listed = SourceClass::listed;
  const bool leave_listing_alone =
      before.mark.value_or(listed) == listed && after.mark.value_or(listed) == listed;
  const bool listing_differs = before.source_class == listed || after.source_class == listed;
  return !(leave_listing_alone && listing_differs);
}

/// `before` is nullptr for a source that was not seen.
std::optional<std::string_view> turn_of(const ClassifiedAddress* before,
                                        const ClassifiedAddress& source) {
  const auto after = source.source_class;
  if (before == nullptr && source.mark == after) return std::nullopt;
  if (before != nullptr && before->source_class == after) return std::nullopt;
  if (before != nullptr && is_by_mark(*before, source)) {
    return source.mark ? "marked" : "mark_removed";
  }
  if (after == SourceClass::unlisted_legitimate) {
    const bool was_listed = before != nullptr && before->source_class == SourceClass::listed;
    return was_listed ? "listing_lost" : "new_unlisted_sender";
  }
  if (after == SourceClass::unknown) return "new_unknown_source";
  if (after == SourceClass::listed && before != nullptr &&
      before->source_class == SourceClass::unlisted_legitimate) {
    return "sender_listed";
  }
  return std::nullopt;
}

/// " (was in ip4:192.0.2.0/24 of p.example)": the term that listed the address and is gone. Empty
/// where none is known.
std::string gone_listing(const IpAddress& address, const Run& before, const Run& after) {
  for (const auto& [name, text] : before.records) {
    const auto now = after.records.find(name);
    const auto terms_now =
        now == after.records.end() ? std::vector<std::string_view>() : terms_of(now->second);
    for (const auto term : terms_of(text)) {
      const auto range = range_of(term);
      if (range && range->contains(address) && !holds(terms_now, term)) {
        return fmt::format(" (was in {} of {})", term, name.text());
      }
    }
  }
  return {};
}

/// Sources that turned, with what their senders are called: addresses for themselves where that is
/// not known.
class Turned {
 public:
  std::vector<IpAddress> addresses;
  std::vector<std::pair<std::string, std::size_t>> told;  ///< each once, with how many
  std::set<std::string> names;                            ///< of senders

  /// `sender` is nullptr where it is not known.
  void add(const IpAddress& address, const std::string& told_as, const RunSender* sender) {
    addresses.push_back(address);
    if (sender != nullptr) names.insert(sender->name);
    const auto [known, is_new] = m_places.try_emplace(told_as, told.size());
    if (is_new) told.emplace_back(told_as, 0);
    ++told[known->second].second;
  }

 private:
  std::map<std::string, std::size_t> m_places;  ///< in told
};

std::string sender_text(const std::pair<std::string, std::size_t>& sender) {
  const auto& [name, addresses] = sender;
  return addresses == 1 ? name
                        : fmt::format("{} ({})", name, counted(addresses, "address", "addresses"));
}

/// What a source that turned is told as: its sender, or itself where that is not known or what
/// became of the single address is told as well.
std::string told_as(const ClassifiedAddress& source, const RunSender* sender, std::string_view turn,
                    const Run& before, const Run& after) {
  const auto address = source.address.to_string();
  if (turn == "listing_lost") return address + gone_listing(source.address, before, after);
  if (turn == "marked" || turn == "mark_removed") {
    return fmt::format("{} ({})", address, traits_of(source.source_class).one);
  }
  return sender == nullptr ? address : sender->name;
}

/// What an id says of a sender whatever its class.
std::string_view kinship(const RunSender& sender) {
  return std::string_view(sender.id).substr(sender.id.find('/') + 1);
}

/// Whether it is worth telling that such a sender is not seen any more: it had to be listed, asked
/// about, or is a reason for a term of the record.
bool is_missed(const RunSender& sender) {
  using enum SourceClass;
  return sender.source_class == unlisted_legitimate || sender.source_class == unknown ||
         sender.source_class == listed;
}

/// Senders of the run before of which this one saw neither an address nor others of their kin.
Turned gone_senders(const Run& before, const Run& after) {
  Turned gone;
  if (before.sender_of.empty()) return gone;
  std::set<std::string_view> seen;
  for (const auto& sender : after.senders) seen.insert(kinship(sender));
  for (std::size_t i = 0; i < before.sources->size(); ++i) {
    const auto* sender = before.sender(i);
    const auto& address = (*before.sources)[i].address;
    if (sender != nullptr &&
        std::ranges::binary_search(*after.sources, address, {}, &ClassifiedAddress::address)) {
      seen.insert(kinship(*sender));
    }
  }
  for (std::size_t i = 0; i < before.sources->size(); ++i) {
    const auto* sender = before.sender(i);
    if (sender == nullptr || !is_missed(*sender) || seen.contains(kinship(*sender))) continue;
    gone.add((*before.sources)[i].address, sender->name, sender);
  }
  return gone;
}

void compare_sources(const Run& before, const Run& after, std::vector<Change>& changes) {
  if (!before.sources || !after.sources) return;
  struct Found {
    std::string_view code;
    std::size_t source;       // in after.sources
    const RunSender* sender;  // that it is told by
  };
  std::vector<Found> turned;
  std::set<std::string_view> missing_before;  // ids of senders
  for (const auto& sender : before.senders) {
    if (sender.source_class == SourceClass::unlisted_legitimate) missing_before.insert(sender.id);
  }
  auto known = before.sources->begin();
  for (std::size_t i = 0; i < after.sources->size(); ++i) {
    const auto& source = (*after.sources)[i];
    known = std::ranges::lower_bound(known, before.sources->end(), source.address, {},
                                     &ClassifiedAddress::address);
    const bool is_known = known != before.sources->end() && known->address == source.address;
    const auto* sender = after.sender(i);
    if (is_known && known->source_class == SourceClass::unlisted_legitimate && sender != nullptr) {
      missing_before.insert(sender->id);
    }
    const auto code = turn_of(is_known ? &*known : nullptr, source);
    if (!code) continue;
    // Listed, a server without a name is called by the term that lists it.
    const auto* old = is_known
                          ? before.sender(static_cast<std::size_t>(known - before.sources->begin()))
                          : nullptr;
    turned.push_back({*code, i, *code == "sender_listed" && old != nullptr ? old : sender});
  }
  std::map<std::string_view, Turned> by_code;
  for (const auto& [code, i, sender] : turned) {
    const auto& source = (*after.sources)[i];
    const bool is_old =
        code == "new_unlisted_sender" && sender != nullptr && missing_before.contains(sender->id);
    by_code[is_old ? "new_unlisted_address" : code].add(
        source.address, told_as(source, sender, code, before, after), sender);
  }
  if (auto gone = gone_senders(before, after); !gone.addresses.empty()) {
    by_code.emplace("sender_gone", std::move(gone));
  }
  for (const auto& turn : turns) {
    const auto found = by_code.find(turn.code);
    if (found == by_code.end()) continue;
    auto& sources = found->second;
    changes.push_back({std::string(turn.code),
                       turn.severity,
                       fmt::format(fmt::runtime(turn.text), listing(sources.told, sender_text)),
                       std::move(sources.addresses),
                       {sources.names.begin(), sources.names.end()}});
  }
}

}  // namespace

Comparison compare(const Run& before, const Run& after) {
  Comparison comparison{before.as_of, before.state, {}};
  compare_states(before, after, comparison.changes);
  compare_records(before, after, comparison.changes);
  compare_sources(before, after, comparison.changes);
  return comparison;
}

}  // namespace hardfail::analysis
