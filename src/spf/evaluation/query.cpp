#include "hardfail/spf/query.hpp"

namespace hardfail::spf {
namespace {

std::optional<std::string> if_given(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

}  // namespace

std::optional<Query> Query::of_message(const IpAddress& client, std::string_view mail_from,
                                       std::string_view helo) {
  const auto at = mail_from.rfind('@');
  const bool has_local = at != std::string_view::npos && at > 0;
  const auto name = mail_from.empty() ? helo : mail_from.substr(at + 1);
  const auto domain = DomainName::parse(name);
  if (!domain || !domain->parent() || name.starts_with('[')) return std::nullopt;
  return Query{client, *domain, std::string(has_local ? mail_from.substr(0, at) : "postmaster"),
               if_given(helo)};
}

}  // namespace hardfail::spf
