#include "source_text.hpp"

#include <fmt/format.h>

#include "cells.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::Source;

std::string host_line(const Source& source) {
  if (!source.host) return "no name is known";
  return source.host->name.text() +
         (source.host->confirmed ? "" : ", which does not resolve back to the address");
}

std::string spf_now_text(const analysis::LiveSpf& live) {
  std::string text(spf::name_of(live.result));
  if (!live.mechanism.empty()) text += " by " + live.mechanism;
  for (const auto& why : {live.undecided, live.problem}) {
    if (why) text += "; " + *why;
  }
  return text;
}

std::string spf_reported_text(const Source& source) {
  std::string text;
  for (const auto& [result, messages] : source.spf_reported) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", report::name_of(result),
                        counted(messages, "message"));
  }
  return text.empty() ? "no result" : text;
}

}  // namespace

std::string source_text(const analysis::Assessment& assessment, const Source& source,
                        const Page& page) {
  const auto& window = assessment.evidence.window;
  const auto& traits = traits_of(source.source_class);
  std::string text = fmt::format("{}, seen as {} from {} to {}\n",
                                 painted(source.address.to_string(), Tone::strong, page.colour),
                                 domain_text(assessment.domain, page.charset),
                                 to_iso_date(window.begin), to_iso_date(window.end));
  const auto line = [&](std::string_view label, std::string_view value) {
    text += wrapped(printable(value), page, 16, fmt::format("  {:<14}", label));
  };
  line("class", traits.one == traits.name ? std::string(traits.one)
                                          : fmt::format("{} ({})", traits.one, traits.name));
  line("confidence", name_of(source.confidence));
  if (!source.may_mislead.empty()) line("may mislead", source.may_mislead);
  line("host", host_line(source));
  if (source.system) line("network of", to_string(*source.system));
  line("messages", grouped(source.messages));
  line("governed", grouped(source.governed_messages) + ", whose SPF identity the record governs");
  line("aligned", grouped(source.dkim_aligned) + ", with an aligned DKIM signature that passed");
  line("days", grouped(source.days));
  line("reporters", grouped(source.reporters));
  line("first seen", to_iso8601(source.first_seen));
  line("last seen", to_iso8601(source.last_seen));
  line("SPF now", spf_now_text(*source.spf_now));
  line("SPF reported", spf_reported_text(source));
  std::string_view label = "why";
  for (const auto& signal : source.signals) {
    line(label, fmt::format("{}: {}", signal.code, signal.text));
    label = "also";
  }
  line("to do", source.advice.empty() ? "nothing" : source.advice);
  return text;
}

}  // namespace hardfail::render
