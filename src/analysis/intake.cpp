#include "hardfail/analysis/intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "hardfail/util/text.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using std::chrono::days;

/// With fewer nobody knows what is usual for a reporter.
constexpr std::size_t telling_days = 5;
/// So many of its usual pauses without a report are a stop, and a week at least: reports come a day
/// or two late, and small domains have mail for a reporter only now and then.
constexpr int pauses_to_stop = 5;
constexpr days least_stop{7};
/// Nearly every reporter reports daily: with several of them, three days without any are a fault.
constexpr days least_silence{3};

using ReportedDays = std::set<std::chrono::sys_days>;

days usual_pause(const ReportedDays& reported) {
  std::vector<days> pauses;
  for (auto day = reported.begin(); day != reported.end() && std::next(day) != reported.end();
       ++day) {
    pauses.push_back(*std::next(day) - *day);
  }
  if (pauses.empty()) return days{0};
  const auto middle = pauses.begin() + static_cast<std::ptrdiff_t>(pauses.size() / 2);
  std::ranges::nth_element(pauses, middle);
  return *middle;
}

days longest_pause(const ReportedDays& reported, days least) {
  return std::max(least, pauses_to_stop * usual_pause(reported));
}

bool is_silent(const ReportedDays& reported, std::chrono::seconds silence, days least) {
  return reported.size() >= telling_days && silence > longest_pause(reported, least);
}

/// The time after `last` in which nobody's reports came, though they should have.
std::chrono::seconds interruptions(const ReportedDays& all, Moment last, Moment as_of) {
  const auto bound = longest_pause(all, least_silence);
  std::chrono::seconds sum{0};
  for (auto day = all.begin(); day != all.end(); ++day) {
    const Moment begin = *day + days{1};
    const Moment end = std::next(day) == all.end() ? as_of : Moment(*std::next(day));
    if (end - begin > bound && end > last) sum += end - std::max(begin, last);
  }
  return sum;
}

std::string days_ago(Moment then, Moment now) {
  const auto passed = std::chrono::floor<days>(now - then).count();
  return passed == 0 ? "today" : counted(static_cast<std::uint64_t>(passed), "day") + " ago";
}

class Diagnosis {
 public:
  explicit Diagnosis(Intake& intake) : m_intake(intake) {}

  void run() {
    look_at_policy();
    for (const auto& destination : m_intake.destinations) look_at(destination);
    look_at_reports();
    std::ranges::stable_sort(m_intake.findings, {}, &Reason::severity);
  }

 private:
  void find(std::string code, Severity severity, std::string text) {
    m_intake.findings.push_back({std::move(code), severity, std::move(text), 0});
  }

  void look_at_policy() {
    const auto& policy = m_intake.policy;
    const auto domain = m_intake.domain.text();
    for (const auto& problem : policy.problems) find("dmarc_problem", Severity::warning, problem);
    if (!policy.record) {
      if (policy.dns_failed) {
        find("dns_failed", Severity::error,
             fmt::format("the DNS gives no answer for the DMARC record of {}: check its name "
                         "servers, and run this again",
                         domain));
        return;
      }
      find("no_dmarc_record", Severity::error,
           fmt::format("no DMARC record applies to {}, so nobody sends reports: publish a TXT "
                       "record at _dmarc.{}, such as v=DMARC1; p=none; rua=mailto:ADDRESS",
                       domain, domain));
      return;
    }
    if (m_intake.destinations.empty()) {
      find("no_rua", Severity::error,
           fmt::format("the record at _dmarc.{} has no rua tag, so nobody knows where to send "
                       "reports: add rua=mailto:ADDRESS",
                       policy.found_at->text()));
    }
  }

  void look_at(const dmarc::Destination& destination) {
    const auto uri = printable(shortened(destination.uri, 100));
    if (!destination.domain) {
      find("rua_not_mail", Severity::error,
           fmt::format("{} is not an address that reports can be sent to: write mailto:ADDRESS, "
                       "several with commas between them",
                       uri));
      return;
    }
    const auto host = destination.domain->text();
    if (destination.has_size_limit) {
      find("rua_size_limit", Severity::note,
           fmt::format("{} has a size limit, which RFC 9990 dropped and some receivers take for a "
                       "part of the address: leave it out",
                       uri));
    }
    switch (destination.mail_host) {
      case dmarc::MailHost::present:
        break;
      case dmarc::MailHost::absent:
        find("rua_no_mail_host", Severity::error,
             fmt::format("{} receives no mail: it has neither an MX record nor an address", host));
        break;
      case dmarc::MailHost::unknown:
        find("dns_failed", Severity::error,
             fmt::format("the DNS gives no answer for the mail servers of {}", host));
        break;
    }
    look_at_consent(destination, host);
  }

  void look_at_consent(const dmarc::Destination& destination, const std::string& host) {
    const auto name = destination.consent_name ? destination.consent_name->text() : std::string();
    switch (destination.consent) {
      case dmarc::Consent::not_needed:
      case dmarc::Consent::given:
        break;
      case dmarc::Consent::missing:
        find("rua_not_authorised", Severity::error,
             fmt::format("{} belongs to another organization and does not agree to receive reports "
                         "on {}, so receivers send it none: have its owner publish a TXT record "
                         "v=DMARC1 at {} (RFC 7489, section 7.1)",
                         host, m_intake.policy.found_at->text(), name));
        break;
      case dmarc::Consent::unknown:
        find("dns_failed", Severity::error,
             fmt::format("the DNS gives no answer for {}, by which {} agrees to receive reports",
                         name, host));
        break;
    }
  }

  void look_at_reports() {
    if (!m_intake.newest) {
      find("none_held", Severity::warning,
           fmt::format("no report on {} is in the database: import those that you have. The first "
                       "come a day or two after the record is published",
                       m_intake.domain.text()));
      return;
    }
    if (m_intake.has_stopped) {
      find("reports_stopped", Severity::error,
           fmt::format("the newest report held ends {}: see whether newer ones are in the mailbox "
                       "and not imported, are rejected (`hardfail reports`), or no longer come",
                       days_ago(*m_intake.newest, m_intake.as_of)));
      return;  // of each reporter it says nothing more
    }
    for (const auto& reporter : m_intake.reporters) {
      if (!reporter.has_stopped) continue;
      find("reporter_stopped", Severity::warning,
           fmt::format(
               "{} sent {}, one every {}, and none since {}",
               printable(shortened(reporter.name, 80)), counted(reporter.reports, "report"),
               reporter.usual_pause == days{1}
                   ? std::string("day")
                   : counted(static_cast<std::uint64_t>(reporter.usual_pause.count()), "day"),
               to_iso_date(reporter.last)));
    }
  }

  Intake& m_intake;
};

}  // namespace

Intake intake_of(const DomainName& domain, Moment as_of, dmarc::Policy policy,
                 std::vector<dmarc::Destination> destinations,
                 std::span<const ledger::HeldReport> held) {
  Intake intake{.domain = domain,
                .as_of = as_of,
                .policy = std::move(policy),
                .destinations = std::move(destinations),
                .newest = {},
                .reporters = {},
                .findings = {}};
  ReportedDays all;
  std::map<std::string, std::pair<Reporter, ReportedDays>> reporters;
  for (const auto& report : held) {
    if (report.period.end > as_of) continue;
    ++intake.reports;
    const auto [begin, end] = report.period;
    intake.newest = std::max(intake.newest.value_or(end), end);
    auto& [reporter, reported] = reporters[report.org_name];
    reporter.name = report.org_name;
    reporter.first = reporter.reports == 0 ? begin : std::min(reporter.first, begin);
    reporter.last = std::max(reporter.last, end);
    ++reporter.reports;
    reported.insert(std::chrono::floor<days>(begin));
    all.insert(std::chrono::floor<days>(begin));
  }
  for (auto& [name, entry] : reporters) {
    auto& [reporter, reported] = entry;
    reporter.usual_pause = usual_pause(reported);
    const auto silence = as_of - reporter.last;
    reporter.has_stopped = is_silent(reported, silence, least_stop);
    reporter.has_stopped_alone =
        is_silent(reported, silence - interruptions(all, reporter.last, as_of), least_stop);
    intake.reporters.push_back(std::move(reporter));
  }
  intake.has_stopped = intake.newest && is_silent(all, as_of - *intake.newest, least_silence);
  std::ranges::stable_sort(intake.reporters, {}, [](const Reporter& each) {
    return std::tuple(!each.has_stopped, ~each.reports);
  });
  Diagnosis(intake).run();
  return intake;
}

}  // namespace hardfail::analysis
