#include "hardfail/querylog/line.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "hardfail/util/text.hpp"
#include "moment.hpp"

namespace hardfail::querylog {
namespace {

using Json = nlohmann::json;
using Read = Expected<std::optional<Line>, const char*>;

constexpr const char* no_name = "it names no domain";
constexpr const char* no_object = "it is no object of JSON";
constexpr const char* no_time = "it does not say when";
constexpr const char* no_resolver = "it does not say who asked";

bool is_in_name(char c) { return is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; }

/// Where the label is a whole one; npos where it is not.
std::size_t find_label(std::string_view line, std::string_view label) {
  const auto same = [](char a, char b) { return to_lower(a) == to_lower(b); };
  for (auto from = line.begin();;) {
    const auto found = std::search(from, line.end(), label.begin(), label.end(), same);
    if (found == line.end()) return std::string_view::npos;
    const auto at = static_cast<std::size_t>(found - line.begin());
    const auto end = at + label.size();
    if (at > 0 && line[at - 1] == '.' && end < line.size() && line[end] == '.') return at;
    from = found + 1;
  }
}

/// The name around an octet of it, and where it stands.
std::string_view name_around(std::string_view line, std::size_t at) {
  auto begin = at;
  while (begin > 0 && is_in_name(line[begin - 1])) --begin;
  auto end = at;
  while (end < line.size() && is_in_name(line[end])) ++end;
  return line.substr(begin, end - begin);
}

/// An address, perhaps with a port: "192.0.2.53#41234", "192.0.2.53:41234", "[2001:db8::53]:41234".
std::optional<IpAddress> address_of(std::string_view word) {
  while (!word.empty() && std::string_view("@([\"'<").find(word.front()) != std::string_view::npos)
    word.remove_prefix(1);
  word = word.substr(0, word.find_first_of("#])\"',;>/%"));
  while (word.ends_with(':')) word.remove_suffix(1);
  if (auto address = IpAddress::parse(word)) return address;
  const auto colon = word.rfind(':');
  if (colon == std::string_view::npos || word.find('.') == std::string_view::npos) {
    return std::nullopt;
  }
  return IpAddress::parse(word.substr(0, colon));
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const auto begin = std::ranges::find_if_not(text, is_space);
    text.remove_prefix(static_cast<std::size_t>(begin - text.begin()));
    if (text.empty()) return words;
    const auto end = std::ranges::find_if(text, is_space);
    words.push_back(text.substr(0, static_cast<std::size_t>(end - text.begin())));
    text.remove_prefix(words.back().size());
  }
}

/// Who asked: the last address in front of the name, since a host that syslog names comes first; in
/// dnstap, which says from where and to where, the last in front of the arrow.
std::optional<IpAddress> resolver_before(std::string_view text) {
  std::optional<IpAddress> found;
  for (const auto word : words_of(text)) {
    if (word == "->") break;
    if (auto address = address_of(word)) found = address;
  }
  return found;
}

/// Logs of Route 53 have it behind the name.
std::optional<IpAddress> resolver_behind(std::string_view text) {
  for (const auto word : words_of(text)) {
    if (auto address = address_of(word)) return address;
  }
  return std::nullopt;
}

Read read_text(std::string_view line, std::string_view name, Moment now) {
  auto domain = DomainName::parse(name);
  if (!domain) return Unexpected(no_name);
  const auto begin = static_cast<std::size_t>(name.data() - line.data());
  auto resolver = resolver_before(line.substr(0, begin));
  if (!resolver) resolver = resolver_behind(line.substr(begin + name.size()));
  if (!resolver) return Unexpected(no_resolver);
  const auto when = moment_of(words_of(line.substr(0, begin)), now);
  if (!when) return Unexpected(no_time);
  return Line{*when, *resolver, *std::move(domain)};
}

/// The keys that the exports have for a value, in lower case and without underscores.
constexpr std::array<std::string_view, 7> resolver_keys = {
    "sourceip", "queryaddress", "clientip", "srcaddr", "srcip", "resolverip", "client"};
constexpr std::array<std::string_view, 7> time_keys = {
    "timestamp",  "querytimestamp", "querytime",       "time",
    "@timestamp", "datetime",       "receivetimestamp"};

std::string plain(std::string_view key) {
  auto text = to_lower(key);
  std::erase(text, '_');
  return text;
}

/// What an object of JSON says, at any depth.
class JsonLine {
 public:
  JsonLine(std::string_view label, Moment now) : m_label(label), m_now(now) {}

  void read(const Json& json) {
    for (const auto& [key, value] : json.items()) {
      if (value.is_structured()) {
        read(value);
      } else {
        read(plain(key), value);
      }
    }
  }

  [[nodiscard]] Read line() && {
    if (m_whole) return *std::move(m_whole);
    if (!m_name) return Unexpected(no_name);
    if (!m_resolver) return Unexpected(no_resolver);
    if (!m_when) return Unexpected(no_time);
    return Line{*m_when, *m_resolver, *std::move(m_name)};
  }

 private:
  void read(const std::string& key, const Json& value) {
    if (std::ranges::find(time_keys, key) != time_keys.end() && !m_when) m_when = when(value);
    if (!value.is_string()) return;
    const auto& text = value.get_ref<const std::string&>();
    if (std::ranges::find(resolver_keys, key) != resolver_keys.end() && !m_resolver) {
      m_resolver = address_of(text);
    }
    const auto at = find_label(text, m_label);
    if (at == std::string::npos) return;
    const auto name = name_around(text, at);
    if (auto whole = read_text(text, name, m_now)) m_whole = *std::move(whole);
    if (!m_name) m_name = DomainName::parse(name);
  }

  [[nodiscard]] std::optional<Moment> when(const Json& value) const {
    if (value.is_number()) return moment_of(value.get<double>());
    if (!value.is_string()) return std::nullopt;
    return moment_of(words_of(value.get_ref<const std::string&>()), m_now);
  }

  std::string_view m_label;
  Moment m_now;
  std::optional<DomainName> m_name;
  std::optional<IpAddress> m_resolver;
  std::optional<Moment> m_when;
  std::optional<Line> m_whole;  ///< of a line of text in a member of the object
};

/// Deeper than any export; what is nested beyond this is not read.
constexpr int deepest = 16;

Read read_json(std::string_view text, std::string_view label, Moment now) {
  bool too_deep = false;
  const auto json = Json::parse(
      text,
      [&](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
        too_deep = too_deep || depth > deepest;
        return depth <= deepest;
      },
      false);
  if (json.is_discarded() || !json.is_object() || too_deep) {
    return Unexpected(no_object);
  }
  JsonLine read(label, now);
  read.read(json);
  return std::move(read).line();
}

}  // namespace

Read read_line(std::string_view line, std::string_view label, Moment now) {
  const auto at = find_label(line, label);
  if (at == std::string_view::npos) return std::nullopt;
  const auto text = trim(line);
  if (text.starts_with('{')) return read_json(text, label, now);
  return read_text(line, name_around(line, at), now);
}

}  // namespace hardfail::querylog
