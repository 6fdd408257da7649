#include "readiness_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <vector>

#include "cells.hpp"
#include "hardfail/analysis/background.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "readiness_background.hpp"
#include "table.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;
using analysis::Sender;
using analysis::Severity;
using analysis::SourceClass;

std::string section(std::string_view title, const Page& page) {
  return '\n' + painted(title, Tone::strong, page.colour) + '\n';
}

std::string item(std::string_view mark, std::string_view text, const Page& page) {
  return wrapped(printable(text), page, 4, fmt::format("  {:<2}", mark));
}

bool is_left_out(const analysis::Reason& reason, Background background) {
  return background == Background::left_out && analysis::is_background(reason);
}

/// Whence it is known what receivers do, which is background; empty where no loss is told.
std::string known_receivers(const Assessment& assessment) {
  const auto& loss = assessment.expected_loss;
  return loss && loss->is_told() ? analysis::known_text(*loss) : std::string();
}

std::string reasons_text(const Assessment& assessment, const Page& page, Background background) {
  std::string text = section("Why", page);
  const auto& reasons = assessment.verdict.reasons;
  for (const auto& reason : reasons) {
    if (is_left_out(reason, background) && &reason != &reasons.front()) continue;
    text += item(reason.severity == Severity::note ? "-" : "*", reason.text, page);
  }
  const auto& loss = assessment.expected_loss;
  if (loss && loss->is_told()) text += item("-", analysis::text_of(*loss), page);
  const auto known = known_receivers(assessment);
  if (background == Background::told && !known.empty()) text += item("-", known, page);
  return text;
}

/// What the query log adds, and who asks without reporting.
std::string heard_text(const analysis::Listening& listening) {
  auto text = fmt::format("{} not listed, {} of them in reports",
                          counted(listening.clients, "address", "addresses"),
                          grouped(listening.in_reports));
  if (listening.passing > 0) {
    text += fmt::format("; {} without any tie to the domain", grouped(listening.passing));
  }
  std::vector<std::string> silent;
  for (const auto& receiver : listening.receivers) {
    if (!receiver.reports) silent.push_back(receiver.name);
  }
  if (!silent.empty()) {
    text += fmt::format("; asked by resolvers without a report of their name: {}",
                        fmt::join(silent, ", "));
  }
  return text;
}

std::string facts_text(const Assessment& assessment, const Page& page) {
  const auto& evidence = assessment.evidence;
  const auto line = [&](std::string_view label, std::string_view value) {
    return wrapped(printable(value), page, 11, fmt::format("  {:<9}", label));
  };
  std::string text = section("Seen", page);
  text +=
      line("reports",
           fmt::format("{} from {} on {}{}", counted(evidence.reports, "report"),
                       counted(evidence.reporters.size(), "reporter"),
                       counted(evidence.days_with_reports, "day"),
                       evidence.seen
                           ? fmt::format(", {} to {}", to_iso_date(evidence.seen->first),
                                         to_iso_date(evidence.seen->last))
                           : fmt::format(" between {} and {}", to_iso_date(evidence.window.begin),
                                         to_iso_date(evidence.window.end))));
  text +=
      line("mail", fmt::format("{} from {}; {} legitimate", counted(evidence.messages, "message"),
                               counted(assessment.sources.size(), "address", "addresses"),
                               grouped(evidence.legitimate_messages)));
  if (assessment.listening) text += line("heard", heard_text(*assessment.listening));
  const auto& survey = assessment.spf;
  if (survey.own.texts.empty()) {
    text += line("SPF", fmt::format("no usable record ({})", spf::name_of(survey.status)));
  } else {
    text += line("SPF",
                 fmt::format("{}  ({} of 10 look-ups)", survey.own.texts.front(), survey.lookups));
  }
  const auto& policy = assessment.dmarc;
  std::string dmarc = policy.record ? policy.record->text : "no policy found";
  if (policy.record && policy.found_at != assessment.domain) {
    dmarc += fmt::format("  (at _dmarc.{})", policy.found_at->text());
  }
  text += line("DMARC", dmarc);
  return text;
}

/// "2 missing senders (123 addresses)"; without the addresses where each sender is one.
std::string counted_senders(std::size_t senders, std::size_t addresses, SourceClass source_class) {
  const auto& traits = traits_of(source_class);
  auto text = counted(senders, traits.one, traits.many);
  if (addresses != senders) {
    text += fmt::format(" ({})", counted(addresses, "address", "addresses"));
  }
  return text;
}

/// Why a sender is what it is, and what to do about it; as background how that may be wrong.
std::string sender_item(const Assessment& assessment, const Sender& sender, const Page& page,
                        Background background) {
  auto text = item(">", fmt::format("{}: {}", sender.name, sender.signals.front().text), page);
  if (!sender.advice.empty()) {
    text += wrapped("fix: " + sender.advice, page, 4);
  }
  if (background == Background::left_out) return text;
  for (const auto& signal : std::span(sender.signals).subspan(1)) {
    text += wrapped(fmt::format("also, for {}: {}",
                                counted(signal.addresses, "address", "addresses"), signal.text),
                    page, 4);
  }
  const auto may_mislead = assessment.sources[sender.sources.front()].may_mislead;
  if (!may_mislead.empty()) text += wrapped(fmt::format("may mislead: {}", may_mislead), page, 4);
  return text;
}

/// The senders that need a decision, class by class.
std::string senders_to_act_on(const Assessment& assessment, const Page& page,
                              Background background) {
  constexpr std::size_t most_rows = 8;
  constexpr std::size_t most_items = 3;
  std::vector<SourceClass> classes = {SourceClass::unlisted_legitimate, SourceClass::unknown};
  if (assessment.verdict.state == analysis::State::keep_softfail) {
    classes.push_back(SourceClass::forwarder);
  }
  std::string text;
  for (const auto wanted : classes) {
    std::vector<const Sender*> senders;
    std::size_t addresses = 0;
    for (const auto& sender : assessment.senders) {
      if (sender.source_class != wanted) continue;
      senders.push_back(&sender);
      addresses += sender.sources.size();
    }
    if (senders.empty()) continue;
    const auto shown = std::min(senders.size(), most_rows);
    constexpr auto if_room = Need::where_there_is_room;
    Table table({{"SENDER", Align::left, Fit::may_be_cut, 24},
                 {"ADDRESSES", Align::right},
                 {"MESSAGES", Align::right},
                 {"DAYS", Align::right, Fit::whole, 0, if_room},
                 {"REPORTERS", Align::right, Fit::whole, 0, if_room}});
    for (std::size_t i = 0; i < shown; ++i) {
      const Sender& sender = *senders[i];
      table.add({sender.name, grouped(sender.sources.size()), grouped(sender.messages),
                 grouped(sender.days), grouped(sender.reporters)});
    }
    text += '\n' +
            painted(counted_senders(senders.size(), addresses, wanted),
                    tone_of(traits_of(wanted).standing), page.colour) +
            '\n' + table.to_text(page);
    if (shown < senders.size()) {
      const auto called = traits_of(wanted).one;
      text += fmt::format(
          "... and {} more: hardfail sources {} --class {}\n", grouped(senders.size() - shown),
          printable_ascii(assessment.domain.text()), called.substr(0, called.find(' ')));
    }
    for (std::size_t i = 0; i < std::min(shown, most_items); ++i) {
      text += sender_item(assessment, *senders[i], page, background);
    }
  }
  return text;
}

/// All senders in numbers, class by class.
std::string summary_text(const Assessment& assessment, const Page& page) {
  struct Sum {
    std::size_t senders = 0;
    std::size_t addresses = 0;
    std::uint64_t messages = 0;
  };
  std::map<SourceClass, Sum> sums;
  for (const auto& sender : assessment.senders) {
    Sum& sum = sums[sender.source_class];
    ++sum.senders;
    sum.addresses += sender.sources.size();
    sum.messages += sender.messages;
  }
  std::string parts;
  for (const auto& [source_class, sum] : sums) {
    // Forgers have nothing in common that would make them one sender.
    const bool is_crowd = source_class == SourceClass::suspected_spoof;
    parts += fmt::format(
        "{}{}, {}", parts.empty() ? "" : "; ",
        counted_senders(is_crowd ? sum.addresses : sum.senders, sum.addresses, source_class),
        counted(sum.messages, "message"));
  }
  if (parts.empty()) return parts;
  return wrapped(fmt::format("Senders: {}.", parts), page);
}

std::string after_text(const Assessment& assessment, const Page& page) {
  if (!assessment.after) return {};
  auto text = section(fmt::format("Since the record ends in -all ({})",
                                  to_iso_date(assessment.after->turn.first_fail)),
                      page);
  for (const auto& reason : analysis::reasons_of(*assessment.after)) {
    text += item(reason.severity == Severity::note ? "-" : "*", reason.text, page);
  }
  return text;
}

std::string changes_text(const Assessment& assessment, const Page& page) {
  if (!assessment.since_last) return {};
  const auto& [previous, state, changes] = *assessment.since_last;
  auto text = section("Since the run of " + to_iso_date(previous), page);
  if (changes.empty()) text += item("-", "nothing changed", page);
  for (const auto& change : changes) {
    text += item(change.severity == Severity::note ? "-" : "*", change.text, page);
  }
  return text;
}

/// What the proposed record was found to do.
std::string trial_text(const analysis::Proposal& proposal) {
  std::vector<std::string> parts;
  if (proposal.now_listed > 0) {
    parts.push_back(fmt::format("lists {} of {} missing", grouped(proposal.now_listed),
                                grouped(proposal.now_listed + proposal.still_missing)));
  } else if (proposal.still_missing > 0) {
    parts.push_back(fmt::format("still misses {}", grouped(proposal.still_missing)));
  }
  if (proposal.restored > 0) {
    parts.push_back(fmt::format("lets {} pass again",
                                counted(proposal.restored, "listed address", "listed addresses")));
  }
  parts.push_back(proposal.strangers_let_in > 0 ? fmt::format("lets in {} that it should not",
                                                              grouped(proposal.strangers_let_in))
                                                : "lets in no other");
  parts.push_back(fmt::format("{} of 10 look-ups", proposal.lookups));
  return fmt::format("tried: {}", fmt::join(parts, ", "));
}

std::string proposal_text(const Assessment& assessment, const Page& page) {
  const auto& proposal = *assessment.proposal;
  std::string text;
  for (const auto& [name, record] : proposal.subordinates) {
    text += wrapped("Publish first, as the TXT record of " + printable(name.text()) + ':', page, 5,
                    "     ");
    text += record_line(record, page);
  }
  text += wrapped(fmt::format("Publish {}as the TXT record of {}:",
                              proposal.subordinates.empty() ? "" : "then, ",
                              printable(assessment.domain.text())),
                  page, 5, "     ");
  text += record_line(proposal.record, page);
  std::string changes;
  constexpr std::size_t most_changes = 4;
  for (std::size_t i = 0; i < proposal.changes.size(); ++i) {
    if (i == most_changes) {
      changes +=
          fmt::format("; and {} more (--format json lists them all)", proposal.changes.size() - i);
      break;
    }
    changes += (i == 0 ? "" : "; ") + proposal.changes[i];
  }
  const auto line = [&](std::string_view what) {
    return wrapped(printable(what), page, 7, "     - ");
  };
  return text + line(changes) + line(trial_text(proposal));
}

std::string steps_text(const Assessment& assessment, const Page& page) {
  std::string text = section("What to do", page);
  std::size_t number = 0;
  bool is_told = false;
  for (const auto& step : assessment.verdict.steps) {
    text += wrapped(printable(step.text), page, 5, fmt::format("  {}. ", ++number));
    if (!step.publishes || is_told) continue;
    is_told = true;
    if (assessment.unlisted) text += wrapped(printable(assessment.unlisted->text), page, 5);
    if (assessment.proposal) text += proposal_text(assessment, page);
  }
  if (is_told) return text;
  if (assessment.unlisted) text += item("*", assessment.unlisted->text, page);
  if (assessment.proposal) text += proposal_text(assessment, page);
  return text;
}

/// Errors and warnings about the SPF record, without the one that the verdict gives as its reason.
std::string problems_text(const Assessment& assessment, const Page& page) {
  constexpr std::size_t most_shown = 5;
  const auto& told = assessment.verdict.reasons.front().text;
  std::string text;
  std::size_t problems = 0;
  for (const auto& finding : assessment.spf.findings) {
    if (finding.severity == spf::Finding::Severity::note) continue;
    if (told.find(finding.text) != std::string::npos) continue;
    if (++problems <= most_shown) text += item("*", "SPF: " + finding.text, page);
  }
  if (problems > most_shown) {
    text += item("*",
                 fmt::format("SPF: {} more, see `hardfail spf audit {}`", problems - most_shown,
                             assessment.domain.text()),
                 page);
  }
  return text;
}

std::string remarks_text(const Assessment& assessment, const Page& page, Background background) {
  auto text = problems_text(assessment, page);
  for (const auto& remark : assessment.remarks) {
    if (is_left_out(remark, background)) continue;
    text += item(remark.severity == Severity::note ? "-" : "*", remark.text, page);
  }
  return text.empty() ? text : section("Worth knowing", page) + text;
}

/// Where to read what was left out.
std::string more_text(const Assessment& assessment, const Page& page) {
  std::size_t left_out = known_receivers(assessment).empty() ? 0 : 1;
  for (const auto* list : {&assessment.verdict.reasons, &assessment.remarks}) {
    left_out += static_cast<std::size_t>(std::ranges::count_if(*list, analysis::is_background));
  }
  return wrapped(fmt::format("Background{}: --explain. Every sender: hardfail sources {}",
                             left_out > 0 ? fmt::format(", {}", counted(left_out, "point")) : "",
                             assessment.domain.text()),
                 page);
}

}  // namespace

std::string readiness_text(const Assessment& assessment, const Page& page, Background background) {
  const auto& state = traits_of(assessment.verdict.state);
  std::string text =
      fmt::format("{}{}{}: {}\n", assessment.what_if ? "WHAT IF " : "",
                  painted(domain_text(assessment.domain, page.charset), Tone::strong, page.colour),
                  assessment.what_if ? " published this record" : "",
                  painted(state.headline, tone_of(state.standing), page.colour));
  if (assessment.what_if) {
    for (const auto& record : assessment.spf.own.texts) {
      text +=
          fmt::format("    {}\n", painted(shown(record, page.charset), Tone::strong, page.colour));
    }
  }
  text += steps_text(assessment, page);
  text += senders_to_act_on(assessment, page, background);
  text += after_text(assessment, page);
  text += changes_text(assessment, page);
  text += reasons_text(assessment, page, background);
  text += remarks_text(assessment, page, background);
  text += facts_text(assessment, page);
  text += summary_text(assessment, page);
  switch (background) {
    case Background::left_out:
      return text + more_text(assessment, page);
    case Background::told:
      break;
  }
  return text + '\n' + painted("Background", Tone::strong, page.colour) + '\n' +
         background_text(assessment, page);
}

}  // namespace hardfail::render
