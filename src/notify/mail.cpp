#include <algorithm>

#include "hardfail/ingest/letter.hpp"
#include "hardfail/util/text.hpp"
#include "ways.hpp"

namespace hardfail::notify {
namespace {

/// What a Message-ID may hold of an id (RFC 5322, section 3.6.4).
std::string message_id(std::string_view id) {
  std::string text = "hardfail.";
  for (const char c : id) text += is_digit(c) || is_alpha(c) || c == '-' || c == '.' ? c : '-';
  return text;
}

}  // namespace

bool is_mail_address(std::string_view text) {
  constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~.";  // of an atom (RFC 5322, 3.2.3), dots
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  const auto local = text.substr(0, at);
  const auto domain = text.substr(at + 1);
  const auto is_letter = [](char c) { return is_digit(c) || is_alpha(c); };
  return local.front() != '-' &&
         std::ranges::all_of(
             local,
             [&](char c) { return is_letter(c) || signs.find(c) != std::string_view::npos; }) &&
         std::ranges::all_of(domain, [&](char c) { return is_letter(c) || c == '-' || c == '.'; });
}

void tell_by(const ByMail& way, const Message& message, const Time& time) {
  for (const auto& address : way.to) {
    if (!is_mail_address(address) || !is_mail_address(way.from)) {
      throw Error(Failure::usage,
                  "Mail goes from LOCAL@DOMAIN to LOCAL@DOMAIN, and one of the "
                  "addresses is not written so.");
    }
  }
  const auto octets = ingest::compose({.from = way.from,
                                       .to = way.to,
                                       .subject = message.subject,
                                       .text = message.text,
                                       .html = message.html,
                                       .id = message_id(message.id),
                                       .date = time.now()});
  if (const auto* command = std::get_if<process::Command>(&way.through)) {
    hand_over(*command, octets, {}, "taken the mail");
  } else {
    transfer::send_mail(std::get<transfer::SmtpServer>(way.through), way.from, way.to, octets);
  }
}

}  // namespace hardfail::notify
