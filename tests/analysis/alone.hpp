#pragma once

#include <cstdint>
#include <vector>

#include "hardfail/analysis/sender.hpp"

namespace hardfail::analysis {

/// Each source as a sender of its own, the way tests want them that are not about grouping.
inline std::vector<Sender> alone(std::vector<Source>& sources) {
  std::vector<Sender> senders;
  for (auto& source : sources) {
    source.sender = static_cast<std::uint32_t>(senders.size());
    Sender sender;
    sender.name = source.address.to_string();
    sender.source_class = source.source_class;
    sender.sources = {source.sender};
    sender.messages = source.messages;
    sender.governed_messages = source.governed_messages;
    sender.newly_failed = source.newly_failed;
    sender.days = source.days;
    sender.first_seen = source.first_seen;
    sender.last_seen = source.last_seen;
    senders.push_back(std::move(sender));
  }
  return senders;
}

}  // namespace hardfail::analysis
