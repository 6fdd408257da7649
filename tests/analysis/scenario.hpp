#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/classify.hpp"

namespace hardfail::analysis::test {

inline DomainName name(std::string_view text) { return DomainName::parse(text).value(); }
inline IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

/// A row's authentication for mail of d.example, changed step by step.
class Row {
 public:
  Row() {
    m_auth.header_from = name("d.example");
    m_auth.dkim_aligned = report::Verdict::fail;
    m_auth.spf_aligned = report::Verdict::fail;
    spf("d.example", report::SpfResult::softfail);
  }
  Row& spf(std::string_view domain, report::SpfResult result) {
    m_auth.spf = {{name(domain), report::SpfScope::mfrom, result}};
    const bool passed = domain == "d.example" && result == report::SpfResult::pass;
    m_auth.spf_aligned = passed ? report::Verdict::pass : report::Verdict::fail;
    return *this;
  }
  Row& dkim(std::string_view domain, std::string_view selector,
            report::DkimResult result = report::DkimResult::pass) {
    m_auth.dkim.push_back({name(domain), std::string(selector), result});
    if (domain == "d.example" && result == report::DkimResult::pass)
      m_auth.dkim_aligned = report::Verdict::pass;
    return *this;
  }
  Row& reason(report::OverrideType type, std::string comment = {}) {
    m_auth.reasons.push_back({type, std::move(comment)});
    return *this;
  }
  Row& no_spf() {
    m_auth.spf.clear();
    return *this;
  }
  [[nodiscard]] const report::Authentication& authentication() const { return m_auth; }

 private:
  report::Authentication m_auth;
};

/// Which reporters see a source, and when.
struct Shape {
  unsigned days = 60;
  unsigned first_day = 0;  ///< of the window of 90
  unsigned every = 1;      ///< days apart
  unsigned reporters = 10;
  std::uint64_t messages = 5;  ///< a day and reporter
};

/// A domain d.example, "v=spf1 ip4:192.0.2.0/28 ~all", and the mail seen of it.
class Scenario {
 public:
  Scenario()
      : m_surroundings{
            name("d.example"), name("d.example"), {name("d.example")}, {}, {}, {}, {}, {}} {
    for (int i = 0; i < 10; ++i)
      m_observations.reporters.push_back("reporter" + std::to_string(i) + ".example");
    for (int day = 0; day < 90; ++day) {
      const Moment begin =
          std::chrono::sys_days{std::chrono::year{2026} / 8 / 23} + std::chrono::days{day};
      m_observations.periods.push_back({begin, begin + std::chrono::seconds{86399}});
    }
    m_observations.window = {m_observations.periods.front().begin,
                             m_observations.periods.back().end};
    m_observations.report_periods = m_observations.periods;
    m_observations.report_reporters = m_observations.reporters;
  }

  /// Servers at 192.0.2.1 and .2 that are listed and sign with `selector`.
  Scenario& listed_servers(std::string_view selector = "main") {
    for (const auto* address : {"192.0.2.1", "192.0.2.2"}) {
      Row row;
      row.spf("d.example", report::SpfResult::pass).dkim("d.example", selector);
      mail(address, row, {.days = 90});
      live(address, spf::Result::pass, {"ip4:192.0.2.0/28"});
    }
    return *this;
  }

  Scenario& mail(std::string_view source, const Row& row, const Shape& shape = {}) {
    return mail(source, row.authentication(), shape);
  }

  Scenario& mail(std::string_view source, const report::Authentication& authentication,
                 const Shape& shape = {}) {
    const auto index = static_cast<std::uint32_t>(m_observations.authentications.size());
    m_observations.authentications.push_back(authentication);
    const auto number = number_of(ip(source));
    for (unsigned day = 0; day < shape.days; ++day) {
      for (std::uint32_t reporter = 0; reporter < shape.reporters; ++reporter) {
        const unsigned period = shape.first_day + day * shape.every;
        m_observations.rows.push_back({number, index, reporter, period, shape.messages});
      }
    }
    return *this;
  }

  Scenario& live(std::string_view source, spf::Result result, std::vector<std::string> path) {
    spf::Outcome outcome;
    outcome.result = result;
    if (!path.empty()) outcome.mechanism = path.front();
    outcome.path = std::move(path);
    m_surroundings.live[number_of(ip(source))] =
        std::make_shared<const LiveSpf>(LiveSpf::of(outcome));
    return *this;
  }

  Scenario& host(std::string_view source, std::string_view host_name, bool confirmed = true) {
    m_surroundings.hosts.insert_or_assign(ip(source), HostName{name(host_name), confirmed});
    return *this;
  }

  /// From now on the systems are known, those of the sources before too.
  Scenario& system(std::string_view source, std::uint32_t number, std::string organization) {
    const auto place = number_of(ip(source));
    m_surroundings.systems.resize(m_observations.sources.size());
    m_surroundings.systems[place] =
        std::make_shared<const AutonomousSystem>(AutonomousSystem{number, std::move(organization)});
    return *this;
  }

  [[nodiscard]] std::vector<Source> sources() const {
    return classify(m_observations, m_surroundings);
  }

  [[nodiscard]] Source source(std::string_view address) const {
    for (auto& source : sources()) {
      if (source.address == ip(address)) return source;
    }
    throw std::out_of_range("no such source");
  }

  [[nodiscard]] report::Observations& observations() { return m_observations; }
  [[nodiscard]] Surroundings& surroundings() { return m_surroundings; }

 private:
  /// A new source is one that ~all catches.
  std::uint32_t number_of(const IpAddress& source) {
    auto& sources = m_observations.sources;
    const auto at = std::ranges::find(sources, source) - sources.begin();
    if (static_cast<std::size_t>(at) == sources.size()) {
      sources.push_back(source);
      m_surroundings.live.emplace_back();
      live(source.to_string(), spf::Result::softfail, {"~all"});
    }
    return static_cast<std::uint32_t>(at);
  }

  report::Observations m_observations;
  Surroundings m_surroundings;
};

/// So that a failing check names the class.
inline std::string class_of(const Scenario& scenario, std::string_view address) {
  const Source source = scenario.source(address);
  return std::string(name_of(source.source_class)) + " by " +
         std::string(source.signals.front().code);
}

}  // namespace hardfail::analysis::test
