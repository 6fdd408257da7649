#pragma once

#include <span>

#include "hardfail/analysis/proposal.hpp"
#include "hardfail/dns/overlay.hpp"

namespace hardfail::readiness {

/// From now on `overlay` answers as if the proposal for `domain` were published.
inline void publish(const analysis::Proposal& proposal, const DomainName& domain,
                    dns::Overlay& overlay) {
  overlay.set_txt(domain, std::span(&proposal.record, 1));
  for (const auto& [name, text] : proposal.subordinates) {
    overlay.set_txt(name, std::span(&text, 1));
  }
}

}  // namespace hardfail::readiness
