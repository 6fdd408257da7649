#include "page/volume_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <vector>

#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "page/script_data.hpp"

namespace hardfail::render {
namespace {

using analysis::ByClass;
using analysis::DayVolume;
using analysis::SourceClass;
using analysis::Volume;
using std::chrono::days;
using std::chrono::sys_days;

/// The days that a page shows; longer windows lose their first ones.
constexpr std::size_t most_days = 366;
constexpr std::size_t most_reporters = 100;
constexpr std::size_t longest_name = 200;  // octets

std::span<const DayVolume> shown_days(const Volume& volume) {
  return std::span(volume.days).last(std::min(volume.days.size(), most_days));
}

std::uint64_t sum_of(const ByClass& messages) {
  return std::accumulate(messages.begin(), messages.end(), std::uint64_t{0});
}

ByClass sum_of(std::span<const DayVolume> volumes) {
  ByClass sum{};
  for (const auto& day : volumes) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum.at(i) += day.messages.at(i);
  }
  return sum;
}

/// Classes with mail, missing senders first: the order of the bars from the ground up is its
/// reverse, so that what is to be seen lies on top.
std::vector<SourceClass> classes_with_mail(std::span<const DayVolume> volumes) {
  const auto sum = sum_of(volumes);
  std::vector<SourceClass> classes;
  for (const auto each :
       {SourceClass::listed, SourceClass::unaffected, SourceClass::forwarder,
        SourceClass::unlisted_legitimate, SourceClass::unknown, SourceClass::suspected_spoof}) {
    if (sum.at(static_cast<std::size_t>(each)) > 0) classes.push_back(each);
  }
  return classes;
}

std::string class_text(SourceClass source_class) {
  auto text = std::string(traits_of(source_class).many);
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string change_text(std::uint64_t before, std::uint64_t recent) {
  if (before == recent) return "same";
  if (before == 0) return "new";
  if (recent == 0) return "gone";
  const auto more = recent > before;
  const auto difference = static_cast<double>(more ? recent - before : before - recent);
  return (more ? "+" : "−") + percent(difference / static_cast<double>(before));
}

Fields period_row(std::string_view key, std::string_view name, std::uint64_t before,
                  std::uint64_t recent) {
  return Fields()
      .text("key", key)
      .text("name", name)
      .text("recent_messages", grouped(recent))
      .text("earlier_messages", grouped(before))
      .text("change", change_text(before, recent));
}

std::string span_text(std::span<const DayVolume> volumes) {
  return fmt::format("{} to {}", to_iso_date(volumes.front().day), to_iso_date(volumes.back().day));
}

/// Of five: no mail, and quarters of the busiest day.
std::string level_of(const DayVolume& day, std::uint64_t busiest) {
  if (!day.has_report) return "gap";
  const auto messages = sum_of(day.messages);
  if (messages == 0) return "l0";
  return fmt::format("l{}", 1 + std::min<std::uint64_t>(3, (messages - 1) * 4 / busiest));
}

Fields calendar_cell(const DayVolume* day, std::uint64_t busiest) {
  if (day == nullptr) return Fields().text("level", "out").text("title", "");
  const auto what =
      day->has_report ? counted(sum_of(day->messages), "message") : std::string("no report");
  return Fields()
      .text("level", level_of(*day, busiest))
      .text("title", fmt::format("{}: {}", to_iso_date(day->day), what));
}

std::string_view month_name(sys_days day) {
  constexpr std::array<std::string_view, 12> names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return names.at(static_cast<unsigned>(std::chrono::year_month_day(day).month()) - 1);
}

Fields calendar_of(std::span<const DayVolume> volumes) {
  constexpr std::array<std::string_view, 7> names = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                     "Friday", "Saturday", "Sunday"};
  const auto begin = volumes.front().day;
  const auto first_monday = begin - (std::chrono::weekday(begin) - std::chrono::Monday);
  std::uint64_t busiest = 1;
  for (const auto& day : volumes) busiest = std::max(busiest, sum_of(day.messages));
  std::vector<Fields> weeks;
  std::string_view last_month;
  for (auto monday = first_monday; monday <= volumes.back().day; monday += days{7}) {
    const auto month = month_name(monday);
    weeks.push_back(Fields()
                        .text("monday", to_iso_date(monday))
                        .text("month", month == last_month ? "" : month));
    last_month = month;
  }
  std::vector<Fields> rows;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<Fields> cells;
    for (auto day = first_monday + days{i}; cells.size() < weeks.size(); day += days{7}) {
      const bool is_shown = begin <= day && day <= volumes.back().day;
      cells.push_back(calendar_cell(
          is_shown ? &volumes[static_cast<std::size_t>((day - begin).count())] : nullptr, busiest));
    }
    rows.push_back(Fields()
                       .text("name", names.at(i))
                       .text("short", names.at(i).substr(0, 2))
                       .each("cells", cells));
  }
  return Fields().each("weeks", weeks).each("weekdays", rows);
}

std::string gaps_text(const analysis::Evidence& evidence) {
  if (!evidence.longest_gap) return "There is a report for every day since the first.";
  const auto& gap = *evidence.longest_gap;
  return fmt::format(
      "{} of {} have a report; the longest gap is {}, {} to {}. Mail of days without a report is "
      "mail that nobody told of.",
      grouped(evidence.days_with_reports), counted(evidence.days_spanned, "day"),
      counted(gap.count(), "day"), to_iso_date(gap.first), to_iso_date(gap.last));
}

}  // namespace

void add_periods(const Volume& volume, Fields& page) {
  constexpr std::size_t longest = 30;
  constexpr std::size_t shortest = 7;
  page.text("periods", "");
  const auto length = std::min(longest, volume.days.size() / 2);
  if (length < shortest) return;
  const auto both = std::span(volume.days).last(2 * length);
  const auto before = both.first(length);
  const auto recent = both.last(length);
  const auto before_sum = sum_of(before);
  const auto recent_sum = sum_of(recent);
  std::vector<Fields> rows{period_row("total", "All mail", sum_of(before_sum), sum_of(recent_sum))};
  for (const auto each : classes_with_mail(both)) {
    const auto at = static_cast<std::size_t>(each);
    rows.push_back(
        period_row(name_of(each), class_text(each), before_sum.at(at), recent_sum.at(at)));
  }
  page.once("periods", Fields()
                           .text("caption", fmt::format("The last {} days against the {} before",
                                                        length, length))
                           .text("recent", span_text(recent))
                           .text("before", span_text(before))
                           .each("rows", rows));
}

void add_days(const Volume& volume, Fields& page) {
  const auto shown = shown_days(volume);
  const auto classes = classes_with_mail(shown);
  std::vector<Fields> titles;
  Json series = Json::array();
  for (const auto each : classes) {
    titles.push_back(Fields().text("name", class_text(each)));
    auto values = Json::array();
    for (const auto& day : shown) {
      values.push_back(day.messages.at(static_cast<std::size_t>(each)));
    }
    series.push_back({{"key", name_of(each)}, {"name", class_text(each)}, {"values", values}});
  }
  std::vector<Fields> rows;
  auto dates = Json::array();
  for (const auto& day : shown) {
    dates.push_back(to_iso_date(day.day));
    std::vector<Fields> counts;
    counts.reserve(classes.size());
    for (const auto each : classes) {
      counts.push_back(
          Fields().text("messages", grouped(day.messages.at(static_cast<std::size_t>(each)))));
    }
    Fields row;
    row.text("day", to_iso_date(day.day)).text("no_report", "").each("counts", counts);
    if (!day.has_report) {
      row.each("counts", {})
          .once("no_report", Fields().text("columns", std::to_string(classes.size())));
    }
    rows.push_back(row);
  }
  page.each("day_classes", titles)
      .each("days", rows)
      .text("days_cut", shown.size() < volume.days.size()
                            ? fmt::format("Only the last {} days are shown.", shown.size())
                            : "")
      .markup("data", script_data({{"days", dates}, {"classes", series}}));
}

void add_calendar(const analysis::Evidence& evidence, const Volume& volume, Fields& page) {
  page.text("calendar", "").text("gaps", gaps_text(evidence));
  if (!volume.days.empty()) page.once("calendar", calendar_of(shown_days(volume)));
}

void add_reporters(const Volume& volume, Fields& page) {
  page.text("reporters", "");
  if (volume.reporters.empty()) return;
  std::uint64_t sum = 0;
  for (const auto& each : volume.reporters) sum += each.messages;
  const auto shown = std::min(volume.reporters.size(), most_reporters);
  std::vector<Fields> rows;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& each = volume.reporters[i];
    rows.push_back(Fields()
                       .text("name", shortened(each.name, longest_name))
                       .text("messages", grouped(each.messages))
                       .text("share", sum == 0 ? "–"
                                               : percent(static_cast<double>(each.messages) /
                                                         static_cast<double>(sum)))
                       .text("reports", grouped(each.reports))
                       .text("first", to_iso_date(each.first))
                       .text("last", to_iso_date(each.last)));
  }
  const auto more = volume.reporters.size() - shown;
  page.once("reporters",
            Fields()
                .text("lead", fmt::format("{} told of mail. What others receive stays unseen.",
                                          counted(volume.reporters.size(), "organisation")))
                .text("rest", more > 0 ? fmt::format("… and {} more", grouped(more)) : "")
                .each("rows", rows));
}

}  // namespace hardfail::render
