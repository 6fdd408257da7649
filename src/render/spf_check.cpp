#include "hardfail/render/spf_check.hpp"

#include <fmt/format.h>

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

Tone tone_of(spf::Result result) {
  switch (result) {
    case spf::Result::pass:
      return Tone::good;
    case spf::Result::fail:
      return Tone::bad;
    case spf::Result::softfail:
    case spf::Result::temperror:
    case spf::Result::permerror:
      return Tone::warning;
    case spf::Result::none:
    case spf::Result::neutral:
      return Tone::strong;
  }
  return Tone::plain;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::string verdict_text(const SpfCheck& check, const Page& page) {
  const auto& outcome = check.outcome;
  const auto name = DomainName::parse(check.domain);
  auto text = fmt::format(
      "{}  {} for {}\n",
      painted(spf::name_of(outcome.result), tone_of(outcome.result), page.colour),
      check.client.to_string(), name ? domain_text(*name, page.charset) : printable(check.domain));
  const auto line = [&](std::string_view label, std::string_view value) {
    text += wrapped(printable(value), page, 14, fmt::format("  {:<12}", label));
  };
  if (!outcome.mechanism.empty()) line("decided by", outcome.mechanism);
  if (outcome.path.size() > 1) line("by way of", joined(outcome.path, " > "));
  if (outcome.explanation) line("explanation", *outcome.explanation);
  if (outcome.problem) line("problem", *outcome.problem);
  if (outcome.undecided) line("undecided", *outcome.undecided);
  line("look-ups", fmt::format("{}, void {}", outcome.lookups, outcome.void_lookups));
  return text;
}

std::string step_text(const spf::TraceStep& step, const Page& page) {
  const auto indent = 2 * (std::size_t{step.depth} + 1);
  const std::string blanks(indent, ' ');
  const bool fetch = step.term.empty();
  const auto subject = printable(fetch ? "record of " + step.domain.text() : step.term);
  auto text = wrapped(fmt::format("{}: {} [look-ups {}, void {}]", subject, printable(step.meaning),
                                  step.lookups, step.void_lookups),
                      page, indent, blanks);
  const auto detail = [&](std::string_view label, std::string_view value) {
    if (value.empty()) return;
    text += wrapped(printable(value), page, indent + 13, fmt::format("{}    {:<9}", blanks, label));
  };
  detail("asked", step.asked);
  detail("answered", step.answered);
  return text;
}

std::string to_text(const SpfCheck& check, const Page& page) {
  auto text = verdict_text(check, page);
  if (check.outcome.trace.empty()) return text;
  text += '\n' + painted("Trace", Tone::strong, page.colour) + '\n';
  for (const auto& step : check.outcome.trace) text += step_text(step, page);
  return text;
}

Json to_json(const spf::TraceStep& step) {
  return {{"depth", step.depth},
          {"domain", json_text(step.domain.text())},
          {"term", json_text(step.term)},
          {"asked", json_text(step.asked)},
          {"answered", json_text(step.answered)},
          {"meaning", json_text(step.meaning)},
          {"lookups", step.lookups},
          {"void_lookups", step.void_lookups}};
}

Json to_json(const SpfCheck& check) {
  const auto& outcome = check.outcome;
  auto path = Json::array();
  for (const auto& term : outcome.path) path.push_back(json_text(term));
  auto trace = Json::array();
  for (const auto& step : outcome.trace) trace.push_back(to_json(step));
  return {{"schema", "hardfail.spf-check/1"},
          {"domain", json_text(check.domain)},
          {"ip", check.client.to_string()},
          {"result", spf::name_of(outcome.result)},
          {"mechanism", json_text(outcome.mechanism)},
          {"path", std::move(path)},
          {"explanation", json_optional(outcome.explanation)},
          {"lookups", outcome.lookups},
          {"void_lookups", outcome.void_lookups},
          {"problem", json_optional(outcome.problem)},
          {"undecided", json_optional(outcome.undecided)},
          {"trace", std::move(trace)}};
}

Grid to_grid(const SpfCheck& check) {
  const auto& outcome = check.outcome;
  return {{"domain", "ip", "result", "mechanism", "path", "explanation", "lookups", "void_lookups",
           "problem", "undecided"},
          {{check.domain, check.client.to_string(), std::string(spf::name_of(outcome.result)),
            outcome.mechanism, joined(outcome.path, " > "), outcome.explanation.value_or(""),
            std::to_string(outcome.lookups), std::to_string(outcome.void_lookups),
            outcome.problem.value_or(""), outcome.undecided.value_or("")}}};
}

}  // namespace

std::string present(const SpfCheck& check, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return to_text(check, page); },
                            .json = [&] { return to_json(check); },
                            .grid = [&] { return to_grid(check); },
                            .title = "SPF check"});
}

}  // namespace hardfail::render
