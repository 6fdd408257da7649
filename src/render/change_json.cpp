#include "change_json.hpp"

namespace hardfail::render {

Json changes_json(std::span<const analysis::Change> changes) {
  auto list = Json::array();
  for (const auto& change : changes) {
    auto sources = Json::array();
    for (const auto& source : change.sources) sources.push_back(source.to_string());
    auto senders = Json::array();
    for (const auto& sender : change.senders) senders.push_back(json_text(sender));
    list.push_back({{"code", change.code},
                    {"severity", name_of(change.severity)},
                    {"text", json_text(change.text)},
                    {"sources", std::move(sources)},
                    {"senders", std::move(senders)}});
  }
  return list;
}

}  // namespace hardfail::render
