#include "hardfail/render/readiness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "grid.hpp"
#include "hardfail/util/text.hpp"
#include "readiness_json.hpp"
#include "table.hpp"
#include "text.hpp"

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

std::string_view plain_name(SourceClass source_class) {
  switch (source_class) {
    case SourceClass::listed:
      return "listed";
    case SourceClass::unlisted_legitimate:
      return "missing sender";
    case SourceClass::forwarder:
      return "forwarder";
    case SourceClass::unaffected:
      return "unaffected";
    case SourceClass::suspected_spoof:
      return "suspected spoof";
    case SourceClass::unknown:
      return "unknown";
  }
  return "";
}

Tone tone_of(SourceClass source_class) {
  switch (source_class) {
    case SourceClass::listed:
      return Tone::good;
    case SourceClass::unlisted_legitimate:
      return Tone::bad;
    case SourceClass::forwarder:
    case SourceClass::unknown:
      return Tone::warning;
    case SourceClass::unaffected:
    case SourceClass::suspected_spoof:
      return Tone::plain;
  }
  return Tone::plain;
}

std::string host_text(const Source& source) { return source.host ? source.host->name.text() : "-"; }

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
           fmt::format("{} from {} on {} between {} and {}", counted(evidence.reports, "report"),
                       counted(evidence.reporters.size(), "reporter"),
                       counted(evidence.days_with_reports, "day"),
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

std::string steps_text(const Assessment& assessment, const Page& page) {
  std::string text = section("What to do", page);
  text += wrapped(printable(assessment.verdict.recommendation), page, 2, "  ");
  if (assessment.proposal) {
    text += wrapped("Publish as the TXT record of " + printable(assessment.domain.text()) + ':',
                    page, 2, "  ");
    // In one line, however long: it is there to be copied.
    text += fmt::format("\n    {}\n\n",
                        painted(printable(assessment.proposal->record), Tone::strong, page.colour));
    for (const auto& change : assessment.proposal->changes) text += item("-", change, page);
    const auto& proposal = *assessment.proposal;
    text += item("-",
                 fmt::format("tried on every source seen: {}{}{} of 10 look-ups",
                             proposal.now_listed > 0
                                 ? fmt::format("it lists {} missing, ", proposal.now_listed)
                                 : "",
                             proposal.still_missing > 0
                                 ? fmt::format("still misses {}, ", proposal.still_missing)
                                 : "",
                             proposal.strangers_let_in > 0
                                 ? fmt::format("lets in {} that it should not, {}",
                                               proposal.strangers_let_in, proposal.lookups)
                                 : fmt::format("lets nobody else in, takes {}", proposal.lookups)),
                 page);
  }
  return text;
}

std::string to_text(const Assessment& assessment, const Page& page) {
  const auto headline = headline_of(assessment.verdict.state);
  std::string text = fmt::format(
      "{}: {}\n", painted(printable(assessment.domain.text()), Tone::strong, page.colour),
      painted(headline.text, headline.tone, page.colour));
  text += changes_text(assessment, page);
  text += reasons_text(assessment, page);
  text += sources_to_act_on(assessment, page);
  text += steps_text(assessment, page);
  text += facts_text(assessment, page);
  text += others_text(assessment, page);
  return text;
}

Grid readiness_grid(std::span<const Assessment> assessments) {
  Grid grid{{"domain", "as_of", "state", "exit_code", "reports", "reporters", "days_with_reports",
             "messages", "legitimate_messages", "newly_failed", "newly_failed_legitimate",
             "newly_failed_forwarded", "record", "proposed"},
            {}};
  for (const auto& each : assessments) {
    grid.rows.push_back(
        {each.domain.text(), to_iso8601(each.as_of), std::string(name_of(each.verdict.state)),
         std::to_string(each.verdict.exit_code), std::to_string(each.evidence.reports),
         std::to_string(each.evidence.reporters.size()),
         std::to_string(each.evidence.days_with_reports), std::to_string(each.evidence.messages),
         std::to_string(each.evidence.legitimate_messages),
         std::to_string(each.impact.newly_failed),
         std::to_string(each.impact.newly_failed_legitimate),
         std::to_string(each.impact.newly_failed_forwarded),
         each.spf.own.texts.empty() ? "" : each.spf.own.texts.front(),
         each.proposal ? each.proposal->record : ""});
  }
  return grid;
}

Grid sources_grid(const Assessment& assessment) {
  Grid grid{
      {"ip", "host", "class", "messages", "governed_messages", "dkim_aligned", "days", "reporters",
       "first_seen", "last_seen", "spf_now", "spf_mechanism", "signal", "why", "advice"},
      {}};
  for (const auto& source : assessment.sources) {
    grid.rows.push_back({source.address.to_string(), source.host ? source.host->name.text() : "",
                         std::string(name_of(source.source_class)), std::to_string(source.messages),
                         std::to_string(source.governed_messages),
                         std::to_string(source.dkim_aligned), std::to_string(source.days),
                         std::to_string(source.reporters), to_iso8601(source.first_seen),
                         to_iso8601(source.last_seen),
                         std::string(spf::name_of(source.spf_now.result)), source.spf_now.mechanism,
                         source.signals.front().code, source.signals.front().text, source.advice});
  }
  return grid;
}

std::string sources_table(const Assessment& assessment, const Page& page) {
  Table table({{"ADDRESS"},
               {"HOST", Align::left, Fit::may_be_cut},
               {"CLASS"},
               {"MESSAGES", Align::right},
               {"DAYS", Align::right},
               {"SPF NOW"},
               {"WHY", Align::left, Fit::may_be_cut}});
  for (const auto& source : assessment.sources) {
    table.add({source.address.to_string(),
               host_text(source),
               {std::string(plain_name(source.source_class)), tone_of(source.source_class)},
               grouped(source.messages),
               std::to_string(source.days),
               std::string(spf::name_of(source.spf_now.result)),
               source.signals.front().text});
  }
  return table.to_text(page);
}

}  // namespace

std::string present_readiness(std::span<const Assessment> assessments, Format format,
                              const Page& page) {
  switch (format) {
    case Format::text: {
      std::string text;
      for (const auto& assessment : assessments) {
        if (!text.empty()) text += "\n\n";
        text += to_text(assessment, page);
      }
      return text;
    }
    case Format::json: {
      if (assessments.size() == 1) return to_text(to_json(assessments.front()));
      auto list = Json::array();
      for (const auto& assessment : assessments) list.push_back(to_json(assessment));
      return to_text(list);
    }
    case Format::csv:
      return to_csv(readiness_grid(assessments));
    case Format::html:
      return to_html("Readiness for -all", readiness_grid(assessments));
  }
  return {};
}

std::string present_sources(const Assessment& assessment, Format format, const Page& page) {
  switch (format) {
    case Format::text:
      return sources_table(assessment, page);
    case Format::json: {
      auto sources = Json::array();
      for (const auto& source : assessment.sources) sources.push_back(to_json(source));
      return to_text(Json{{"schema", "hardfail.sources/1"},
                          {"domain", json_text(assessment.domain.text())},
                          {"as_of", json_time(assessment.as_of)},
                          {"sources", std::move(sources)}});
    }
    case Format::csv:
      return to_csv(sources_grid(assessment));
    case Format::html:
      return to_html("Sources of " + assessment.domain.text(), sources_grid(assessment));
  }
  return {};
}

}  // namespace hardfail::render
