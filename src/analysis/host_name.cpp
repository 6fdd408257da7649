#include "hardfail/analysis/host_name.hpp"

#include <fmt/format.h>
#include <libpsl.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

/// The words a label is made of: its runs of letters.
std::vector<std::string_view> words_of(std::string_view label) {
  std::vector<std::string_view> words;
  while (!label.empty()) {
    const auto begin = std::ranges::find_if(label, is_alpha);
    label.remove_prefix(static_cast<std::size_t>(begin - label.begin()));
    const auto end = std::ranges::find_if_not(label, is_alpha);
    const auto length = static_cast<std::size_t>(end - label.begin());
    if (length > 0) words.push_back(label.substr(0, length));
    label.remove_prefix(length);
  }
  return words;
}

/// Words that networks put into the names of their customers' lines.
constexpr std::array<std::string_view, 32> line_words = {
    "dynamic",  "dyn",       "dynip", "dialup",  "dial",     "dsl",       "adsl",   "vdsl",
    "xdsl",     "sdsl",      "cable", "pool",    "pools",    "dhcp",      "ppp",    "pppoe",
    "catv",     "broadband", "ftth",  "fttb",    "customer", "customers", "client", "clients",
    "wireless", "vps",       "vds",   "vserver", "abo",      "cust",      "hsd",    "lte"};

/// Words that operators put into the names of mail servers, also where they number them by address.
constexpr std::array<std::string_view, 18> mail_words = {
    "mail", "mailer",   "mailout", "email", "mx",     "mxout", "mta",    "smtp", "smtpout",
    "out",  "outbound", "mout",    "relay", "sender", "send",  "bounce", "news", "newsletter"};

/// True for eight hexadecimal digits that happen to be letters, as in "vps-acfebafc".
bool is_hex_number(std::string_view word) {
  constexpr std::size_t digits = 8;
  return word.size() == digits &&
         std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'f'; });
}

/// The number runs of a name, in order, leading zeros dropped: "ip-203-0-113-007" gives 203, 0,
/// 113, 7.
std::vector<std::string> numbers_of(std::string_view text) {
  std::vector<std::string> numbers;
  bool in_number = false;
  for (const char c : text) {
    if (!is_digit(c)) {
      in_number = false;
    } else if (!in_number) {
      numbers.emplace_back(1, c);
      in_number = true;
    } else if (numbers.back() == "0") {
      numbers.back() = c;
    } else {
      numbers.back() += c;
    }
  }
  return numbers;
}

bool contains_run(const std::vector<std::string>& numbers, const std::vector<std::string>& run) {
  return std::search(numbers.begin(), numbers.end(), run.begin(), run.end()) != numbers.end();
}

bool spells_out_v4(std::string_view text, std::span<const std::uint8_t> octets) {
  std::vector<std::string> forward;
  std::string hex;
  std::string padded;
  for (const auto octet : octets) {
    forward.push_back(std::to_string(octet));
    padded += fmt::format("{:03}", octet);
    hex += fmt::format("{:02x}", octet);
  }
  const std::vector<std::string> backward(forward.rbegin(), forward.rend());
  auto last_first = forward;
  std::rotate(last_first.begin(), last_first.end() - 1, last_first.end());
  padded.erase(0, padded.find_first_not_of('0'));
  const auto numbers = numbers_of(text);
  return contains_run(numbers, forward) || contains_run(numbers, backward) ||
         contains_run(numbers, last_first) || text.find(hex) != std::string_view::npos ||
         text.find(padded) != std::string_view::npos;
}

/// True where the last 64 bits stand in the name as hexadecimal digits, with whatever between the
/// groups, or the whole address as it is written (RFC 5952), with hyphens for the colons.
bool spells_out_v6(std::string_view text, const IpAddress& address) {
  auto written = address.to_string();
  std::ranges::replace(written, ':', '-');
  if (text.find(written) != std::string_view::npos) return true;
  std::string digits;
  for (const char c : text) {
    if (is_digit(c) || (c >= 'a' && c <= 'f')) digits += c;
  }
  std::string tail;
  for (const auto octet : address.octets().last(8)) tail += fmt::format("{:02x}", octet);
  return digits.find(tail) != std::string::npos;
}

}  // namespace

std::optional<DomainName> registrable_domain(const DomainName& name) {
  const char* const found = psl_registrable_domain(psl_builtin(), name.text().c_str());
  return found == nullptr ? std::nullopt : DomainName::parse(found);
}

std::optional<DomainName> network_domain(const DomainName& name) {
  std::optional<DomainName> found;
  for (auto at = std::optional(name); at; at = at->parent()) {
    if (psl_is_public_suffix2(psl_builtin(), at->text().c_str(), PSL_TYPE_ICANN) != 0) break;
    found = at;
  }
  return found;
}

bool is_generic_host(const DomainName& name, const IpAddress& address) {
  const auto registrable = registrable_domain(name);
  std::string_view host = name.text();
  if (registrable && host.size() > registrable->text().size()) {
    host.remove_suffix(registrable->text().size() + 1);
  }
  const bool spelled_out = address.family() == IpAddress::Family::v4
                               ? spells_out_v4(host, address.octets())
                               : spells_out_v6(host, address);
  const auto words = words_of(host);
  const auto has_word_of = [&](std::span<const std::string_view> list) {
    return std::ranges::find_first_of(words, list) != words.end();
  };
  // Lines are many, so their names are numbered: "client-portal" is a host, "client-17" a line.
  const bool numbered = std::ranges::any_of(host, is_digit) || spelled_out ||
                        std::ranges::any_of(words, is_hex_number);
  return (numbered && has_word_of(line_words)) || (spelled_out && !has_word_of(mail_words));
}

}  // namespace hardfail::analysis
