#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/store/clickhouse.hpp"
#include "hardfail/transfer/http.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::store {
namespace {

constexpr std::string_view form =
    "it is to be written as clickhouse://[USER@]HOST[:PORT]/DATABASE[?cluster=NAME][&tls=yes]";

Unexpected<Problem> refused(std::string_view why) {
  return Unexpected(Problem{std::string(why), 0});
}

bool is_name(std::string_view text) {
  constexpr std::size_t longest = 64;
  return !text.empty() && text.size() <= longest && !is_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_alpha(c) || is_digit(c) || c == '_'; });
}

/// Of a user or a cluster.
bool is_title(std::string_view text) {
  constexpr std::size_t longest = 64;
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
    return is_alpha(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
  });
}

bool is_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) {
    const auto address = IpAddress::parse(text.substr(1, text.size() - 2));
    return address && address->family() == IpAddress::Family::v6;
  }
  return DomainName::parse(text) && std::ranges::all_of(text, [](char c) {
           return is_alpha(c) || is_digit(c) || c == '-' || c == '.';
         });
}

/// What stands before the first `separator`, which `text` then begins after; all where there is
/// none.
std::string_view take_until(std::string_view& text, char separator) {
  const auto at = text.find(separator);
  const auto taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return taken;
}

struct HostAndPort {
  std::string_view host;
  std::string_view port;
};

HostAndPort split_server(std::string_view server) {
  const auto colon = server.rfind(':');
  const bool has_port = colon != std::string_view::npos && !server.ends_with(']');
  if (!has_port) return {server, {}};
  return {server.substr(0, colon), server.substr(colon + 1)};
}

bool is_port(std::string_view text) {
  const auto number = parse_unsigned(text);
  return number && *number > 0 && *number <= 65535;
}

}  // namespace

Expected<ClickHouseAddress, Problem> ClickHouseAddress::parse(std::string_view text) {
  if (!text.starts_with(scheme)) return refused(form);
  text.remove_prefix(scheme.size());
  ClickHouseAddress address;
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    const auto user = text.substr(0, at);
    if (user.find(':') != std::string_view::npos) {
      return refused("a password does not belong there; HARDFAIL_DB_PASSWORD or a file holds it");
    }
    if (!is_title(user)) return refused("its user is no name of letters, digits and '_', '-', '.'");
    address.m_user = user;
    text.remove_prefix(at + 1);
  }
  auto rest = text;
  const auto place = take_until(rest, '?');
  auto path = place;
  const auto [host, port] = split_server(take_until(path, '/'));
  if (!is_host(host)) return refused(form);
  if (!port.empty() && !is_port(port)) return refused("its port is no number from 1 to 65535");
  if (!is_name(path)) return refused("its database is no name of letters, digits and '_'");
  address.m_database = path;

  bool has_tls = false;
  while (!rest.empty()) {
    const auto option = take_until(rest, '&');
    if (constexpr std::string_view key = "cluster="; option.starts_with(key)) {
      address.m_cluster = option.substr(key.size());
      if (is_title(address.m_cluster)) continue;
      return refused("its cluster is no name of letters, digits and '_', '-', '.'");
    }
    if (option != "tls=yes") return refused(form);
    has_tls = true;
  }
  const std::string_view usual_port = has_tls ? "8443" : "8123";
  address.m_server = fmt::format("{}:{}", host, port.empty() ? usual_port : port);
  address.m_url = fmt::format("{}://{}", has_tls ? "https" : "http", address.m_server);
  address.m_is_local = transfer::web_host(fmt::format("http://{}", address.m_server)).has_value();
  if (!has_tls && !address.m_is_local) {
    return refused(
        "another machine is reached with ?tls=yes alone: else anybody on the way can read along");
  }
  return address;
}

std::string ClickHouseAddress::to_string() const {
  auto text = fmt::format("{}{}/{}", scheme, m_server, m_database);
  if (!m_cluster.empty()) text += "?cluster=" + m_cluster;
  if (m_url.starts_with("https")) text += m_cluster.empty() ? "?tls=yes" : "&tls=yes";
  return text;
}

}  // namespace hardfail::store
