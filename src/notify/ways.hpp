#pragma once

#include <string_view>

#include "hardfail/notify/notify.hpp"

namespace hardfail::notify {

/// tell() for each way.
void tell_by(const ByCommand& way, const Message& message, const Time& time);
void tell_by(const ByWebhook& way, const Message& message, const Time& time);
void tell_by(const ByMail& way, const Message& message, const Time& time);

/// Hands `input` to a program. Throws Error (io) where it does not end with 0; `deed` is what it
/// has then not done.
void hand_over(const process::Command& command, std::string_view input,
               const process::Limits& limits, std::string_view deed);

}  // namespace hardfail::notify
