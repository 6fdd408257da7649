#include "readiness_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "cells.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "table.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;
using analysis::Severity;
using analysis::Source;
using analysis::SourceClass;

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
               "{} from {}, covering {}{}, in the window from {} to {}",
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
    text += line("SPF", fmt::format("no usable record ({})", spf::name_of(survey.status)));
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

/// The sources that need a decision, class by class.
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
                 grouped(source.days), grouped(source.reporters)});
    }
    const Source& first = *sources.front();
    const auto& traits = traits_of(wanted);
    text += '\n' +
            painted(counted(sources.size(), traits.one, traits.many), tone_of(traits.standing),
                    page.colour) +
            '\n';
    text += table.to_text(page);
    if (shown < sources.size()) {
      text += fmt::format("... and {} more: hardfail sources {}\n", grouped(sources.size() - shown),
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
    const auto& traits = traits_of(source_class);
    parts +=
        fmt::format("{}{} ({})", parts.empty() ? "" : ", ",
                    counted(sum.first, traits.one, traits.many), counted(sum.second, "message"));
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
  std::string text = "tried on every source seen: it ";
  if (proposal.now_listed > 0) {
    text += fmt::format("lists {}, ", counted(proposal.now_listed, "missing sender"));
  }
  if (proposal.restored > 0) {
    text += fmt::format("lets {} pass again, ",
                        counted(proposal.restored, "listed address", "listed addresses"));
  }
  if (proposal.still_missing > 0) {
    text += fmt::format("still misses {}, ", grouped(proposal.still_missing));
  }
  text += proposal.strangers_let_in > 0
              ? fmt::format("lets in {} that it should not, ", grouped(proposal.strangers_let_in))
              : "lets nobody else in, ";
  return text + fmt::format("and takes {} of 10 look-ups", proposal.lookups);
}

/// A record on one line, however long, so that it can be copied.
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
        item("-", fmt::format("and {} more (--format json lists them all)", changes.size() - shown),
             page);
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

std::string remarks_text(const Assessment& assessment, const Page& page) {
  auto text = problems_text(assessment, page);
  for (const auto& remark : assessment.remarks) {
    text += item(remark.severity == Severity::note ? "-" : "*", remark.text, page);
  }
  return text.empty() ? text : section("Worth knowing", page) + text;
}

}  // namespace

Table overview_table() {
  return Table({{"DOMAIN", Align::left, Fit::may_be_cut},
                {"VERDICT"},
                {"MESSAGES", Align::right},
                {"LEGITIMATE", Align::right},
                {"FAIL UNDER -ALL", Align::right}});
}

void add_to_overview(const Assessment& assessment, Charset charset, Table& overview) {
  const auto& state = traits_of(assessment.verdict.state);
  const auto& impact = assessment.impact;
  overview.add({domain_text(assessment.domain, charset),
                {std::string(state.headline), tone_of(state.standing)},
                grouped(assessment.evidence.messages),
                grouped(assessment.evidence.legitimate_messages),
                grouped(impact.newly_failed_legitimate + impact.newly_failed_forwarded)});
}

std::string readiness_text(const Assessment& assessment, const Page& page) {
  const auto& state = traits_of(assessment.verdict.state);
  std::string text =
      fmt::format("{}{}{}: {}\n", assessment.what_if ? "WHAT IF " : "",
                  painted(domain_text(assessment.domain, page.charset), Tone::strong, page.colour),
                  assessment.what_if ? " published this record" : "",
                  painted(state.headline, tone_of(state.standing), page.colour));
  if (assessment.what_if) {
    for (const auto& record : assessment.spf.own.texts) {
      text += fmt::format("    {}\n", painted(printable(record), Tone::strong, page.colour));
    }
  }
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
