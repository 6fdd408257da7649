#include "hardfail/render/news.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cells.hpp"
#include "change_json.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "page/assets.hpp"
#include "page/template.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::DomainNews;
using analysis::News;

std::string_view state_text(std::optional<ledger::State> state) {
  return state ? traits_of(*state).headline : "could not be judged";
}

bool has_turned(const DomainNews& each) { return each.before && each.before != each.now; }

/// "not ready for -all (before: ready for -all)"
std::string verdict_text(const DomainNews& each) {
  auto text = std::string(state_text(each.now));
  if (has_turned(each)) text += fmt::format(" (before: {})", state_text(each.before));
  return text;
}

bool is_note(const analysis::Change& change) { return change.severity == analysis::Severity::note; }

std::string domain_news_text(const DomainNews& each, const Page& page) {
  const auto tone = each.now ? tone_of(traits_of(*each.now).standing) : Tone::bad;
  auto text = fmt::format(
      "{}: {}\n", painted(domain_text(each.domain, page.charset), Tone::strong, page.colour),
      painted(verdict_text(each), tone, page.colour));
  for (const auto& change : each.changes) {
    text += wrapped(change.text, page, 4, is_note(change) ? "  - " : "  * ");
  }
  if (!each.recommendation.empty()) text += wrapped(each.recommendation, page, 4, "  > ");
  return text;
}

std::string news_text(const News& news, const Page& page) {
  std::string text;
  for (const auto& each : news.domains) {
    if (!text.empty()) text += '\n';
    text += domain_news_text(each, page);
  }
  return text;
}

Json state_json(std::optional<ledger::State> state) {
  return state ? Json(name_of(*state)) : Json(nullptr);
}

Json domain_news_json(const DomainNews& each) {
  return {{"domain", json_text(each.domain.text())},
          {"as_of", json_time(each.as_of)},
          {"state", state_json(each.now)},
          {"previous_state", state_json(each.before)},
          {"recommendation", json_text(each.recommendation)},
          {"changes", changes_json(each.changes)}};
}

Json news_domains_json(const News& news) {
  auto list = Json::array();
  for (const auto& each : news.domains) list.push_back(domain_news_json(each));
  return list;
}

Json news_head(std::string_view schema, const News& news) {
  return {{"schema", schema}, {"id", json_text(news.id)}, {"at", json_time(news.at)}};
}

std::string news_json(const News& news) {
  auto json = news_head("hardfail.news/1", news);
  json["headline"] = headline_of(news);
  json["domains"] = news_domains_json(news);
  return render::to_text(json);
}

Grid news_grid(const News& news) {
  Grid grid{{"domain", "as_of", "state", "previous_state", "severity", "code", "text"}, {}};
  for (const auto& each : news.domains) {
    for (const auto& change : each.changes) {
      grid.rows.push_back({each.domain.text(), to_iso8601(each.as_of),
                           each.now ? std::string(name_of(*each.now)) : "",
                           each.before ? std::string(name_of(*each.before)) : "",
                           std::string(name_of(change.severity)), change.code, change.text});
    }
  }
  return grid;
}

std::string news_page(const News& news) {
  std::vector<Fields> domains;
  for (const auto& each : news.domains) {
    std::vector<Fields> changes;
    for (const auto& change : each.changes) {
      changes.push_back(Fields()
                            .text("text", printable(change.text))
                            .text("strong", is_note(change) ? "" : "strong"));
    }
    domains.push_back(Fields()
                          .text("domain", domain_text(each.domain, Charset::utf8))
                          .text("verdict", verdict_text(each))
                          .text("recommendation", printable(each.recommendation))
                          .list("changes", changes));
  }
  return fill(news_template().text,
              Fields().text("title", headline_of(news)).each("domains", domains));
}

}  // namespace

std::string present(const News& news, Format format, const Page& page) {
  switch (format) {
    case Format::text:
      return news_text(news, page);
    case Format::json:
      return news_json(news);
    case Format::ndjson:
      return lines_text(news_head("hardfail.domain-news/1", news), news_domains_json(news));
    case Format::csv:
      return to_csv(news_grid(news));
    case Format::html:
      return news_page(news);
    case Format::zone:
    case Format::prometheus:
    case Format::nagios:
      break;
  }
  return {};
}

std::string headline_of(const News& news) {
  constexpr std::size_t longest = 200;
  if (news.domains.size() == 1) {
    const auto& only = news.domains.front();
    const auto name = printable_ascii(only.domain.text());
    return shortened(fmt::format("{}: {}", name, verdict_text(only)), longest);
  }
  const auto turned = std::ranges::count_if(news.domains, has_turned);
  auto text = fmt::format("changes at {}", counted(news.domains.size(), "domain"));
  if (turned > 0) {
    text += fmt::format(", {} turned", counted(static_cast<std::uint64_t>(turned), "verdict"));
  }
  return text;
}

}  // namespace hardfail::render
