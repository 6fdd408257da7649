#include <algorithm>

#include "evaluation/evaluation.hpp"
#include "hardfail/dns/describe.hpp"
#include "record/macro_expansion.hpp"

namespace hardfail::spf {

dns::RecordType address_type_of(const IpAddress& client) noexcept {
  return client.family() == IpAddress::Family::v4 ? dns::RecordType::a : dns::RecordType::aaaa;
}

// Look-ups, section 4.6.4.

Or<std::vector<dns::Answer>> Evaluation::ask(const Term& term,
                                             std::span<const dns::Question> questions) {
  auto answers = m_answers.ask(questions);
  if (!answers) return stop(Stop::Why::pending, {});
  if (m_trace.wanted()) m_trace.add(term.step, describe(questions), describe(*answers));
  return *std::move(answers);
}

Or<dns::Answer> Evaluation::ask(const Term& term, const dns::Question& question) {
  return ask(term, std::span(&question, 1)).transform([](std::vector<dns::Answer> answers) {
    return std::move(answers.front());
  });
}

/// Asks for the addresses of the client's family.
std::vector<dns::Question> Evaluation::address_questions(std::span<const DomainName> hosts) const {
  std::vector<dns::Question> questions;
  questions.reserve(hosts.size());
  for (const auto& host : hosts) questions.push_back({host, address_type_of(m_query.client)});
  return questions;
}

/// Counts a term that queries the DNS.
Or<std::monostate> Evaluation::spend_lookup(const Term& term) {
  if (term.cost == Cost::free) return {};
  ++m_spent.lookups;
  m_trace.spend(term.step, m_spent);
  if (m_spent.lookups <= m_options.max_lookups) return {};
  return stop(Stop::Why::permerror,
              fmt::format("{} would be look-up number {}; {} are allowed", term.name(),
                          m_spent.lookups, m_options.max_lookups));
}

Or<std::monostate> Evaluation::spend_if_void(const Term& term, dns::Status status) {
  if (!dns::is_void(status) || term.cost == Cost::free) return {};
  ++m_spent.void_lookups;
  m_trace.spend(term.step, m_spent);
  if (m_spent.void_lookups <= m_options.max_void_lookups) return {};
  return stop(Stop::Why::permerror,
              fmt::format("{} causes void look-up number {}; {} are allowed", term.name(),
                          m_spent.void_lookups, m_options.max_void_lookups));
}

/// Counts an answer that is void, and ends in temperror where it is a DNS error (section 5).
Or<std::monostate> Evaluation::account(const Term& term, const dns::Question& question,
                                       const dns::Answer& answer) {
  if (dns::is_error(answer.status)) {
    return stop(
        Stop::Why::temperror,
        fmt::format("{} needs the {} records of {}: {}", term.name(), name_of(question.type),
                    printable(question.name.text()), dns::describe(answer.status)));
  }
  return spend_if_void(term, answer.status);
}

// Names, sections 5.5 and 7.

/// What follows depends on more than the networks the client is in.
Or<std::monostate> Evaluation::single_out() {
  if (m_scope == nullptr) return {};
  return stop(Stop::Why::personal, {});
}

Or<std::string> Evaluation::expanded(const Term& term, const MacroString& text) {
  if (!text.is_static()) {
    if (auto single = single_out(); !single) return Unexpected(single.error());
  }
  std::string name;
  if (uses_client_name(text)) {
    auto found = client_name(term);
    if (!found) return found;
    name = *std::move(found);
  }
  auto result = expand(text, {m_query, term.frame.domain, name, m_options.receiver, m_options.now});
  if (result) return *std::move(result);
  return stop(Stop::Why::undecided,
              fmt::format("{} needs {}, which is not known", term.name(), result.error()));
}

/// The target name of a mechanism, nullopt where its expansion is not a valid name (section 4.8).
Or<std::optional<DomainName>> Evaluation::target(const Term& term,
                                                 const std::optional<MacroString>& spec) {
  if (!spec) return term.frame.domain;
  return expanded(term, *spec).transform([](const std::string& text) {
    return to_target_name(text);
  });
}

/// The domain whose record a term refers to.
Or<DomainName> Evaluation::record_target(const Term& term, const MacroString& spec) {
  auto domain = target(term, spec);
  if (!domain) return Unexpected(std::move(domain.error()));
  if (!*domain) {
    return stop(Stop::Why::permerror,
                fmt::format("{} does not lead to a valid domain name", term.name()));
  }
  return **std::move(domain);
}

/// The names that the client's PTR records give and whose addresses hold the client: all of them,
/// or up to the first at or below `wanted`. None where the PTR look-up fails.
Or<std::vector<DomainName>> Evaluation::validated_names(const Term& term,
                                                        const DomainName* wanted) {
  if (auto single = single_out(); !single) return Unexpected(single.error());
  std::vector<DomainName> validated;
  const auto pointers =
      ask(term, dns::Question{m_query.client.reverse_name(), dns::RecordType::ptr});
  if (!pointers) return Unexpected(pointers.error());
  if (auto spent = spend_if_void(term, pointers->status); !spent) {
    return Unexpected(spent.error());
  }
  auto names = pointers->all<DomainName>();
  if (names.size() > m_options.max_names) {
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(m_options.max_names), names.end());
  }
  const auto questions = address_questions(names);
  const auto answers = ask(term, questions);
  if (!answers) return Unexpected(answers.error());
  for (std::size_t i = 0; i < names.size(); ++i) {
    // A DNS error skips the name.
    const auto& answer = (*answers)[i];
    if (auto spent = spend_if_void(term, answer.status); !spent) {
      return Unexpected(spent.error());
    }
    const auto addresses = answer.all<IpAddress>();
    if (std::ranges::find(addresses, m_query.client) == addresses.end()) continue;
    validated.push_back(names[i]);
    if (wanted != nullptr && names[i].is_at_or_below(*wanted)) break;
  }
  return validated;
}

/// %{p}: the domain itself before a name below it before any other (section 7.3). The PTR query
/// counts as a look-up, once (section 4.6.4).
Or<std::string> Evaluation::client_name(const Term& term) {
  if (!m_client_names) {
    if (auto spent = spend_lookup(term); !spent) return Unexpected(spent.error());
    auto names = validated_names(term, nullptr);
    if (!names) return Unexpected(std::move(names.error()));
    m_client_names = *std::move(names);
  }
  const auto& names = *m_client_names;
  if (names.empty()) return "unknown";
  const auto& domain = term.frame.domain;
  if (std::ranges::find(names, domain) != names.end()) return domain.text();
  const auto below = std::ranges::find_if(
      names, [&](const DomainName& name) { return name.is_at_or_below(domain); });
  return below == names.end() ? names.front().text() : below->text();
}

}  // namespace hardfail::spf
