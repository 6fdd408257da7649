#include "senders/mail_names.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "large_pages.hpp"
#include "rows_by_source.hpp"
#include "selector.hpp"

namespace hardfail::analysis {
namespace {

/// Half of the mail: less is what somebody's customer happened to send.
constexpr std::uint64_t parts_of_most = 2;

/// What one authentication names, by number.
struct Shown {
  std::vector<std::uint32_t> signers;
  std::optional<std::uint32_t> envelope;
  std::vector<std::uint32_t> keys;
};

template <typename Name>
class Numbers {
 public:
  std::uint32_t of(const Name& name) {
    const auto next = static_cast<std::uint32_t>(m_names.size());
    const auto [found, is_new] = m_numbers.try_emplace(name, next);
    if (is_new) m_names.push_back(name);
    return found->second;
  }
  [[nodiscard]] std::vector<Name> names() && { return std::move(m_names); }

 private:
  std::map<Name, std::uint32_t> m_numbers;
  std::vector<Name> m_names;
};

}  // namespace

MailNames::MailNames(const report::Observations& observations, const Surroundings& surroundings,
                     const std::vector<bool>& wanted) {
  Numbers<DomainName> domains;
  Numbers<std::string> keys;
  const auto is_own = [&](const DomainName& name) {
    return name.is_at_or_below(surroundings.organizational_domain);
  };
  std::vector<Shown> shown;
  shown.reserve(observations.authentications.size());
  for (const auto& authentication : observations.authentications) {
    Shown& one = shown.emplace_back();
    for (const auto& dkim : authentication.dkim) {
      if (dkim.result != report::DkimResult::pass || !dkim.domain) continue;
      if (!is_own(*dkim.domain)) {
        one.signers.push_back(domains.of(*dkim.domain));
      } else if (!dkim.selector.empty()) {
        one.keys.push_back(
            keys.of(plain_selector(dkim.selector) + "._domainkey." + dkim.domain->text()));
      }
    }
    const auto identity = report::spf_identity(authentication);
    if (identity && !is_own(identity->domain)) one.envelope = domains.of(identity->domain);
  }
  const RowsBySource rows(observations);
  Tally<std::uint32_t> signers;
  Tally<std::uint32_t> envelopes;
  Tally<std::uint32_t> passed;
  reserve_to_fill(m_names, wanted.size());
  m_names.resize(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i]) continue;
    std::uint64_t messages = 0;
    for (const auto& row : rows.of(i)) {
      messages += row.messages;
      const Shown& one = shown[row.authentication];
      for (const auto signer : one.signers) signers.add(signer, row.messages);
      if (one.envelope) envelopes.add(*one.envelope, row.messages);
      for (const auto key : one.keys) passed.add(key, row.messages);
    }
    m_names[i] = {most_of(signers.take(), messages), most_of(envelopes.take(), messages),
                  kept_in(m_memory, passed.take())};
  }
  m_domains = std::move(domains).names();
  m_keys = std::move(keys).names();
}

std::uint32_t MailNames::most_of(Counts<std::uint32_t> counts, std::uint64_t messages) {
  const auto found = std::ranges::find_if(
      counts, [&](const auto& count) { return count.second * parts_of_most >= messages; });
  return found == counts.end() ? nobody : found->first;
}

std::optional<std::uint32_t> MailNames::main_key(std::uint32_t source) const {
  const auto keys = keys_of(source);
  if (keys.empty()) return std::nullopt;
  const auto by_messages = [](const auto& key) { return key.second; };
  return std::ranges::max_element(keys, {}, by_messages)->first;
}

}  // namespace hardfail::analysis
