#include "hardfail/readiness/used_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "hardfail/dns/describe.hpp"
#include "hardfail/dns/record_data.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::readiness {
namespace {

using dns::RecordType;
using ledger::AnswerUse;
using ledger::UsedAnswer;

constexpr std::string_view confirmed = "confirmed";
constexpr std::string_view unconfirmed = "unconfirmed";
constexpr std::string_view nameless = "none";

[[noreturn]] void refuse(const UsedAnswer& kept) {
  throw Error(Failure::unusable_data,
              fmt::format("the answer kept about {} cannot be read", printable(kept.name.text())),
              "use the version of hardfail that wrote it");
}

std::vector<dns::RecordData> records_of(const UsedAnswer& kept,
                                        std::span<const std::uint8_t> octets, RecordType type) {
  auto records = dns::records_from_octets(octets, type);
  if (!records) refuse(kept);
  return *std::move(records);
}

dns::Question question_of(const UsedAnswer& kept) {
  return {kept.name, static_cast<RecordType>(kept.type)};
}

dns::Answer answer_of(const UsedAnswer& kept) {
  const auto status = dns::parse_status(kept.outcome);
  if (!status) refuse(kept);
  dns::Answer answer{*status, records_of(kept, kept.records, static_cast<RecordType>(kept.type))};
  for (auto& alias : records_of(kept, kept.aliases, RecordType::ptr)) {
    answer.chain.push_back(std::get<DomainName>(std::move(alias)));
  }
  return answer;
}

using Asked = std::map<dns::Question, const UsedAnswer*>;

Asked asked_by(const ledger::Basis& basis) {
  Asked asked;
  for (const auto& each : basis.answers) {
    if (each.use == AnswerUse::verdict) asked.emplace(question_of(each), &each);
  }
  return asked;
}

/// Servers give the records of a name in ever new orders.
bool has_same_records(const dns::Answer& one, const dns::Answer& other, RecordType type) {
  const auto sorted = [type](const dns::Answer& answer) {
    std::vector<std::vector<std::uint8_t>> records;
    for (const auto& record : answer.records) {
      records.push_back(dns::to_octets(std::span(&record, 1), type));
    }
    std::ranges::sort(records);
    return records;
  };
  return sorted(one) == sorted(other);
}

bool is_told_elsewhere(const dns::Question& question) {
  return question.type == RecordType::txt && !question.name.text().starts_with("_dmarc.");
}

bool has_changed(const dns::Question& question, const dns::Answer& before,
                 const dns::Answer& after) {
  if (before.status != after.status) return true;
  return !is_told_elsewhere(question) && !has_same_records(before, after, question.type);
}

}  // namespace

std::vector<dns::Answer> Recorder::ask_all(std::span<const dns::Question> questions,
                                           dns::Deadline deadline) {
  m_asked.insert(questions.begin(), questions.end());
  return m_cache.ask_all(questions, deadline);
}

void Recorder::add_to(std::vector<UsedAnswer>& used, AnswerUse use) const {
  for (const auto& question : m_asked) {
    const auto* answer = m_cache.find(question);
    if (answer == nullptr) continue;
    const std::vector<dns::RecordData> aliases(answer->chain.begin(), answer->chain.end());
    used.push_back({use, question.name, static_cast<std::uint16_t>(question.type),
                    std::string(dns::name_of(answer->status)),
                    dns::to_octets(aliases, RecordType::ptr),
                    dns::to_octets(answer->records, question.type)});
  }
}

void add_used(const HostNames& names, std::vector<UsedAnswer>& used) {
  for (const auto& [address, host] : names) {
    UsedAnswer kept{AnswerUse::host_name,
                    address.reverse_name(),
                    static_cast<std::uint16_t>(RecordType::ptr),
                    std::string(nameless),
                    {},
                    {}};
    if (host) {
      kept.outcome = host->confirmed ? confirmed : unconfirmed;
      const dns::RecordData name(host->name);
      kept.records = dns::to_octets(std::span(&name, 1), RecordType::ptr);
    }
    used.push_back(std::move(kept));
  }
}

HostNames used_names(const ledger::Basis& basis, std::span<const IpAddress> addresses) {
  std::unordered_map<DomainName, const UsedAnswer*> kept;
  for (const auto& each : basis.answers) {
    if (each.use == AnswerUse::host_name) kept.emplace(each.name, &each);
  }
  HostNames names;
  for (const auto& address : addresses) {
    const auto found = kept.find(address.reverse_name());
    if (found == kept.end()) continue;
    const auto& answer = *found->second;
    auto records = records_of(answer, answer.records, RecordType::ptr);
    const bool is_confirmed = answer.outcome == confirmed;
    if (is_confirmed || answer.outcome == unconfirmed) {
      if (records.size() != 1) refuse(answer);
      names.emplace(address,
                    HostName{std::get<DomainName>(std::move(records.front())), is_confirmed});
    } else if (answer.outcome == nameless) {
      names.emplace(address, std::nullopt);
    } else {
      refuse(answer);
    }
  }
  return names;
}

UsedAnswers::UsedAnswers(const ledger::Basis& basis, AnswerUse use) {
  for (const auto& each : basis.answers) {
    if (each.use == use) m_answers.emplace(question_of(each), answer_of(each));
  }
}

std::vector<dns::Answer> UsedAnswers::ask_all(std::span<const dns::Question> questions,
                                              dns::Deadline /*deadline*/) {
  std::vector<dns::Answer> answers;
  answers.reserve(questions.size());
  for (const auto& question : questions) {
    const auto found = m_answers.find(question);
    if (found == m_answers.end()) ++m_missing;
    answers.push_back(found == m_answers.end() ? dns::Answer{} : found->second);
  }
  return answers;
}

std::vector<analysis::Change> answer_changes(const ledger::Basis& before,
                                             const ledger::Basis& after) {
  constexpr std::size_t most_shown = 5;
  constexpr std::size_t most_octets = 200;
  const auto earlier = asked_by(before);
  std::vector<analysis::Change> changes;
  std::size_t more = 0;
  for (const auto& [question, kept] : asked_by(after)) {
    const auto found = earlier.find(question);
    if (found == earlier.end()) continue;
    const auto was = answer_of(*found->second);
    const auto is = answer_of(*kept);
    if (!has_changed(question, was, is)) continue;
    if (changes.size() == most_shown) {
      ++more;
      continue;
    }
    changes.push_back(
        {"answer_changed",
         analysis::Severity::note,
         fmt::format("the DNS answered {}: {}; before: {}", dns::describe(std::span(&question, 1)),
                     shortened(dns::describe(std::span(&is, 1)), most_octets),
                     shortened(dns::describe(std::span(&was, 1)), most_octets)),
         {}});
  }
  if (more > 0) {
    changes.push_back({"answer_changed",
                       analysis::Severity::note,
                       fmt::format("the DNS answered {} more questions otherwise", more),
                       {}});
  }
  return changes;
}

}  // namespace hardfail::readiness
