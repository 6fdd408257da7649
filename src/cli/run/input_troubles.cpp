#include "run/input_troubles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hardfail::cli {

using ledger::InputTrouble;

void InputTroubles::failed(const std::string& input, const Error& error, Moment now) {
  const auto failure = static_cast<int>(error.failure());
  const Error told(error.failure(), fmt::format("[input {}]: {}", input, error.what()),
                   error.advice());
  const auto known = std::ranges::find(m_before, input, &InputTrouble::input);
  const bool is_known = known != m_before.end() && known->failure == failure;
  if (is_known) {
    m_messages.detail(told.what());
  } else {
    m_messages.error(told);
  }
  m_now.push_back({input, failure, is_known ? known->since : now});
}

void InputTroubles::works(const std::string& input) {
  const auto known = std::ranges::find(m_before, input, &InputTrouble::input);
  if (known == m_before.end()) return;
  m_messages.error(fmt::format("[input {}]: it can be read again; it could not since {}", input,
                               to_iso8601(known->since)));
}

void InputTroubles::save() {
  std::ranges::sort(m_now, {}, &InputTrouble::input);  // as the store gives them
  if (m_now != m_before) m_store.save_input_troubles(m_now);
}

}  // namespace hardfail::cli
