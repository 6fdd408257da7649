#include "hardfail/render/listening.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "finding.hpp"
#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "master_file.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using spf::ListeningAnswer;
using spf::ListeningPlan;

bool has_error(const ListeningPlan& plan) {
  return std::ranges::any_of(plan.findings, [](const spf::Finding& finding) {
    return finding.severity == spf::Finding::Severity::error;
  });
}

/// A wildcard, so that names of clients exist; resolvers forget the answer soon.
std::string wildcard(const ListeningPlan& plan) {
  const auto name = zone_name(plan.name);
  switch (plan.answer) {
    case ListeningAnswer::no_address:
      return fmt::format("*.{} 60 IN TXT \"query log\"", name);
    case ListeningAnswer::address:
      return fmt::format("*.{} 60 IN A 127.0.0.2", name);
  }
  return {};
}

std::string title(std::string_view text, const Page& page) {
  return painted(text, Tone::strong, page.colour) + '\n';
}

std::string steps_text(const ListeningPlan& plan, const Page& page) {
  const auto name = domain_text(plan.name, page.charset);
  auto text = title("What to do", page);
  text += wrapped(fmt::format("have a name server log the queries for names below {}: that of {} "
                              "itself, or one that {} is delegated to by NS records",
                              name, domain_text(plan.domain, page.charset), name),
                  page, 5, "  1. ");
  text +=
      wrapped("publish there, with a negative time to live (SOA minimum) of 60:", page, 5, "  2. ");
  text += "       " + wildcard(plan) + '\n';
  text +=
      wrapped("ask for any name below it from outside, and see it in the log", page, 5, "  3. ");
  text += wrapped("publish this record, with the term last before the end:", page, 5, "  4. ");
  text += wrapped(printable_ascii(plan.record.value_or(plan.record_now)), page, 7);
  text += wrapped(
      "read the log day by day with `hardfail import --query-log FILE`; `hardfail "
      "readiness` then tells of addresses that no report shows",
      page, 5, "  5. ");
  return text;
}

std::string cost_text(const ListeningPlan& plan, const Page& page) {
  auto text = title("What it costs and shows", page);
  const auto line = [&](const std::string& sentence) { text += wrapped(sentence, page, 2, "  "); };
  line(
      fmt::format("A client that is not listed costs a receiver {} of {} look-ups in place of {}, "
                  "and {} of {} void ones in place of {}. Listed clients never reach the term.",
                  plan.lookups, spf::limits::lookups, plan.lookups_now, plan.void_lookups,
                  spf::limits::void_lookups, plan.void_lookups_now));
  if (plan.tried > 0) {
    line(fmt::format("Tried: {} get the same result with and without it.",
                     counted(plan.tried, "client")));
  }
  line(
      "The term has the qualifier of `all`, so that no answer of the log's server makes anybody "
      "pass. Whoever changes `all` changes the term with it.");
  line(
      "While that server does not answer, clients that are not listed get temperror, and some "
      "receivers put their mail off.");
  line(
      "The server learns the address of each client that is not listed and of the resolver that "
      "asked, no sender and no recipient. Resolvers remember answers, so that counts are lower "
      "bounds; and anybody may ask about anybody, so that a question alone proves nothing.");
  return text;
}

std::string to_text(const ListeningPlan& plan, const Page& page) {
  const auto domain = domain_text(plan.domain, page.charset);
  const bool fails = has_error(plan);
  auto text = title(fmt::format("Listening for {}: {}", domain,
                                plan.published ? (fails ? "published, and broken" : "published")
                                : fails        ? "not now"
                                               : "can be published"),
                    page);
  if (!plan.record_now.empty()) text += wrapped(printable_ascii(plan.record_now), page, 2);
  text += '\n';
  for (const auto& finding : plan.findings) text += finding_text(finding, page);
  if (!plan.findings.empty()) text += '\n';
  if (plan.record) text += steps_text(plan, page) + '\n';
  if (!plan.term.empty()) text += cost_text(plan, page);
  if (plan.published) {
    text +=
        '\n' +
        title("To take it away, publish this, and a day later the zone without the wildcard", page);
    text += record_line(plan.record_without, page);
  }
  return text;
}

Json to_json(const ListeningPlan& plan) {
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? Json(nullptr) : json_text(text);
  };
  return {{"schema", "hardfail.listening/1"},
          {"domain", json_text(plan.domain.text())},
          {"name", json_text(plan.name.text())},
          {"term", text_or_null(plan.term)},
          {"published", plan.published},
          {"record_now", text_or_null(plan.record_now)},
          {"record", json_optional(plan.record)},
          {"record_without", text_or_null(plan.record_without)},
          {"wildcard", plan.term.empty() ? Json(nullptr) : json_text(wildcard(plan))},
          {"lookups_now", plan.lookups_now},
          {"lookups", plan.lookups},
          {"void_lookups_now", plan.void_lookups_now},
          {"void_lookups", plan.void_lookups},
          {"tried", plan.tried},
          {"problems", findings_json(plan.findings)}};
}

std::string to_zone(const ListeningPlan& plan) {
  if (!plan.record) {
    return zone_comment(plan.published ? "nothing to publish: the record has the term already"
                                       : "nothing to publish: `hardfail listen` says why");
  }
  return wildcard(plan) + '\n' + zone_comment(plan.record_now) +
         txt_record(plan.domain, *plan.record) + '\n';
}

Grid to_grid(const ListeningPlan& plan) {
  return {{"domain", "published", "term", "wildcard", "record", "lookups", "void_lookups"},
          {{plan.domain.text(), plan.published ? "yes" : "no", plan.term,
            plan.term.empty() ? "" : wildcard(plan), plan.record.value_or(""),
            std::to_string(plan.lookups), std::to_string(plan.void_lookups)}}};
}

}  // namespace

std::string present(const ListeningPlan& plan, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return to_text(plan, page); },
                            .json = [&] { return to_json(plan); },
                            .grid = [&] { return to_grid(plan); },
                            .title = "Listening for " + plan.domain.text(),
                            .zone = [&] { return to_zone(plan); }});
}

}  // namespace hardfail::render
