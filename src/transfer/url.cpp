#include "url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "hardfail/transfer/url.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::transfer {
namespace {

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, &curl_free);
  return text;
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  if (text.empty() || has_control(text) || text.find(' ') != std::string_view::npos)
    return std::nullopt;
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  const std::string copy(text);
  if (curl_url_set(url.get(), CURLUPART_URL, copy.c_str(), 0) != CURLUE_OK) return std::nullopt;
  const auto user = part_of(url.get(), CURLUPART_USER) + part_of(url.get(), CURLUPART_PASSWORD);
  return Url{part_of(url.get(), CURLUPART_SCHEME), part_of(url.get(), CURLUPART_HOST),
             part_of(url.get(), CURLUPART_PATH), part_of(url.get(), CURLUPART_QUERY),
             !user.empty()};
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet < ' ' || octet == 0x7f;
  });
}

std::string url_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool is_plain =
        is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
    encoded += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace hardfail::transfer
