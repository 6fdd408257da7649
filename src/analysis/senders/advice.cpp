#include <fmt/format.h>

#include <string>

#include "hardfail/analysis/sender.hpp"
#include "hardfail/util/count.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

constexpr std::size_t most_terms_named = 4;

std::string itself(const std::string& term) { return term; }

/// What makes the record list it; where no term does, what else there is.
std::string listing_advice(const Sender& sender, const DomainName& domain) {
  if (!sender.fix) {
    return fmt::format(
        "give it an envelope (Return-Path) domain of its own or a subdomain of {}, or add the "
        "addresses that you know to be yours",
        domain.text());
  }
  const SenderFix& fix = *sender.fix;
  auto text = "add " + listing(fix.terms, itself, most_terms_named);
  if (fix.lists < sender.sources.size()) {
    text += fmt::format(", for {} of its {} addresses", grouped(fix.lists),
                        grouped(sender.sources.size()));
  }
  if (fix.lookups > 0) text += fmt::format(" ({})", counted(fix.lookups, "look-up"));
  return text;
}

/// What is particular to such a service.
std::string service_advice(const Service& service) {
  std::string text;
  if (service.has(ServiceTrait::custom_envelope)) {
    text += "; or set up a bounce domain of your own there, so that your record need not list it";
  }
  if (service.kind == ServiceKind::gateway) {
    text += "; it is a gateway: all your mail may come to pass through it";
  }
  if (service.kind == ServiceKind::hosting) {
    text +=
        "; its machines are other customers' as well: a program on one of them had better send "
        "through your mail provider";
  }
  if (!service.docs.empty()) text += ". Its instructions: " + service.docs;
  return text;
}

/// What to name all of a sender by in a mark.
std::string mark_pattern(const Sender& sender, const std::vector<Source>& sources) {
  const Source& first = sources[sender.sources.front()];
  if (sender.sources.size() == 1) return first.address.to_string();
  if (sender.tie != Tie::network && sender.operators.size() == 1 && first.host) {
    return sender.operators.front();
  }
  return sender.network_count == 1 ? sender.networks.front().to_string()
                                   : first.address.to_string();
}

std::string advice_on(const Sender& sender, const std::vector<Source>& sources,
                      const DomainName& domain) {
  switch (sender.source_class) {
    case SourceClass::unlisted_legitimate: {
      auto text = listing_advice(sender, domain);
      if (sender.service != nullptr) text += service_advice(*sender.service);
      return text;
    }
    case SourceClass::unknown:
      return fmt::format("find out whose it is, then: hardfail mark {} {} CLASS", domain.text(),
                         mark_pattern(sender, sources));
    case SourceClass::forwarder:
      return sources[sender.sources.front()].advice;
    case SourceClass::listed:
    case SourceClass::unaffected:
    case SourceClass::suspected_spoof:
      break;
  }
  return {};
}

}  // namespace

void advise_senders(std::vector<Sender>& senders, const std::vector<Source>& sources,
                    const DomainName& domain) {
  for (auto& sender : senders) sender.advice = advice_on(sender, sources, domain);
}

}  // namespace hardfail::analysis
