#include "readiness_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "class_words.hpp"
#include "hardfail/util/text.hpp"
#include "table.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;
using analysis::Severity;
using analysis::Source;
using analysis::SourceClass;
using analysis::State;

struct Headline {
  std::string_view text;
  Tone tone;
};

Headline headline_of(State state) {
  switch (state) {
    case State::ready:
      return {"ready for -all", Tone::good};
    case State::parked:
      return {"parked: publish -all", Tone::good};
    case State::already_hardfail:
      return {"ends in -all already", Tone::strong};
    case State::not_ready:
      return {"not ready for -all", Tone::bad};
    case State::keep_softfail:
      return {"keep ~all", Tone::warning};
    case State::insufficient_evidence:
      return {"cannot tell yet", Tone::warning};
    case State::fix_record:
      return {"mend the SPF record first", Tone::bad};
  }
  return {"", Tone::plain};
}

std::string section(std::string_view title, const Page& page) {
  return '\n' + painted(title, Tone::strong, page.colour) + '\n';
}

std::string item(std::string_view mark, std::string_view text, const Page& page) {
  return wrapped(printable(text), page, 4, fmt::format("  {:<2}", mark));
}

std::string reasons_text(const Assessment& assessment, const Page& page) {
  std::string text = section("Why", page);
  for (const auto& reason : assessment.verdict.reasons) {
    text += item(reason.severity == Severity::note ? "-" : "*", reason.text, page);
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
           fmt::format(
               "{} from {} on {}{}, in the window from {} to {}",
               counted(evidence.reports, "report"), counted(evidence.reporters.size(), "reporter"),
               counted(evidence.days_with_reports, "day"),
               evidence.seen ? fmt::format(" between {} and {}", to_iso_date(evidence.seen->first),
                                           to_iso_date(evidence.seen->last))
                             : "",
               to_iso_date(evidence.window.begin), to_iso_date(evidence.window.end)));
  text +=
      line("mail", fmt::format("{} from {}; {} legitimate", counted(evidence.messages, "message"),
                               counted(assessment.sources.size(), "source"),
                               grouped(evidence.legitimate_messages)));
  const auto& survey = assessment.spf;
  if (survey.own.texts.empty()) {
    text += line("SPF", fmt::format("{}: no record to go by", spf::name_of(survey.status)));
  } else {
    text += line("SPF",
                 fmt::format("{}  ({} of 10 look-ups)", survey.own.texts.front(), survey.lookups));
  }
  const auto& policy = assessment.dmarc;
  text += line("DMARC", policy.record ? fmt::format("{}  (at _dmarc.{})", policy.record->text,
                                                    policy.found_at->text())
                                      : std::string("no policy found"));
  return text;
}

/// The sources that somebody has to do something about: missing, forwarding, unknown; in that
/// order.
std::string sources_to_act_on(const Assessment& assessment, const Page& page) {
  constexpr std::array classes = {SourceClass::unlisted_legitimate, SourceClass::unknown,
                                  SourceClass::forwarder};
  constexpr std::size_t shown_of_a_class = 8;
  std::string text;
  for (const auto wanted : classes) {
    std::vector<const Source*> sources;
    for (const auto& source : assessment.sources) {
      if (source.source_class == wanted) sources.push_back(&source);
    }
    if (sources.empty()) continue;
    const auto shown =
        std::min(sources.size(), wanted == SourceClass::forwarder ? 3 : shown_of_a_class);
    Table table({{"ADDRESS"},
                 {"HOST", Align::left, Fit::may_be_cut},
                 {"MESSAGES", Align::right},
                 {"DAYS", Align::right},
                 {"REPORTERS", Align::right}});
    for (std::size_t i = 0; i < shown; ++i) {
      const Source& source = *sources[i];
      table.add({source.address.to_string(), host_text(source), grouped(source.messages),
                 std::to_string(source.days), std::to_string(source.reporters)});
    }
    const Source& first = *sources.front();
    text += '\n' +
            painted(fmt::format("{}: {}", plain_name(wanted), sources.size()), tone_of(wanted),
                    page.colour) +
            '\n';
    text += table.to_text(page);
    if (shown < sources.size()) {
      text += fmt::format("... and {} more: hardfail sources {}\n", sources.size() - shown,
                          printable(assessment.domain.text()));
    }
    text += item(">", fmt::format("{}: {}", first.address.to_string(), first.signals.front().text),
                 page);
    if (!first.advice.empty()) text += item(">", first.advice, page);
  }
  return text;
}

std::string others_text(const Assessment& assessment, const Page& page) {
  std::map<SourceClass, std::pair<std::uint64_t, std::uint64_t>> sums;
  for (const auto& source : assessment.sources) {
    auto& [sources, messages] = sums[source.source_class];
    ++sources;
    messages += source.messages;
  }
  std::string parts;
  for (const auto& [source_class, sum] : sums) {
    parts += fmt::format("{}{} {} ({})", parts.empty() ? "" : ", ", sum.first,
                         plain_name(source_class), counted(sum.second, "message"));
  }
  return parts.empty() ? parts : wrapped("Addresses: " + parts + ".", page);
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
  std::string text = "tried on every source seen: ";
  if (proposal.now_listed > 0) text += fmt::format("it lists {} missing, ", proposal.now_listed);
  if (proposal.still_missing > 0) text += fmt::format("still misses {}, ", proposal.still_missing);
  text += proposal.strangers_let_in > 0
              ? fmt::format("lets in {} that it should not, ", proposal.strangers_let_in)
              : "lets nobody else in, ";
  return text + fmt::format("takes {} of 10 look-ups", proposal.lookups);
}

/// A record in one line, however long: it is there to be copied.
std::string record_line(std::string_view record, const Page& page) {
  return fmt::format("\n    {}\n\n", painted(printable(record), Tone::strong, page.colour));
}

std::string proposal_text(const Assessment& assessment, const Page& page) {
  constexpr std::size_t most_changes = 6;
  const auto& proposal = *assessment.proposal;
  std::string text;
  for (const auto& [name, record] : proposal.subordinates) {
    text += wrapped("Publish first, as the TXT record of " + printable(name.text()) + ':', page, 2,
                    "  ");
    text += record_line(record, page);
  }
  text += wrapped(fmt::format("Publish {}as the TXT record of {}:",
                              proposal.subordinates.empty() ? "" : "then, ",
                              printable(assessment.domain.text())),
                  page, 2, "  ");
  text += record_line(proposal.record, page);
  const auto& changes = proposal.changes;
  const auto shown = std::min(changes.size(), most_changes);
  for (std::size_t i = 0; i < shown; ++i) text += item("-", changes[i], page);
  if (shown < changes.size()) {
    text +=
        item("-", fmt::format("and {} more (--format json has all)", changes.size() - shown), page);
  }
  return text + item("-", trial_text(proposal), page);
}

std::string steps_text(const Assessment& assessment, const Page& page) {
  std::string text = section("What to do", page);
  text += wrapped(printable(assessment.verdict.recommendation), page, 2, "  ");
  if (assessment.unlisted) text += item("*", assessment.unlisted->text, page);
  if (assessment.proposal) text += proposal_text(assessment, page);
  return text;
}

std::string remarks_text(const Assessment& assessment, const Page& page) {
  if (assessment.remarks.empty()) return {};
  auto text = section("Worth knowing", page);
  for (const auto& remark : assessment.remarks) {
    text += item(remark.severity == Severity::note ? "-" : "*", remark.text, page);
  }
  return text;
}

}  // namespace

Table overview_table() {
  return Table({{"DOMAIN", Align::left, Fit::may_be_cut},
                {"VERDICT"},
                {"MESSAGES", Align::right},
                {"LEGITIMATE", Align::right},
                {"FAIL UNDER -ALL", Align::right}});
}

void add_to_overview(const Assessment& assessment, Table& overview) {
  const auto headline = headline_of(assessment.verdict.state);
  const auto& impact = assessment.impact;
  overview.add({assessment.domain.text(),
                {std::string(headline.text), headline.tone},
                grouped(assessment.evidence.messages),
                grouped(assessment.evidence.legitimate_messages),
                grouped(impact.newly_failed_legitimate + impact.newly_failed_forwarded)});
}

std::string readiness_text(const Assessment& assessment, const Page& page) {
  const auto headline = headline_of(assessment.verdict.state);
  std::string text = fmt::format(
      "{}: {}\n", painted(printable(assessment.domain.text()), Tone::strong, page.colour),
      painted(headline.text, headline.tone, page.colour));
  text += changes_text(assessment, page);
  text += reasons_text(assessment, page);
  text += steps_text(assessment, page);
  text += sources_to_act_on(assessment, page);
  text += remarks_text(assessment, page);
  text += facts_text(assessment, page);
  text += others_text(assessment, page);
  return text;
}

}  // namespace hardfail::render
