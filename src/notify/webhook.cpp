#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/digest.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "ways.hpp"

namespace hardfail::notify {
namespace {

constexpr int too_many_requests = 429;

bool is_success(int status) { return status >= 200 && status < 300; }
bool may_change_its_mind(int status) { return status == too_many_requests || status >= 500; }

/// Signed anew for each try, since the time is part of what is signed.
transfer::HttpRequest request_for(const ByWebhook& way, const Message& message, Moment now) {
  transfer::HttpRequest request{.method = "POST", .url = way.url, .body = message.json};
  request.headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", message.id}};
  if (way.key) {
    const auto timestamp = std::to_string(now.time_since_epoch().count());
    const auto code = hmac_sha256(*way.key, timestamp + '.' + message.json);
    request.headers.emplace_back("X-Hardfail-Timestamp", timestamp);
    request.headers.emplace_back("X-Hardfail-Signature", "sha256=" + code);
  }
  return request;
}

/// What a try came to: nothing wrong, or why not and how long to wait before the next.
struct Try {
  std::optional<Error> error = {};
  std::optional<std::chrono::seconds> wait = {};
  bool is_final = true;
};

Try try_once(transfer::HttpClient& client, const ByWebhook& way, const Message& message,
             Moment now) {
  transfer::HttpResponse response;
  try {
    response = client.send(request_for(way, message, now));
  } catch (const Error& error) {
    return {.error = error, .is_final = error.failure() != Failure::io};
  }
  if (is_success(response.status)) return {};
  const auto host = transfer::web_host(way.url).value_or("");
  return {
      .error = Error(Failure::io, fmt::format("{} has not taken the news: its answer is HTTP {}.",
                                              printable(host), response.status)),
      .wait = transfer::retry_after(response, now),
      .is_final = !may_change_its_mind(response.status)};
}

}  // namespace

void tell_by(const ByWebhook& way, const Message& message, const Time& time) {
  transfer::HttpClient client(way.http);
  auto pause = way.first_pause;
  for (unsigned left = way.tries;; --left) {
    const auto result = try_once(client, way, message, time.now());
    if (!result.error) return;
    const auto wait = result.wait.value_or(pause);
    if (result.is_final || left <= 1 || wait > way.longest_pause) throw Error(*result.error);
    time.sleep(wait);
    pause = std::min(pause * 2, way.longest_pause);
  }
}

}  // namespace hardfail::notify
