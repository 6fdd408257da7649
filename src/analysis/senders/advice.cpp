#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "hardfail/analysis/sender.hpp"
#include "hardfail/spf/record.hpp"
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

bool is_listed_by_include(const Sender& sender) {
  return sender.fix && std::ranges::any_of(sender.fix->terms, [](const std::string& term) {
           return spf::include_target(term).has_value();
         });
}

/// What is particular to such a service.
std::string service_advice(const Sender& sender) {
  const Service& service = *sender.service;
  std::string text;
  if (service.has(ServiceTrait::custom_envelope)) {
    text += "; or set up a bounce domain of your own there, so that your record need not list it";
  } else if (service.has(ServiceTrait::own_envelope)) {
    text += "; or let it use its own bounce domain, as it usually does";
  }
  const bool by_include = is_listed_by_include(sender);
  if (!by_include && service.has(ServiceTrait::customer_include)) {
    text += "; its include differs from customer to customer, and it tells you yours";
  }
  if (!by_include && service.has(ServiceTrait::do_not_flatten)) {
    text += "; its addresses change, so prefer its include to a list of them";
  }
  if (sender.dkim_aligned < sender.messages && service.has(ServiceTrait::shared_addresses)) {
    text += "; its other customers use the same addresses, so let it sign with DKIM as you too";
  }
  if (service.has(ServiceTrait::retired))
    text += "; it is no longer offered under this name: plan to replace it";
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
  // Without a confirmed name the operator is an autonomous system, which a mark cannot name.
  const bool is_named = first.host && first.host->confirmed;
  if (sender.tie != Tie::network && sender.operators.size() == 1 && is_named) {
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
      if (sender.service != nullptr) text += service_advice(sender);
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
