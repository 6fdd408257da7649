#include "finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "hardfail/util/text.hpp"
#include "spf_json.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using spf::Finding;

Tone tone_of(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::error:
      return Tone::bad;
    case Finding::Severity::warning:
      return Tone::warning;
    case Finding::Severity::note:
      return Tone::faint;
  }
  return Tone::plain;
}

/// The record around the term, cut to the page, with a line under the term and a caret in it.
std::string place_text(const spf::Place& place, const Page& page) {
  constexpr std::size_t indent = 4;
  constexpr std::size_t context = 24;  // columns kept in front of the term
  const std::size_t width = std::max<std::size_t>(page.width == 0 ? 80 : page.width, 40) - indent;
  const std::string_view record = place.record;
  const auto offset = std::min(place.where.offset, record.size());
  const auto octet = std::min(std::max(place.octet, offset), record.size());
  auto before = printable_ascii(record.substr(0, offset));
  const auto term = cut(printable_ascii(record.substr(offset, place.where.length)),
                        width - context - 4, page.charset);
  const auto after =
      printable_ascii(record.substr(std::min(offset + place.where.length, record.size())));
  if (display_width(before) > context) {
    const auto blank = before.find(' ', before.size() - std::min(before.size(), context));
    before = std::string(symbols_of(page.charset).ellipsis) +
             (blank == std::string::npos ? " " : before.substr(blank));
  }
  const auto column = display_width(before);
  const std::string blanks(indent, ' ');
  const auto caret = display_width(printable_ascii(record.substr(offset, octet - offset)));
  std::string marks(std::max(display_width(term), caret + 1), '~');
  marks[std::min(caret, width - column - 1)] = '^';
  return fmt::format("{}{}\n{}{}{}\n", blanks, cut(before + term + after, width, page.charset),
                     blanks, std::string(column, ' '), painted(marks, Tone::strong, page.colour));
}

Json place_json(const std::optional<spf::Place>& place) {
  if (!place) return nullptr;
  return {
      {"domain", json_text(place->domain.text())},
      {"record", json_text(place->record)},
      {"term",
       json_text(std::string_view(place->record).substr(place->where.offset, place->where.length))},
      {"offset", place->where.offset},
      {"length", place->where.length},
      {"octet", place->octet}};
}

}  // namespace

std::string finding_text(const Finding& finding, const Page& page) {
  const auto severity = name_of(finding.severity);
  auto text = wrapped(printable(finding.text), page, 4, fmt::format("  {} ", severity));
  text.replace(2, severity.size(), painted(severity, tone_of(finding.severity), page.colour));
  if (finding.place) text += place_text(*finding.place, page);
  const auto line = [&](std::string_view label, std::string_view value) {
    if (!value.empty())
      text += wrapped(printable(value), page, 10, fmt::format("    {:<6}", label));
  };
  line("why", finding.reason);
  line("fix", finding.fix);
  return text;
}

Json findings_json(std::span<const Finding> findings) {
  auto problems = Json::array();
  for (const auto& finding : findings) {
    problems.push_back({{"code", finding.code},
                        {"severity", name_of(finding.severity)},
                        {"text", json_text(finding.text)},
                        {"place", place_json(finding.place)},
                        {"reason", json_text(finding.reason)},
                        {"fix", json_text(finding.fix)}});
  }
  return problems;
}

}  // namespace hardfail::render
