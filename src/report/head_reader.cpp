#include "head_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "field.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "xml_tree.hpp"

namespace hardfail::report {
namespace {

class HeadReader {
 public:
  HeadReader(pugi::xml_node root, const std::optional<DomainName>& header_from,
             const ParserLimits& limits, WarningLog& log)
      : m_root(root), m_header_from(header_from), m_limits(limits), m_log(log) {}

  [[nodiscard]] Report read() {
    Report report;
    const auto root_name = name_of(m_root);
    m_has_capitals = root_name != "feedback" && iequals(root_name, "feedback");
    report.policy = read_policy();
    report.period = read_period();
    const auto metadata = find(m_root, "report_metadata");
    report.org_name = text_anywhere(metadata, "org_name");
    report.email = text_anywhere(metadata, "email");
    report.extra_contact_info = text_anywhere(metadata, "extra_contact_info");
    report.report_id = text_anywhere(metadata, "report_id");
    report.generator = text_anywhere(metadata, "generator");
    report.version = text(m_root, "version");
    if (report.org_name.empty()) report.org_name = organisation(report.email);
    if (report.report_id.empty()) m_log.note("report-id", "the report has no report_id");
    if (m_has_capitals) note_capitals(m_log);
    for (const auto element : (metadata ? metadata : m_root).children()) {
      if (name_of(element) != "error") continue;
      m_log.note("reporter-error", "the reporter's error", text_of(element, m_scratch),
                 "is ignored");
    }
    return report;
  }

 private:
  /// The first element of that name at or below `element`, in the order of the document; where no
  /// name is exactly that, the first that differs in case.
  pugi::xml_node find(pugi::xml_node element, std::string_view name) {
    const auto exact =
        element.find_node([&](pugi::xml_node node) { return name_of(node) == name; });
    if (exact) return exact;
    const auto alike =
        element.find_node([&](pugi::xml_node node) { return iequals(name_of(node), name); });
    if (alike) m_has_capitals = true;
    return alike;
  }

  std::string text(pugi::xml_node parent, std::string_view name) {
    return read_text(text_of(find(parent, name), m_scratch), m_limits.text_octets, m_log);
  }

  /// The same for an element that belongs below `parent` but may be elsewhere.
  std::string text_anywhere(pugi::xml_node parent, std::string_view name) {
    return text(find(parent, name) ? parent : m_root, name);
  }

  [[nodiscard]] std::string organisation(std::string_view email) {
    WarningLog told_below;
    const auto domain = read_domain(email, "email", told_below);
    std::string name = domain ? domain->text() : "unknown";
    m_log.note("org-name", "the organisation", "", fmt::format("is read as {}", printable(name)));
    return name;
  }

  [[nodiscard]] PublishedPolicy read_policy() {
    PublishedPolicy policy;
    for (auto element = find(m_root, "policy_published"); element && !policy.domain;
         element = element.next_sibling()) {
      if (iequals(name_of(element), "policy_published")) policy = read_policy(element);
    }
    if (!policy.domain) policy.domain = find_domain();
    if (!policy.domain) {
      throw InputError(
          "the report does not say which domain it is about: policy_published has no domain");
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

  /// What stands in for the domain of policy_published, with a warning.
  [[nodiscard]] std::optional<DomainName> find_domain() {
    auto domain = read_domain(text_of(find(m_root, "domain"), m_scratch), "domain", m_log);
    if (!domain) domain = m_header_from;
    if (domain) {
      m_log.note("policy-domain", "the domain of policy_published", "",
                 fmt::format("is read as {}", printable(domain->text())));
    }
    return domain;
  }

  [[nodiscard]] Period read_period() {
    auto begin = read_date("begin");
    auto end = read_date("end");
    constexpr Moment before_dmarc = std::chrono::sys_days{std::chrono::year{2009} / 1 / 1};
    const auto is_old = [&](const Date& date) {
      return date.moment && *date.moment < before_dmarc;
    };
    if (is_old(begin) && is_old(end)) {
      m_log.note("period", "the report's period is older than DMARC", begin.text,
                 "is kept as it stands");
    } else if (is_old(begin)) {
      begin.moment.reset();
    } else if (is_old(end)) {
      end.moment.reset();
    }
    if (!begin.moment && !end.moment) {
      refuse_period(begin.text.empty() && !end.text.empty() ? end : begin);
    }
    if (!begin.moment) begin.moment = stand_in(begin, end);
    if (!end.moment) end.moment = stand_in(end, begin);
    if (*end.moment < *begin.moment) {
      m_log.note(
          "period", "the report's end", end.text,
          fmt::format("is before its begin {}: the two are swapped", to_iso8601(*begin.moment)));
      std::swap(begin.moment, end.moment);
    }
    return {*begin.moment, *end.moment};
  }

  /// One end of the period.
  struct Date {
    std::string_view name;
    std::string text;  ///< as written
    std::optional<Moment> moment;
  };

  [[nodiscard]] Date read_date(std::string_view name) {
    auto range = find(m_root, "date_range");
    if (!range) range = find(m_root, "data_range");
    auto element = find(range, name);
    if (!element) element = find(m_root, name);
    Date date{name, std::string(text_of(element, m_scratch)), {}};
    date.moment = read_moment(date.text, m_log);
    return date;
  }

  [[nodiscard]] std::optional<Moment> stand_in(const Date& unusable, const Date& other) {
    m_log.note("period", fmt::format("the report's {}", unusable.name), unusable.text,
               fmt::format("is not a plausible time: its {} is used for both", other.name));
    return other.moment;
  }

  [[noreturn]] static void refuse_period(const Date& date) {
    if (date.text.empty()) {
      throw InputError(fmt::format(
          "the report does not say which period it covers: date_range has no {}", date.name));
    }
    throw InputError(
        fmt::format("the report's period is impossible: its {} is \"{}\", which is not a time "
                    "between 1970 and 2100",
                    date.name, printable(shortened(date.text, 80))));
  }

  pugi::xml_node m_root;
  const std::optional<DomainName>& m_header_from;
  const ParserLimits& m_limits;
  WarningLog& m_log;
  std::string m_scratch;
  bool m_has_capitals = false;  ///< in names that were read as lower case
};

}  // namespace

Report read_head(std::string_view head, const std::optional<DomainName>& header_from,
                 const ParserLimits& limits, WarningLog& log) {
  XmlTree tree(log);
  return HeadReader(tree.read(head), header_from, limits, log).read();
}

}  // namespace hardfail::report
