#include "further_signals.hpp"

#include "sentences.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

std::string second_signatures(const Facts& f) {
  return listing(f.second_signers, [](const auto& signer) {
    return phrase("{} also carry a passing signature of {}", messages_text(signer.second),
                  signer.first->text());
  });
}

constexpr FurtherSignal table[] = {
    {"plus_all", [](const Facts& f) { return f.only_plus_all; },
     [](const Facts&) {
       return std::string("it passes only as nearly everybody does, which lists nobody");
     },
     "it passes only by `+all`, or by another term that nearly everybody passes"},
    {"second_signature", [](const Facts& f) { return !f.second_signers.empty(); },
     second_signatures, "a passing signature of another domain, that listed mail does not carry"},
    {"override", [](const Facts& f) { return f.governed > 0 && f.called_forwarded > 0; },
     [](const Facts& f) {
       return phrase("receivers called {} forwarded, or saw a valid ARC chain",
                     messages_text(f.called_forwarded));
     },
     "a receiver called a message forwarded, or saw a valid ARC chain"},
    {"no_host", [](const Facts& f) { return f.host_kind == HostKind::none; },
     [](const Facts&) { return std::string("it has no host name"); }, "reverse DNS has no name"},
    {"host_unconfirmed", [](const Facts& f) { return f.host != nullptr && !f.host->confirmed; },
     [](const Facts& f) {
       return phrase("its host name {} does not resolve back to it", f.host->name.text());
     },
     "its host name does not resolve back to it"},
    {"generic_host",
     [](const Facts& f) { return f.host_kind == HostKind::customer_line && f.host->confirmed; },
     [](const Facts& f) {
       return phrase("its host name {} is one a network gives to any line", f.host->name.text());
     },
     "its host name is one that a network gives to any customer's line"},
    {"host", [](const Facts& f) { return is_telling(f.host_kind); },
     [](const Facts& f) {
       return phrase("its host name is {}, and resolves back to it", f.host->name.text());
     },
     "its host name resolves back to it"},
};

}  // namespace

std::span<const FurtherSignal> further_signals() noexcept { return table; }

}  // namespace hardfail::analysis
