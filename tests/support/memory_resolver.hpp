#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail {

/// The DNS in memory. Unlike a master file it can also fail: time out, SERVFAIL.
class MemoryResolver final : public dns::Resolver {
 public:
  /// Adds a record; its data say of which type.
  MemoryResolver& add(std::string_view name, dns::RecordData data) {
    m_records[{name_of(name), type_of(data)}].push_back(std::move(data));
    return *this;
  }
  MemoryResolver& txt(std::string_view name, std::string text) {
    return add(name, dns::CharacterStrings{std::move(text)});
  }
  MemoryResolver& address(std::string_view name, std::string_view address) {
    return add(name, IpAddress::parse(address).value());
  }
  /// An empty host is the null MX.
  MemoryResolver& mx(std::string_view name, std::uint16_t preference, std::string_view host) {
    return add(name, dns::MailExchange{preference, DomainName::parse(host)});
  }
  MemoryResolver& ptr(std::string_view address, std::string_view name) {
    return add(IpAddress::parse(address).value().reverse_name().text(), name_of(name));
  }
  MemoryResolver& cname(std::string_view name, std::string_view target) {
    m_aliases.insert_or_assign(name_of(name), name_of(target));
    return *this;
  }
  /// `name` has no answer but `status` for this type.
  MemoryResolver& fail(std::string_view name, dns::RecordType type,
                       dns::Status status = dns::Status::serv_fail) {
    m_failures[{name_of(name), type}] = status;
    return *this;
  }
  /// From now on all answers, void ones too, hold for so long.
  MemoryResolver& ttl(std::chrono::seconds ttl) {
    m_ttl = ttl;
    return *this;
  }
  /// Whatever is asked about `name` and not listed times out.
  MemoryResolver& silent(std::string_view name) {
    m_silent.insert(name_of(name));
    return *this;
  }

  using dns::Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline) override {
    if (!questions.empty()) ++m_rounds;
    std::vector<dns::Answer> answers;
    for (const auto& question : questions) answers.push_back(answer(question));
    m_asked.insert(m_asked.end(), questions.begin(), questions.end());
    return answers;
  }

  [[nodiscard]] const std::vector<dns::Question>& asked() const { return m_asked; }
  [[nodiscard]] unsigned rounds() const { return m_rounds; }

 private:
  static DomainName name_of(std::string_view text) { return DomainName::parse(text).value(); }

  static dns::RecordType type_of(const dns::RecordData& data) {
    if (const auto* address = std::get_if<IpAddress>(&data)) {
      return address->family() == IpAddress::Family::v4 ? dns::RecordType::a
                                                        : dns::RecordType::aaaa;
    }
    if (std::holds_alternative<DomainName>(data)) return dns::RecordType::ptr;
    if (std::holds_alternative<dns::MailExchange>(data)) return dns::RecordType::mx;
    return dns::RecordType::txt;
  }

  [[nodiscard]] dns::Answer answer(dns::Question question) const {
    constexpr int longest_chain = 8;
    std::vector<DomainName> chain;
    for (int hop = 0; hop < longest_chain; ++hop) {
      if (const auto failure = m_failures.find(question); failure != m_failures.end()) {
        return {failure->second, {}, {}, chain};
      }
      if (const auto found = m_records.find(question); found != m_records.end()) {
        return {dns::Status::answered, found->second, m_ttl, chain};
      }
      if (m_silent.contains(question.name)) return {dns::Status::timeout, {}, {}, chain};
      const auto alias = m_aliases.find(question.name);
      if (alias == m_aliases.end()) return {void_status(question.name), {}, m_ttl, chain};
      question.name = alias->second;
      chain.push_back(question.name);
    }
    return {dns::Status::no_data, {}, {}, chain};
  }

  [[nodiscard]] dns::Status void_status(const DomainName& name) const {
    for (const auto& [question, data] : m_records) {
      if (question.name.is_at_or_below(name)) return dns::Status::no_data;
    }
    return dns::Status::nx_domain;
  }

  std::map<dns::Question, std::vector<dns::RecordData>> m_records;
  std::map<dns::Question, dns::Status> m_failures;
  std::map<DomainName, DomainName> m_aliases;
  std::set<DomainName> m_silent;
  std::vector<dns::Question> m_asked;
  std::chrono::seconds m_ttl{0};
  unsigned m_rounds = 0;
};

}  // namespace hardfail
