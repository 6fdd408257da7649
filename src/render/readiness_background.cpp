#include "readiness_background.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::SourceClass;

std::string_view meaning_of(SourceClass source_class) {
  switch (source_class) {
    case SourceClass::listed:
      return "the record names the address, so its mail passes with ~all and -all alike";
    case SourceClass::unlisted_legitimate:
      return "sends for you, with your domain as the envelope sender, and the record does not name "
             "it: -all would fail its mail";
    case SourceClass::forwarder:
      return "passes on mail that your servers sent, and leaves your domain in the envelope "
             "sender. "
             "It forwards for anybody, so the record must not name it; a DKIM signature survives "
             "forwarding, SPF does not";
    case SourceClass::unaffected:
      return "uses another domain as the envelope sender, so that receivers never ask your record "
             "about it";
    case SourceClass::suspected_spoof:
      return "nothing vouches for it: no signature of yours, no entry in the record, no host name "
             "of yours. This is what -all is meant for";
    case SourceClass::unknown:
      return "some signs speak for it, too few to be sure: only you can say";
  }
  return {};
}

}  // namespace

std::string background_text(const analysis::Assessment& assessment, const Page& page) {
  const auto item = [&](std::string_view text) { return wrapped(text, page, 4, "  - "); };
  auto text = item(
      "SPF: the record lists the addresses that may use the domain as the envelope sender "
      "(Return-Path). Under ~all, mail from any other address is suspect; under -all receivers are "
      "asked to refuse it");
  for (const auto& traits : ledger::class_traits()) {
    const bool is_told =
        std::ranges::find(assessment.senders, traits.source_class,
                          &analysis::Sender::source_class) != assessment.senders.end();
    if (is_told) text += item(fmt::format("{}: {}", traits.one, meaning_of(traits.source_class)));
  }
  return text + item(
                    "how each class is told: hardfail help rules; how the verdict is reached, and "
                    "what each number is for: docs/verdict.md");
}

}  // namespace hardfail::render
