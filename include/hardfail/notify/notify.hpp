#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hardfail/process/process.hpp"
#include "hardfail/transfer/http.hpp"
#include "hardfail/transfer/smtp.hpp"
#include "hardfail/util/secret.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::notify {

/// What is to be told, in each form that somebody may want it in.
struct Message {
  std::string id;       ///< the same each time that the same is told; printable ASCII
  std::string subject;  ///< one line
  std::string text;
  std::string html;
  std::string json;
};

/// A program that gets the JSON on its standard input, and ends with 0 once it has told it.
struct ByCommand {
  process::Command command;
  process::Limits limits = {};
};

/// A web server that the JSON is posted to.
///
/// With a key, `X-Hardfail-Signature: sha256=HEX` is the HMAC-SHA-256 (RFC 2104) of the text
/// TIMESTAMP.BODY, where TIMESTAMP, seconds since 1970, is that of `X-Hardfail-Timestamp`: who
/// checks both takes nothing from others and nothing old. `Idempotency-Key` is the id of the
/// message and stays the same from try to try. A server that cannot be reached, is busy (429) or
/// fails (5xx) is asked again, after pauses that double, or as long as its Retry-After says.
struct ByWebhook {
  std::string url;
  std::optional<Secret> key = {};
  transfer::HttpOptions http = {};
  unsigned tries = 5;
  std::chrono::seconds first_pause{2};
  std::chrono::seconds longest_pause{120};  ///< a server that asks for more is given up
};

/// Mail with text and HTML, handed to a program such as `sendmail -t -i` or to a server.
struct ByMail {
  std::string from;  ///< addresses as is_mail_address() takes them
  std::vector<std::string> to;
  std::variant<process::Command, transfer::SmtpServer> through;
};

using Way = std::variant<ByCommand, ByWebhook, ByMail>;

/// What telling needs of the world.
struct Time {
  std::function<Moment()> now;
  std::function<void(std::chrono::seconds)> sleep;
};

/// True for LOCAL@DOMAIN in ASCII without quotes, comments, blanks or a leading hyphen.
[[nodiscard]] bool is_mail_address(std::string_view text);

/// Tells it. Throws Error (io, configuration, usage) where that fails, which means that nobody can
/// count on its having been told.
void tell(const Message& message, const Way& way, const Time& time);

}  // namespace hardfail::notify
