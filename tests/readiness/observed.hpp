#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "hardfail/report/observation.hpp"

namespace hardfail::readiness::test {

inline DomainName name(std::string_view text) { return DomainName::parse(text).value(); }
inline IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

/// What one reporter says of a domain, on each of the two days before 2026-11-21.
class Observed {
 public:
  explicit Observed(std::string_view domain) : m_domain(name(domain)) {
    const Moment end = *parse_iso8601("2026-11-21");
    constexpr std::chrono::days day{1};
    m_observations.window = {end - 90 * day, end};
    m_observations.periods = {{end - 2 * day, end - day}, {end - day, end}};
    m_observations.report_periods = m_observations.periods;
    m_observations.reporters = {"reporter.example"};
    m_observations.report_reporters = m_observations.reporters;
    m_observations.reports = 2;
  }

  /// Five messages a day under the envelope domain, which SPF softfailed; with a signature of the
  /// domain where a selector is named.
  Observed& mail(std::string_view source, std::string_view envelope,
                 std::string_view selector = {}) {
    report::Authentication authentication;
    authentication.header_from = m_domain;
    authentication.spf = {{name(envelope), report::SpfScope::mfrom, report::SpfResult::softfail}};
    authentication.spf_aligned = report::Verdict::fail;
    authentication.dkim_aligned = report::Verdict::fail;
    if (!selector.empty()) {
      authentication.dkim = {{m_domain, std::string(selector), report::DkimResult::pass}};
      authentication.dkim_aligned = report::Verdict::pass;
    }
    const auto number = static_cast<std::uint32_t>(m_observations.sources.size());
    for (std::uint32_t period = 0; period < 2; ++period) {
      m_observations.rows.push_back({number, number, 0, period, 5});
    }
    m_observations.sources.push_back(ip(source));
    m_observations.authentications.push_back(std::move(authentication));
    return *this;
  }
  /// The mail last added bears a signature of this domain too, which its receiver calls aligned.
  Observed& signed_by(std::string_view domain, std::string_view selector) {
    auto& authentication = m_observations.authentications.back();
    authentication.dkim.push_back({name(domain), std::string(selector), report::DkimResult::pass});
    authentication.dkim_aligned = report::Verdict::pass;
    return *this;
  }
  /// The mail last added passed SPF.
  Observed& passed() {
    m_observations.authentications.back().spf.front().result = report::SpfResult::pass;
    return *this;
  }
  Observed& mail(std::string_view source) { return mail(source, m_domain.text()); }

  [[nodiscard]] const report::Observations& observations() const { return m_observations; }

 private:
  DomainName m_domain;
  report::Observations m_observations;
};

}  // namespace hardfail::readiness::test
