#include "hardfail/services/services.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "catalogue.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail {
namespace {

constexpr std::array kinds = {
    std::pair{ServiceKind::mailbox, std::string_view("mailbox")},
    std::pair{ServiceKind::bulk, std::string_view("bulk")},
    std::pair{ServiceKind::transactional, std::string_view("transactional")},
    std::pair{ServiceKind::helpdesk, std::string_view("helpdesk")},
    std::pair{ServiceKind::crm, std::string_view("crm")},
    std::pair{ServiceKind::gateway, std::string_view("gateway")},
    std::pair{ServiceKind::forwarder, std::string_view("forwarder")},
    std::pair{ServiceKind::hosting, std::string_view("hosting")},
};

constexpr std::array traits = {
    std::pair{ServiceTrait::own_envelope, std::string_view("own-envelope")},
    std::pair{ServiceTrait::custom_envelope, std::string_view("custom-envelope")},
    std::pair{ServiceTrait::dkim_only, std::string_view("dkim-only")},
    std::pair{ServiceTrait::tenant_signatures, std::string_view("tenant-signatures")},
    std::pair{ServiceTrait::shared_addresses, std::string_view("shared-addresses")},
    std::pair{ServiceTrait::do_not_flatten, std::string_view("do-not-flatten")},
    std::pair{ServiceTrait::customer_include, std::string_view("customer-include")},
    std::pair{ServiceTrait::retired, std::string_view("retired")},
};

template <typename Table>
auto value_called(std::string_view name, const Table& table)
    -> std::optional<typename Table::value_type::first_type> {
  const auto row = std::ranges::find(table, name, &Table::value_type::second);
  return row == table.end() ? std::nullopt : std::optional(row->first);
}

template <typename Table>
std::string names_in(const Table& table) {
  std::string names;
  for (const auto& [value, name] : table)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  return names;
}

/// Reads a catalogue line by line; what a line must not say ends in an Error that names the line.
class Reader {
 public:
  Reader(std::string_view origin, std::deque<Service>& services)
      : m_origin(origin), m_services(services) {}

  void read(std::string_view line) {
    ++m_line;
    line = trim(line);
    if (line.empty() || line.front() == '#') return;
    if (line.front() == '[') {
      start(line);
      return;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) fail("is neither [NAME] nor key = value");
    if (!m_begun) fail("comes before any [NAME]");
    const auto key = trim(line.substr(0, equals));
    if (std::ranges::find(m_keys, key) != m_keys.end()) {
      fail(fmt::format("gives {} a second time", printable(key)));
    }
    m_keys.emplace_back(key);
    set(key, trim(line.substr(equals + 1)));
  }

  void end() const {
    if (m_begun && std::ranges::find(m_keys, "kind") == m_keys.end()) {
      fail(fmt::format("ends {}, which has no kind", printable(m_services.back().name)));
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Failure::configuration,
                fmt::format("{}:{}: the line {}", printable(m_origin), m_line, what),
                "docs/services.md says how a catalogue of services is written");
  }

  void start(std::string_view line) {
    end();
    const auto name =
        line.back() == ']' ? trim(line.substr(1, line.size() - 2)) : std::string_view();
    if (name.empty()) fail("starts a service, but is not [NAME]");
    m_services.emplace_back().name = name;
    m_keys.clear();
    m_begun = true;
  }

  void set(std::string_view key, std::string_view value) {
    Service& service = m_services.back();
    if (key == "kind") {
      const auto kind = value_called(value, kinds);
      if (!kind) fail(fmt::format("names a kind that is none of {}", names_in(kinds)));
      service.kind = *kind;
    } else if (key == "include") {
      service.includes = domains(value);
    } else if (key == "host") {
      service.hosts = domains(value);
    } else if (key == "signs") {
      service.signs = domains(value);
    } else if (key == "envelope") {
      service.envelopes = domains(value);
    } else if (key == "selector") {
      for (const auto word : words(value)) service.selectors.emplace_back(word);
    } else if (key == "docs") {
      if (!value.starts_with("https://"))
        fail("gives an address that does not begin with https://");
      service.docs = value;
    } else if (key == "traits") {
      for (const auto word : words(value)) {
        const auto trait = value_called(word, traits);
        if (!trait) fail(fmt::format("names a trait that is none of {}", names_in(traits)));
        service.traits.push_back(*trait);
      }
    } else {
      fail(fmt::format("has a key that is not known: {}", printable(key)));
    }
  }

  [[nodiscard]] static std::vector<std::string_view> words(std::string_view value) {
    auto found = split(value, ' ');
    std::erase_if(found, [](std::string_view word) { return word.empty(); });
    return found;
  }

  [[nodiscard]] std::vector<DomainName> domains(std::string_view value) const {
    std::vector<DomainName> names;
    for (const auto word : words(value)) {
      const auto name = DomainName::parse(word);
      if (!name || !name->parent()) fail(fmt::format("names no domain: {}", printable(word)));
      names.push_back(*name);
    }
    return names;
  }

  std::string_view m_origin;
  std::deque<Service>& m_services;
  std::size_t m_line = 0;
  std::vector<std::string> m_keys;  ///< of the service being read
  bool m_begun = false;
};

template <typename Owners>
const Service* owner_of(const DomainName& name, const Owners& owners) {
  for (auto at = std::optional(name); at; at = at->parent()) {
    const auto found = owners.find(*at);
    if (found != owners.end()) return found->second;
  }
  return nullptr;
}

}  // namespace

std::string_view name_of(ServiceKind kind) noexcept {
  return std::ranges::find(kinds, kind, [](const auto& row) { return row.first; })->second;
}

bool Service::has(ServiceTrait trait) const noexcept {
  return std::ranges::find(traits, trait) != traits.end();
}

const Services& Services::known() {
  static const auto services = [] {
    Services built_in;
    built_in.add(catalogue(), "services.ini");
    return built_in;
  }();
  return services;
}

Services Services::known_with(std::string_view more, std::string_view origin) {
  Services services;
  services.add(catalogue(), "services.ini");
  services.add(more, origin);
  return services;
}

void Services::add(std::string_view catalogue, std::string_view origin) {
  std::deque<Service> added;
  Reader reader(origin, added);
  for (const auto line : split(catalogue, '\n')) reader.read(line);
  reader.end();
  for (auto& service : added) {
    const auto known = std::ranges::find(m_services, service.name, &Service::name);
    Service& kept = known == m_services.end() ? m_services.emplace_back() : *known;
    kept = std::move(service);
    for (const auto& name : kept.hosts) m_hosts.insert_or_assign(name, &kept);
    for (const auto& name : kept.signs) m_signers.insert_or_assign(name, &kept);
    for (const auto& name : kept.includes) m_includes.insert_or_assign(name, &kept);
    for (const auto* names : {&kept.envelopes, &kept.hosts, &kept.signs}) {
      for (const auto& name : *names) m_envelopes.insert_or_assign(name, &kept);
    }
  }
}

const Service* Services::of_host(const DomainName& host) const { return owner_of(host, m_hosts); }

const Service* Services::of_signer(const DomainName& signer) const {
  return owner_of(signer, m_signers);
}

const Service* Services::of_envelope(const DomainName& envelope) const {
  return owner_of(envelope, m_envelopes);
}

const Service* Services::of_include(const DomainName& include) const {
  const auto found = m_includes.find(include);
  return found == m_includes.end() ? nullptr : found->second;
}

}  // namespace hardfail
