#include "fingerprint.hpp"

#include <bit>
#include <cstring>

namespace hardfail::report {
namespace {

/// Up to eight octets as a number, the first one lowest whatever the machine's byte order.
std::uint64_t word(std::string_view octets) noexcept {
  std::uint64_t value = 0;
  std::memcpy(&value, octets.data(), octets.size());
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  return value;
}

template <typename Enumeration>
std::uint64_t code(Enumeration value) noexcept {
  return static_cast<std::uint64_t>(value);
}

}  // namespace

void Fingerprint::add(std::uint64_t value) noexcept {
  // The mixing step of splitmix64: every bit of the input reaches every bit of the state.
  m_state = (m_state ^ value) * 0xbf58476d1ce4e5b9ULL;
  m_state ^= m_state >> 29U;
}

void Fingerprint::add(std::string_view text) noexcept {
  add(std::uint64_t{text.size()});
  for (; text.size() >= 8; text.remove_prefix(8)) add(word(text.substr(0, 8)));
  if (!text.empty()) add(word(text));
}

void Fingerprint::add(const std::optional<DomainName>& name) noexcept {
  add(name ? std::string_view(name->text()) : std::string_view());
}

void Fingerprint::add(const Authentication& authentication) {
  add(authentication.header_from);
  add(authentication.envelope_from);
  add(code(authentication.disposition) << 16U | code(authentication.dkim_aligned) << 12U |
      code(authentication.spf_aligned) << 8U | (authentication.null_sender ? 1U : 0U));
  add(std::uint64_t{authentication.reasons.size()});
  for (const auto& reason : authentication.reasons) {
    add(code(reason.type));
    add(std::string_view(reason.comment));
  }
  add(std::uint64_t{authentication.dkim.size()});
  for (const auto& dkim : authentication.dkim) {
    add(dkim.domain);
    add(std::string_view(dkim.selector));
    add(code(dkim.result));
  }
  add(std::uint64_t{authentication.spf.size()});
  for (const auto& spf : authentication.spf) {
    add(spf.domain);
    add(code(spf.scope) << 8U | code(spf.result));
  }
}

void Fingerprint::add(const Record& record) {
  const auto octets = record.source.octets();
  add(std::string_view(reinterpret_cast<const char*>(octets.data()), octets.size()));
  add(record.messages);
  add(record.envelope_to);
  add(*record.authentication);
}

void Fingerprint::add(const Report& report) {
  for (const std::string_view text :
       {std::string_view(report.org_name), std::string_view(report.email),
        std::string_view(report.extra_contact_info), std::string_view(report.report_id),
        std::string_view(report.version), std::string_view(report.generator),
        std::string_view(report.policy.p), std::string_view(report.policy.sp),
        std::string_view(report.policy.np), std::string_view(report.policy.adkim),
        std::string_view(report.policy.aspf), std::string_view(report.policy.pct),
        std::string_view(report.policy.fo), std::string_view(report.policy.testing),
        std::string_view(report.policy.discovery_method)}) {
    add(text);
  }
  add(report.policy.domain);
  add(static_cast<std::uint64_t>(report.period.begin.time_since_epoch().count()));
  add(static_cast<std::uint64_t>(report.period.end.time_since_epoch().count()));
}

}  // namespace hardfail::report
