#include "head_reader.hpp"

#include <fmt/format.h>

#include "field.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "xml_tree.hpp"

namespace hardfail::report {
namespace {

/// The first element of that name at or below `element`, in the order of the document.
pugi::xml_node find(pugi::xml_node element, std::string_view name) {
  return element.find_node([&](pugi::xml_node node) { return name_of(node) == name; });
}

class HeadReader {
 public:
  HeadReader(pugi::xml_node root, const ParserLimits& limits, WarningLog& log)
      : m_root(root), m_limits(limits), m_log(log) {}

  [[nodiscard]] Report read() {
    Report report;
    report.policy = read_policy();
    report.period = read_period();
    auto metadata = find(m_root, "report_metadata");
    if (!metadata) metadata = m_root;
    report.org_name = text(metadata, "org_name");
    report.email = text(metadata, "email");
    report.extra_contact_info = text(metadata, "extra_contact_info");
    report.report_id = text(metadata, "report_id");
    report.generator = text(metadata, "generator");
    report.version = text(m_root, "version");
    if (report.org_name.empty()) report.org_name = organisation(report.email);
    if (report.report_id.empty()) m_log.note("report-id", "the report has no report_id");
    for (const auto element : metadata.children()) {
      if (name_of(element) != "error") continue;
      m_log.note("reporter-error", "the reporter's error", text_of(element, m_scratch),
                 "is passed over");
    }
    return report;
  }

 private:
  std::string text(pugi::xml_node parent, std::string_view name) {
    return read_text(text_of(find(parent, name), m_scratch), m_limits.text_octets, m_log);
  }

  [[nodiscard]] std::string organisation(std::string_view email) {
    WarningLog told_below;
    const auto domain = read_domain(email, "email", told_below);
    std::string name = domain ? domain->text() : "unknown";
    m_log.note("org-name", "the organisation", "", fmt::format("is taken for {}", printable(name)));
    return name;
  }

  [[nodiscard]] PublishedPolicy read_policy() {
    PublishedPolicy policy;
    for (auto element = find(m_root, "policy_published"); element && !policy.domain;
         element = element.next_sibling()) {
      if (name_of(element) == "policy_published") policy = read_policy(element);
    }
    if (!policy.domain) {
      throw InputError(
          "the report does not say of which domain it is: policy_published has no domain");
    }
    return policy;
  }

  [[nodiscard]] PublishedPolicy read_policy(pugi::xml_node published) {
    PublishedPolicy policy;
    policy.domain = read_domain(text_of(find(published, "domain"), m_scratch), "domain", m_log);
    policy.p = text(published, "p");
    policy.sp = text(published, "sp");
    policy.np = text(published, "np");
    policy.adkim = text(published, "adkim");
    policy.aspf = text(published, "aspf");
    policy.pct = text(published, "pct");
    policy.fo = text(published, "fo");
    policy.testing = text(published, "testing");
    policy.discovery_method = text(published, "discovery_method");
    return policy;
  }

  [[nodiscard]] Period read_period() {
    auto range = find(m_root, "date_range");
    if (!range) range = find(m_root, "data_range");
    const Period period{read_date(range, "begin"), read_date(range, "end")};
    constexpr Moment before_dmarc = std::chrono::sys_days{std::chrono::year{2009} / 1 / 1};
    if (period.begin < before_dmarc) {
      m_log.note("period", "the report's period is older than DMARC", to_iso8601(period.begin),
                 "is kept as it stands");
    }
    if (period.end < period.begin) {
      throw InputError(
          fmt::format("the report's period is impossible: it ends at {}, before its begin at {}",
                      to_iso8601(period.end), to_iso8601(period.begin)));
    }
    return period;
  }

  [[nodiscard]] Moment read_date(pugi::xml_node range, std::string_view name) {
    const auto element = find(range, name);
    const auto date = text_of(element, m_scratch);
    if (date.empty()) {
      throw InputError(fmt::format(
          "the report does not say for which period it is: date_range has no {}", name));
    }
    const auto moment = read_moment(date, m_log);
    if (!moment) {
      throw InputError(fmt::format(
          "the report's period is impossible: its {} is \"{}\", no time from 1970 to 2100", name,
          printable(shortened(date, 80))));
    }
    return *moment;
  }

  pugi::xml_node m_root;
  const ParserLimits& m_limits;
  WarningLog& m_log;
  std::string m_scratch;
};

}  // namespace

Report read_head(std::string_view head, const ParserLimits& limits, WarningLog& log) {
  XmlTree tree(log);
  return HeadReader(tree.read(head), limits, log).read();
}

}  // namespace hardfail::report
