#include "page/sender_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "cells.hpp"
#include "hardfail/util/count.hpp"
#include "page/even_cap.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;
using analysis::Confidence;
using analysis::Sender;
using analysis::SourceClass;

/// What a browser still shows at once, and a person still looks through.
constexpr std::size_t most_senders = 400;
constexpr std::size_t most_addresses = 2500;

/// In the order in which somebody who wants to publish -all has to look at them.
constexpr std::array page_order = {SourceClass::unlisted_legitimate, SourceClass::unknown,
                                   SourceClass::forwarder,           SourceClass::listed,
                                   SourceClass::unaffected,          SourceClass::suspected_spoof};

struct ClassText {
  std::string_view title;
  std::string_view meaning;
};

ClassText text_of(SourceClass source_class) {
  switch (source_class) {
    case SourceClass::unlisted_legitimate:
      return {
          "Missing senders",
          "They send for you, and the record does not list them: under -all receivers may refuse "
          "this mail."};
    case SourceClass::unknown:
      return {"Unknown senders",
              "They may be yours or not; reports cannot tell. Find out, and say so with `hardfail "
              "mark`."};
    case SourceClass::forwarder:
      return {
          "Forwarders",
          "They pass on mail that your servers sent and keep the envelope sender. No record can "
          "list them; a DKIM signature is what saves such mail."};
    case SourceClass::listed:
      return {"Listed", "The record authorises them: nothing to do."};
    case SourceClass::unaffected:
      return {
          "Unaffected",
          "Their mail has an envelope sender in another domain, or a result that the end of this "
          "record does not decide: nothing to do."};
    case SourceClass::suspected_spoof:
      return {"Suspected spoofers",
              "Nothing vouches for them: this is the mail that -all is meant for."};
  }
  return {};
}

std::string_view text_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::certain:
      return "certain: the record, you, or what only the domain’s owner can make says so";
    case Confidence::likely:
      return "likely: how it behaves says so";
    case Confidence::ask:
      return "you have to say";
  }
  return {};
}

/// "a, b, c", and how many more there are of `count`.
std::string listed(const std::vector<std::string>& texts, std::size_t count) {
  auto text = fmt::format("{}", fmt::join(texts, ", "));
  if (count > texts.size()) text += fmt::format(", and {} more", grouped(count - texts.size()));
  return text;
}

std::string mail_text(const Sender& sender) {
  auto text = counted(sender.messages, "message");
  text += fmt::format(", {} with your domain as envelope sender, {} with a DKIM signature of yours",
                      grouped(sender.governed_messages), grouped(sender.dkim_aligned));
  return text;
}

std::vector<Fields> facts_of(const Sender& sender) {
  std::vector<Fields> facts;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) facts.push_back(Fields().text("name", name).text("value", value));
  };
  if (sender.service != nullptr) {
    add("Service", fmt::format("{} ({})", sender.service->name, name_of(sender.service->kind)));
  }
  add("How sure", text_of(sender.confidence));
  add("Mail", mail_text(sender));
  if (sender.newly_failed > 0) {
    add("Under -all", fmt::format("{} would fail SPF", counted(sender.newly_failed, "message")));
  }
  add("Seen", fmt::format("{} to {}, on {}, by {}", to_iso_date(sender.first_seen),
                          to_iso_date(sender.last_seen), counted(sender.days, "day"),
                          counted(sender.reporters, "reporter")));
  std::vector<std::string> networks;
  for (const auto& network : sender.networks) networks.push_back(network.to_string());
  add("Networks", listed(networks, sender.network_count));
  add("Run by", listed(sender.operators, sender.operators.size()));
  if (const auto& fix = sender.fix) {
    add("Fix tried",
        fmt::format("{}: lists {} of {} and takes {}", fmt::join(fix->terms, " "),
                    grouped(fix->lists), counted(sender.sources.size(), "address", "addresses"),
                    counted(fix->lookups, "look-up")));
  }
  add("DKIM keys", listed(sender.keys, sender.keys.size()));
  return facts;
}

Fields signals_of(const Sender& sender) {
  std::vector<Fields> items;
  for (const auto& [code, addresses, text] : sender.signals) {
    const bool of_all = addresses == sender.sources.size();
    items.push_back(Fields()
                        .text("text", text)
                        .text("reach", of_all ? "" : counted(addresses, "address", "addresses")));
  }
  return Fields().each("items", items);
}

/// Its messages by week, as bars and in numbers. Pre: there is a week.
Fields history_of(std::span<const std::uint64_t> weeks, std::chrono::sys_days begin) {
  constexpr std::size_t most_weeks = 53;
  constexpr std::uint64_t highest = 38;
  constexpr std::size_t step = 11;
  const auto shown = weeks.last(std::min(weeks.size(), most_weeks));
  begin += std::chrono::days{7 * (weeks.size() - shown.size())};
  const auto busiest = std::max<std::uint64_t>(1, *std::ranges::max_element(shown));
  std::vector<Fields> bars;
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    numbers.push_back(grouped(shown[i]));
    // A week with any mail is seen; one without leaves a base line.
    const auto height =
        1 + static_cast<std::uint64_t>(
                std::ceil(static_cast<double>(shown[i]) * highest / static_cast<double>(busiest)));
    bars.push_back(Fields()
                       .text("x", std::to_string(i * step))
                       .text("y", std::to_string(highest + 2 - height))
                       .text("height", std::to_string(height)));
  }
  return Fields()
      .text("width", std::to_string(shown.size() * step))
      .each("bars", bars)
      .text("text", fmt::format("From the week of {} on: {}", to_iso_date(begin),
                                fmt::join(numbers, ", ")));
}

std::vector<Fields> rows_of(const Assessment& assessment, const Sender& sender, std::size_t most) {
  std::vector<Fields> rows;
  for (std::size_t i = 0; i < std::min(most, sender.sources.size()); ++i) {
    const auto& source = assessment.sources[sender.sources[i]];
    rows.push_back(Fields()
                       .text("ip", source.address.to_string())
                       .text("host", host_text(source))
                       .text("messages", grouped(source.messages))
                       .text("days", grouped(source.days))
                       .text("first_seen", to_iso_date(source.first_seen))
                       .text("last_seen", to_iso_date(source.last_seen))
                       .text("spf", spf::name_of(source.spf_now->result)));
  }
  return rows;
}

/// How many of `count` are not shown, and how to see them.
std::string rest_text(std::size_t count, std::size_t shown, std::string_view what,
                      const Assessment& assessment) {
  if (count <= shown) return {};
  return fmt::format("… and {} more {}: hardfail sources {}{}", grouped(count - shown), what,
                     assessment.domain.text(),
                     what == "senders" ? "" : " --addresses --format csv");
}

Fields fields_of(const Assessment& assessment, const Sender& sender, std::size_t most) {
  const auto& deciding = assessment.sources[sender.sources.front()];
  Fields fields;
  fields.text("name", sender.name)
      .text("messages", grouped(sender.messages))
      .text("addresses", grouped(sender.sources.size()))
      .text("days", grouped(sender.days))
      .text("reporters", grouped(sender.reporters))
      .text("last_seen", to_iso_date(sender.last_seen))
      .text("why", sender.signals.front().text)
      .text("advice", sender.advice)
      .text("mislead", deciding.may_mislead)
      .text("address_caption", counted(sender.sources.size(), "address", "addresses"))
      .text("rest", rest_text(sender.sources.size(), most, "addresses", assessment))
      .text("signals", "")
      .text("history", "")
      .each("facts", facts_of(sender))
      .each("rows", rows_of(assessment, sender, most));
  if (sender.signals.size() > 1) fields.once("signals", signals_of(sender));
  const auto at = static_cast<std::size_t>(&sender - assessment.senders.data());
  if (at < assessment.volume.sender_weeks.size()) {
    fields.once("history",
                history_of(assessment.volume.sender_weeks[at], assessment.volume.days.front().day));
  }
  return fields;
}

struct ClassSenders {
  SourceClass source_class;
  std::vector<const Sender*> senders;
  std::size_t count = 0;  ///< before they are cut
  std::size_t addresses = 0;
  std::uint64_t messages = 0;
};

std::vector<ClassSenders> by_class(const Assessment& assessment) {
  std::vector<ClassSenders> classes;
  std::vector<std::size_t> counts;
  for (const auto wanted : page_order) {
    ClassSenders members{wanted, {}};
    for (const auto& sender : assessment.senders) {
      if (sender.source_class != wanted) continue;
      members.senders.push_back(&sender);
      members.addresses += sender.sources.size();
      members.messages += sender.messages;
    }
    members.count = members.senders.size();
    if (members.count == 0) continue;
    counts.push_back(members.count);
    classes.push_back(std::move(members));
  }
  const auto most = even_cap(counts, most_senders);
  for (auto& each : classes) each.senders.resize(std::min(each.count, most));
  return classes;
}

std::string count_text(const ClassSenders& members) {
  const auto messages = counted(members.messages, "message");
  if (members.addresses == members.count) {
    return fmt::format("{}, {}", counted(members.count, "sender"), messages);
  }
  return fmt::format("{}, {}, {}", counted(members.count, "sender"),
                     counted(members.addresses, "address", "addresses"), messages);
}

}  // namespace

void add_senders(const Assessment& assessment, Fields& page) {
  const auto classes = by_class(assessment);
  std::vector<std::size_t> addresses;
  for (const auto& members : classes) {
    for (const auto* sender : members.senders) addresses.push_back(sender->sources.size());
  }
  const auto most = even_cap(addresses, most_addresses);
  std::vector<Fields> sections;
  std::size_t shown = 0;
  for (const auto& members : classes) {
    const auto text = text_of(members.source_class);
    std::vector<Fields> senders;
    for (const auto* sender : members.senders) {
      senders.push_back(fields_of(assessment, *sender, most));
      shown += std::min(sender->sources.size(), most);
    }
    sections.push_back(
        Fields()
            .text("key", name_of(members.source_class))
            .text("title", text.title)
            .text("meaning", text.meaning)
            .text("count", count_text(members))
            .text("rest", rest_text(members.count, members.senders.size(), "senders", assessment))
            .each("senders", senders));
  }
  page.each("classes", sections);
  page.text("cut", shown == assessment.sources.size()
                       ? ""
                       : fmt::format("Of {}, this page has {}, the busiest of each sender.",
                                     counted(assessment.sources.size(), "address", "addresses"),
                                     grouped(shown)));
}

}  // namespace hardfail::render
