#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hardfail/spf/listening.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

constexpr std::string_view beginning = "exists:%{i}._spflog.";
/// The dotted nibbles of an IPv6 client, and the dot behind them.
constexpr std::size_t longest_client = 64;
constexpr std::size_t longest_name = 253;
/// A label that no client makes, so that no reader of the log takes it for one.
constexpr std::string_view no_client = "hardfail";

std::optional<unsigned> nibble(std::string_view label) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (label.size() != 1) return std::nullopt;
  const auto at = digits.find(label.front());
  return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
}

std::optional<IpAddress> v6_client(std::span<const std::string_view> labels) {
  std::array<std::uint8_t, 16> octets{};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto value = nibble(labels[i]);
    if (!value) return std::nullopt;
    auto& octet = octets.at(i / 2);
    octet = static_cast<std::uint8_t>(unsigned{octet} << 4U | *value);
  }
  return IpAddress::from_octets(octets);
}

/// Of the labels that %{i} makes: four numbers, or 32 nibbles.
std::optional<IpAddress> client_of(std::span<const std::string_view> labels) {
  if (labels.size() == 4) return IpAddress::parse(fmt::format("{}", fmt::join(labels, ".")));
  if (labels.size() == 32) return v6_client(labels);
  return std::nullopt;
}

}  // namespace

std::optional<DomainName> listening_name(const DomainName& domain) {
  auto name = domain.child(listening_label);
  if (name && name->text().size() + longest_client > longest_name) return std::nullopt;
  return name;
}

std::string listening_term(const DomainName& domain, Qualifier all) {
  return fmt::format("{}{}{}", static_cast<char>(all), beginning, domain.text());
}

bool is_listening_term(std::string_view term) {
  if (!term.empty() && std::string_view("+-~?").find(term.front()) != std::string_view::npos) {
    term.remove_prefix(1);
  }
  return iequals(term.substr(0, beginning.size()), beginning);
}

std::optional<ListenedQuery> read_listened_name(const DomainName& name) {
  const auto labels = name.labels();
  const auto mark = std::ranges::find(labels, listening_label);
  if (mark == labels.end() || mark + 1 == labels.end()) return std::nullopt;
  const auto client =
      client_of(std::span(labels).first(static_cast<std::size_t>(mark - labels.begin())));
  auto domain = DomainName::parse(
      std::string_view(name.text())
          .substr(static_cast<std::size_t>((mark + 1)->data() - name.text().data())));
  if (!client || !domain) return std::nullopt;
  return ListenedQuery{*std::move(domain), *client};
}

std::vector<dns::Answer> ListeningAside::ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) {
  std::vector<dns::Question> asked(questions.begin(), questions.end());
  for (auto& question : asked) {
    const auto query = read_listened_name(question.name);
    const auto name = query ? listening_name(query->domain) : std::nullopt;
    if (name) question.name = name->child(no_client).value_or(question.name);
  }
  return m_upstream.ask_all(asked, deadline);
}

}  // namespace hardfail::spf
