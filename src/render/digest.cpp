#include "hardfail/render/digest.hpp"

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "cells.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "page/assets.hpp"
#include "page/template.hpp"
#include "table.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::Digest;
using analysis::DigestSender;
using analysis::Stretch;

/// "2026-11-14 to 2026-11-20", the last day included.
std::string days_text(const Period& period) {
  return fmt::format("{} to {}", to_iso_date(period.begin),
                     to_iso_date(period.end - std::chrono::seconds(1)));
}

std::string share_text(const Stretch& stretch) {
  if (stretch.messages == 0) return "-";
  return percent(static_cast<double>(stretch.dmarc_passed) / static_cast<double>(stretch.messages));
}

struct DigestRow {
  std::string name;
  std::string now;
  std::string before;
};

std::vector<DigestRow> digest_rows(const Digest& digest) {
  const auto& [now, before] = std::tie(digest.now, digest.before);
  return {{"messages", grouped(now.messages), grouped(before.messages)},
          {"passed DMARC", share_text(now), share_text(before)},
          {"reporters", grouped(now.reporters), grouped(before.reporters)},
          {"days without a report", grouped(now.days_missed), grouped(before.days_missed)}};
}

std::string names_of(const std::vector<DigestSender>& senders) {
  constexpr std::size_t most = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(senders.size(), most); ++i) {
    const auto& each = senders[i];
    if (i > 0) text += "; ";
    text += fmt::format("{} ({})", printable(each.name), traits_of(each.source_class).one);
  }
  if (senders.size() > most) {
    text += fmt::format("; and {} more", grouped(senders.size() - most));
  }
  return text;
}

/// What is worth a line of its own.
std::vector<std::string> points_of(const Digest& digest) {
  std::vector<std::string> points;
  if (!digest.new_senders.empty()) points.push_back("New: " + names_of(digest.new_senders));
  if (!digest.gone_senders.empty()) points.push_back("Gone: " + names_of(digest.gone_senders));
  for (const auto& reporter : digest.stopped) {
    points.push_back(fmt::format("No report of {} since {}", printable(reporter.name),
                                 to_iso_date(reporter.last)));
  }
  return points;
}

std::string digest_verdict(const Digest& digest) {
  auto text = std::string(traits_of(digest.state).headline);
  if (digest.state_before && digest.state_before != digest.state) {
    text += fmt::format(" (before: {})", traits_of(*digest.state_before).headline);
  }
  return text;
}

std::string digest_text(const Digest& digest, const Page& page) {
  auto text = fmt::format(
      "{}: {}\n", painted(domain_text(digest.domain, page.charset), Tone::strong, page.colour),
      painted(digest_verdict(digest), tone_of(traits_of(digest.state).standing), page.colour));
  Table table({{""},
               {days_text(digest.now.period), Align::right},
               {days_text(digest.before.period), Align::right}});
  for (const auto& row : digest_rows(digest)) table.add({row.name, row.now, row.before});
  text += table.to_text(page);
  for (const auto& point : points_of(digest)) text += wrapped(point, page, 4, "  - ");
  if (!digest.recommendation.empty()) text += wrapped(digest.recommendation, page, 4, "  > ");
  return text;
}

Json stretch_json(const Stretch& stretch) {
  return {{"begin", json_time(stretch.period.begin)},
          {"end", json_time(stretch.period.end)},
          {"messages", stretch.messages},
          {"dmarc_passed", stretch.dmarc_passed},
          {"days_missed", stretch.days_missed},
          {"reporters", stretch.reporters}};
}

Json digest_senders_json(const std::vector<DigestSender>& senders) {
  auto list = Json::array();
  for (const auto& each : senders) {
    list.push_back({{"name", json_text(each.name)},
                    {"class", name_of(each.source_class)},
                    {"messages", each.messages}});
  }
  return list;
}

Json digest_json(const Digest& digest) {
  auto stopped = Json::array();
  for (const auto& each : digest.stopped) {
    stopped.push_back({{"name", json_text(each.name)}, {"last", json_time(each.last)}});
  }
  return {
      {"domain", json_text(digest.domain.text())},
      {"state", name_of(digest.state)},
      {"previous_state", digest.state_before ? Json(name_of(*digest.state_before)) : Json(nullptr)},
      {"recommendation", json_text(digest.recommendation)},
      {"period", stretch_json(digest.now)},
      {"previous_period", stretch_json(digest.before)},
      {"new_senders", digest_senders_json(digest.new_senders)},
      {"gone_senders", digest_senders_json(digest.gone_senders)},
      {"stopped_reporters", std::move(stopped)}};
}

Json digests_json(std::span<const Digest> digests) {
  auto list = Json::array();
  for (const auto& each : digests) list.push_back(digest_json(each));
  return list;
}

Grid digest_grid(std::span<const Digest> digests) {
  Grid grid{{"domain", "begin", "end", "state", "previous_state", "messages", "previous_messages",
             "dmarc_passed", "previous_dmarc_passed", "days_missed", "previous_days_missed",
             "new_senders", "gone_senders", "stopped_reporters"},
            {}};
  for (const auto& each : digests) {
    grid.rows.push_back(
        {each.domain.text(), to_iso8601(each.now.period.begin), to_iso8601(each.now.period.end),
         std::string(name_of(each.state)),
         each.state_before ? std::string(name_of(*each.state_before)) : "",
         std::to_string(each.now.messages), std::to_string(each.before.messages),
         std::to_string(each.now.dmarc_passed), std::to_string(each.before.dmarc_passed),
         std::to_string(each.now.days_missed), std::to_string(each.before.days_missed),
         std::to_string(each.new_senders.size()), std::to_string(each.gone_senders.size()),
         std::to_string(each.stopped.size())});
  }
  return grid;
}

std::string digest_page(std::span<const Digest> digests) {
  std::vector<Fields> domains;
  for (const auto& each : digests) {
    std::vector<Fields> rows;
    for (const auto& row : digest_rows(each)) {
      rows.push_back(
          Fields().text("name", row.name).text("this_one", row.now).text("last_one", row.before));
    }
    std::vector<Fields> points;
    for (const auto& point : points_of(each)) points.push_back(Fields().text("text", point));
    domains.push_back(Fields()
                          .text("domain", domain_text(each.domain, Charset::utf8))
                          .text("verdict", digest_verdict(each))
                          .text("now", days_text(each.now.period))
                          .text("before", days_text(each.before.period))
                          .text("recommendation", printable(each.recommendation))
                          .each("rows", rows)
                          .list("points", points));
  }
  return fill(digest_template().text,
              Fields().text("title", headline_of(digests)).each("domains", domains));
}

}  // namespace

std::string present(std::span<const Digest> digests, Format format, const Page& page) {
  switch (format) {
    case Format::text: {
      std::string text;
      for (const auto& each : digests) {
        if (!text.empty()) text += '\n';
        text += digest_text(each, page);
      }
      return text;
    }
    case Format::json:
      return to_text({{"schema", "hardfail.digest/1"}, {"domains", digests_json(digests)}});
    case Format::ndjson:
      return lines_text({{"schema", "hardfail.domain-digest/1"}}, digests_json(digests));
    case Format::csv:
      return to_csv(digest_grid(digests));
    case Format::html:
      return digest_page(digests);
    case Format::zone:
    case Format::prometheus:
    case Format::nagios:
      break;
  }
  return {};
}

std::string headline_of(std::span<const Digest> digests) {
  if (digests.empty()) return "no domain";
  const auto period = days_text(digests.front().now.period);
  if (digests.size() > 1) return fmt::format("{}, {}", counted(digests.size(), "domain"), period);
  return fmt::format("{}, {}", printable_ascii(digests.front().domain.text()), period);
}

}  // namespace hardfail::render
