#include "hardfail/render/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <vector>

#include "cells.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "readiness_json.hpp"
#include "source_text.hpp"
#include "table.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;
using analysis::Sender;
using analysis::Source;
using analysis::SourceClass;

constexpr std::size_t narrow_class = 10;  // "suspected spoofer" on two lines
constexpr std::size_t narrow_name = 18;
constexpr std::size_t narrow_why = 30;

std::string with_blanks(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, " "));
}

Grid senders_grid(const Assessment& assessment) {
  Grid grid{
      {"sender",       "sender_name", "domain",    "service",    "kind",      "class",
       "confidence",   "addresses",   "networks",  "operators",  "messages",  "governed_messages",
       "dkim_aligned", "days",        "reporters", "first_seen", "last_seen", "keys",
       "signal",       "why",         "advice",    "fix_terms"},
      {}};
  for (const auto& sender : assessment.senders) {
    const auto* service = sender.service;
    grid.rows.push_back(
        {sender.id,
         sender.name,
         assessment.domain.text(),
         service != nullptr ? service->name : std::string(),
         std::string(service != nullptr ? name_of(service->kind) : name_of(sender.tie)),
         std::string(name_of(sender.source_class)),
         std::string(name_of(sender.confidence)),
         std::to_string(sender.sources.size()),
         std::to_string(sender.network_count),
         with_blanks(sender.operators),
         std::to_string(sender.messages),
         std::to_string(sender.governed_messages),
         std::to_string(sender.dkim_aligned),
         std::to_string(sender.days),
         std::to_string(sender.reporters),
         to_iso8601(sender.first_seen),
         to_iso8601(sender.last_seen),
         with_blanks(sender.keys),
         std::string(sender.signals.front().code),
         sender.signals.front().text,
         sender.advice,
         sender.fix ? with_blanks(sender.fix->terms) : ""});
  }
  return grid;
}

Grid addresses_grid(const Assessment& assessment) {
  Grid grid{
      {"ip",          "host",      "class",      "messages",   "governed_messages", "dkim_aligned",
       "days",        "reporters", "first_seen", "last_seen",  "spf_now",           "spf_mechanism",
       "signal",      "why",       "advice",     "confidence", "may_mislead",       "sender",
       "sender_name", "asn",       "as_name"},
      {}};
  for (const auto& source : assessment.sources) {
    grid.rows.push_back({source.address.to_string(),
                         source.host ? source.host->name.text() : "",
                         std::string(name_of(source.source_class)),
                         std::to_string(source.messages),
                         std::to_string(source.governed_messages),
                         std::to_string(source.dkim_aligned),
                         std::to_string(source.days),
                         std::to_string(source.reporters),
                         to_iso8601(source.first_seen),
                         to_iso8601(source.last_seen),
                         std::string(spf::name_of(source.spf_now->result)),
                         source.spf_now->mechanism,
                         std::string(source.signals.front().code),
                         source.signals.front().text,
                         source.advice,
                         std::string(name_of(source.confidence)),
                         std::string(source.may_mislead),
                         assessment.senders[source.sender].id,
                         assessment.senders[source.sender].name,
                         source.system ? std::to_string(source.system->number) : "",
                         source.system ? source.system->organization : ""});
  }
  return grid;
}

/// The last column of every table here: why, and what to do about it, on a page below that.
void add_advice_column(std::vector<Column>& columns, const Page& page) {
  columns.push_back({"WHY", Align::left, Fit::may_wrap, narrow_why});
  if (page.width == 0) columns.push_back({"WHAT TO DO", Align::left, Fit::may_wrap});
}

void add_row(std::vector<Cell> cells, const std::string& why, const std::string& advice,
             const Page& page, Table& table) {
  cells.emplace_back(why);
  if (page.width == 0) cells.emplace_back(advice);
  table.add(std::move(cells));
  if (page.width > 0 && !advice.empty()) table.add_below("to do: " + advice);
}

std::string senders_table(const Assessment& assessment, const Page& page) {
  using enum Need;
  std::vector<Column> columns = {{"SENDER", Align::left, Fit::may_wrap, narrow_name},
                                 {"CLASS", Align::left, Fit::may_wrap, narrow_class},
                                 {"MESSAGES", Align::right},
                                 {"DAYS", Align::right, Fit::whole, 0, where_there_is_room},
                                 {"ADDRESSES", Align::right, Fit::whole, 0, where_there_is_room},
                                 {"CONFIDENCE", Align::left, Fit::whole, 0, where_there_is_room}};
  add_advice_column(columns, page);
  Table table(std::move(columns));
  for (const auto& sender : assessment.senders) {
    const auto& traits = traits_of(sender.source_class);
    add_row({sender.name,
             {std::string(traits.one), tone_of(traits.standing)},
             grouped(sender.messages),
             grouped(sender.days),
             grouped(sender.sources.size()),
             std::string(name_of(sender.confidence))},
            sender.signals.front().text, sender.advice, page, table);
  }
  return table.to_text(page);
}

std::string addresses_table(const Assessment& assessment, const Page& page) {
  using enum Need;
  std::vector<Column> columns = {
      {"ADDRESS"},
      {"CLASS", Align::left, Fit::may_wrap, narrow_class},
      {"MESSAGES", Align::right},
      {"HOST", Align::left, Fit::may_wrap, narrow_name, where_there_is_room},
      {"DAYS", Align::right, Fit::whole, 0, where_there_is_room},
      {"SPF NOW", Align::left, Fit::whole, 0, where_there_is_room},
      {"CONFIDENCE", Align::left, Fit::whole, 0, where_there_is_room}};
  add_advice_column(columns, page);
  Table table(std::move(columns));
  std::vector<const Source*> sources;
  for (const auto& source : assessment.sources) sources.push_back(&source);
  std::stable_partition(sources.begin(), sources.end(), [](const Source* source) {
    return source->source_class == SourceClass::unlisted_legitimate;
  });
  for (const auto* source : sources) {
    const auto& traits = traits_of(source->source_class);
    add_row({source->address.to_string(),
             {std::string(traits.one), tone_of(traits.standing)},
             grouped(source->messages),
             host_text(*source),
             grouped(source->days),
             std::string(spf::name_of(source->spf_now->result)),
             std::string(name_of(source->confidence))},
            source->signals.front().text, source->advice, page, table);
  }
  return table.to_text(page);
}

std::string table_text(const Assessment& assessment, const Page& page, const SourcesView& view) {
  if (assessment.senders.empty()) return "No such sender in the window.\n";
  const bool by_sender = view.rows == SourceRows::senders;
  auto text = by_sender ? senders_table(assessment, page) : addresses_table(assessment, page);
  if (view.left_out > 0) {
    const auto left_out = by_sender ? counted(view.left_out, "more sender", "more senders")
                                    : counted(view.left_out, "more address", "more addresses");
    text += wrapped(fmt::format("... and {}: --limit 0 shows all, --class those of one class, "
                                "such as --class missing",
                                left_out),
                    page);
  }
  return text;
}

Grid grid_of(const Assessment& assessment, SourceRows rows) {
  return rows == SourceRows::senders ? senders_grid(assessment) : addresses_grid(assessment);
}

}  // namespace

std::string present_sources(const Assessment& assessment, Format format, const Page& page,
                            const SourcesView& view) {
  switch (format) {
    case Format::text:
      return table_text(assessment, page, view);
    case Format::json:
      return sources_document(assessment);
    case Format::ndjson:
      return view.rows == SourceRows::senders ? sender_lines(assessment) : source_lines(assessment);
    case Format::csv:
      return to_csv(grid_of(assessment, view.rows));
    case Format::html:
      return to_html("Sources of " + assessment.domain.text(), grid_of(assessment, view.rows));
    case Format::zone:
    case Format::prometheus:
    case Format::nagios:
      break;
  }
  return {};
}

std::string present_source(const Assessment& assessment, Format format, const Page& page) {
  assert(assessment.sources.size() == 1);
  return format == Format::text
             ? source_text(assessment, assessment.sources.front(), page)
             : present_sources(assessment, format, page, {.rows = SourceRows::addresses});
}

}  // namespace hardfail::render
