#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/addresses.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/spf/listening.hpp"
#include "hardfail/spf/survey.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

using Severity = Finding::Severity;

/// Of so many networks of the record one client each is tried; one term is like another.
constexpr std::size_t most_tried = 500;
/// Clients that hardly any record lists (RFC 5737, RFC 3849, RFC 6666).
constexpr std::array unlikely{"192.0.2.1", "198.51.100.77", "203.0.113.254", "2001:db8::25",
                              "100::1"};

/// Two names that no client makes, one of them deeper: a wildcard answers both (RFC 4592).
constexpr std::array probes{"hardfail", "hardfail.probe"};

/// The record with and without the listening term. Pre: it parses.
struct Variants {
  std::string with;
  std::string without;
  bool was_there = false;
};

Variants variants_of(const Record& record, const std::string& term) {
  Variants made{std::string(version_section), std::string(version_section), false};
  bool placed = false;
  const auto add = [&](std::string& text, std::string_view word) { text.append(" ").append(word); };
  const auto place = [&] {
    if (!std::exchange(placed, true)) add(made.with, term);
  };
  for (const auto& directive : record.directives) {
    const auto word = record.text_of(directive.where);
    if (is_listening_term(word)) {
      made.was_there = true;
      continue;
    }
    if (std::holds_alternative<All>(directive.mechanism)) place();
    add(made.with, word);
    add(made.without, word);
  }
  place();
  const auto add_modifier = [&](const Modifier& modifier) {
    add(made.with, record.text_of(modifier.where));
    add(made.without, record.text_of(modifier.where));
  };
  if (record.redirect) add_modifier(*record.redirect);
  if (record.exp) add_modifier(*record.exp);
  for (const auto& modifier : record.unknown_modifiers) add_modifier(modifier);
  return made;
}

/// The DNS as it will be with a wildcard below the listening name.
class Listening final : public dns::Resolver {
 public:
  Listening(dns::Resolver& upstream, ListeningAnswer answer)
      : m_upstream(upstream), m_answer(answer) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override {
    auto answers = m_upstream.ask_all(questions, deadline);
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (!read_listened_name(questions[i].name)) continue;
      answers[i] = {.status = dns::Status::no_data};
      if (m_answer == ListeningAnswer::address) {
        answers[i] = {.status = dns::Status::answered, .records = {*IpAddress::parse("127.0.0.2")}};
      }
    }
    return answers;
  }

 private:
  dns::Resolver& m_upstream;
  ListeningAnswer m_answer;
};

class Planner {
 public:
  Planner(const DomainName& domain, dns::Resolver& resolver)
      : m_resolver(resolver),
        m_survey(spf::survey(domain, resolver)),
        m_plan{.domain = domain, .name = domain} {}

  ListeningPlan plan();

 private:
  void find(Severity severity, std::string code, std::string text, std::string reason = {},
            std::string fix = {}) {
    m_plan.findings.push_back(
        {severity, std::move(code), std::move(text), std::move(reason), std::move(fix)});
  }
  [[nodiscard]] bool has_error() const {
    return std::ranges::any_of(
        m_plan.findings, [](const Finding& each) { return each.severity == Severity::error; });
  }

  [[nodiscard]] bool can_listen();
  void choose();
  void count_cost();
  void probe();
  void probe(const DomainName& name, const dns::Answer& answer);
  void try_out();

  dns::Resolver& m_resolver;
  Survey m_survey;
  Variants m_texts;
  ListeningPlan m_plan;
};

bool Planner::can_listen() {
  const auto shown = printable(m_plan.domain.text());
  if (m_survey.status != RecordStatus::ok) {
    find(Severity::error, "no_record_to_extend",
         fmt::format("{} has no SPF record that could be extended ({})", shown,
                     name_of(m_survey.status)),
         {}, fmt::format("`hardfail spf audit {}` says what is wrong", shown));
    return false;
  }
  m_plan.record_now = m_survey.own.record->text;
  const auto name = listening_name(m_plan.domain);
  if (!name) {
    find(Severity::error, "name_too_long",
         fmt::format("{} is too long: the name of an IPv6 client below it would be cut", shown),
         "RFC 7208, section 7.3: names over 253 characters lose labels from the left");
    return false;
  }
  m_plan.name = *name;
  if (m_survey.own.record->redirect && m_survey.own.record->all() == nullptr) {
    find(Severity::error, "redirected",
         fmt::format("the record of {} ends in {}: clients that only the target lists would be "
                     "asked about too",
                     shown, m_survey.own.record->text_of(m_survey.own.record->redirect->where)),
         "a term reaches only clients that are not listed where it is the last before `all`",
         fmt::format("listen at {}, where `all` is", printable(m_survey.all_at.text())));
    return false;
  }
  return true;
}

void Planner::choose() {
  const auto& record = *m_survey.own.record;
  const auto* all = record.all();
  const auto end = all == nullptr ? Qualifier::neutral : all->qualifier;
  m_plan.term = listening_term(m_plan.domain, end);
  m_texts = variants_of(record, m_plan.term);
  m_plan.published = m_texts.was_there;
  m_plan.record_without = m_texts.without;
  const bool has_room = m_survey.void_lookups < limits::void_lookups;
  m_plan.answer = has_room ? ListeningAnswer::no_address : ListeningAnswer::address;
  if (end == Qualifier::pass) {
    find(Severity::error, "passes_all", "the record ends in `+all`: there is nobody to ask about");
  }
  for (const auto& directive : record.directives) {
    const auto word = record.text_of(directive.where);
    if (!is_listening_term(word) || directive.qualifier == end) continue;
    find(
        Severity::error, "other_qualifier",
        fmt::format("{} has another qualifier than the end of the record: as soon as the name that "
                    "it asks for has an address, that decides for everybody who is not listed",
                    printable(word)),
        "RFC 7208, section 5.7: any address is a match",
        fmt::format("write {}", printable(m_plan.term)));
  }
}

void Planner::count_cost() {
  m_plan.lookups_now = m_survey.lookups;
  m_plan.void_lookups_now = m_survey.void_lookups;
  const unsigned added = m_plan.published ? 0 : 1;
  m_plan.lookups = m_plan.lookups_now + added;
  // A survey cannot ask for what differs from client to client, so it counts no void of it.
  m_plan.void_lookups =
      m_plan.void_lookups_now + (m_plan.answer == ListeningAnswer::no_address ? 1 : 0);
  if (m_plan.lookups > limits::lookups) {
    find(Severity::error, "too_many_lookups",
         fmt::format("the term would be look-up {} of {} for clients that are not listed: they "
                     "would get permerror",
                     m_plan.lookups, limits::lookups),
         "RFC 7208, section 4.6.4",
         fmt::format("make room first; `hardfail spf audit {}` shows what costs",
                     printable(m_plan.domain.text())));
  }
}

void Planner::probe(const DomainName& name, const dns::Answer& answer) {
  const auto shown = printable(name.text());
  const bool wants_address = m_plan.answer == ListeningAnswer::address;
  switch (answer.status) {
    case dns::Status::answered:
      if (!m_plan.published && !wants_address) {
        find(
            Severity::note, "has_address",
            fmt::format("{} has an address: the term itself will decide, and costs no void look-up",
                        shown));
      }
      return;
    case dns::Status::no_data:
      if (!wants_address) return;
      find(
          m_plan.published ? Severity::error : Severity::note, "no_address",
          fmt::format("{} has no address: the term is a void look-up too many for clients that are "
                      "not listed, and they get permerror",
                      shown),
          "RFC 7208, section 4.6.4", "publish the wildcard with an address before the term");
      return;
    case dns::Status::nx_domain:
      find(
          m_plan.published ? (wants_address ? Severity::error : Severity::warning) : Severity::note,
          "no_wildcard",
          fmt::format("{} does not exist: resolvers that remember this do not ask for the names "
                      "below it, and clients go unheard",
                      shown),
          "RFC 8020, RFC 9156", "publish the wildcard before the term");
      return;
    case dns::Status::serv_fail:
    case dns::Status::refused:
    case dns::Status::timeout:
    case dns::Status::bad_answer:
      find(m_plan.published ? Severity::error : Severity::warning, "log_zone_fails",
           fmt::format("{}: {}; while that lasts, receivers get temperror for clients that are not "
                       "listed, and some put their mail off",
                       shown, dns::describe(answer.status)),
           "RFC 7208, section 5.7", "see that the server of the log answers");
      return;
  }
}

void Planner::probe() {
  for (const auto* label : probes) {
    const auto name = DomainName::parse(fmt::format("{}.{}", label, m_plan.name.text()));
    if (!name) continue;
    const auto before = m_plan.findings.size();
    probe(*name, m_resolver.ask({*name, dns::RecordType::a}));
    if (m_plan.findings.size() > before) return;
  }
}

void Planner::try_out() {
  const auto outcomes = [&](const std::string& record, std::span<const Query> queries) {
    ListeningAside aside(m_resolver);
    Listening listening(aside, m_plan.answer);
    dns::Overlay overlay(listening);
    overlay.set_txt(m_plan.domain, std::span(&record, 1));
    dns::Cache cache(overlay);
    return check_hosts(queries, cache);
  };
  std::vector<Query> queries;
  const auto add = [&](const IpAddress& client) {
    queries.push_back({client, m_plan.domain, std::nullopt, std::nullopt});
  };
  for (const auto* text : unlikely) add(*IpAddress::parse(text));
  const auto listed = authorised_addresses(m_plan.domain, m_resolver);
  for (const auto& network : listed.networks) {
    if (queries.size() == most_tried) break;
    add(network.network.address());
  }
  const auto without = outcomes(m_texts.without, queries);
  const auto with = outcomes(m_texts.with, queries);
  m_plan.tried = queries.size();
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (with[i].result == without[i].result) continue;
    find(Severity::error, "changes_a_result",
         fmt::format("{} would get {} in place of {}", queries[i].client.to_string(),
                     name_of(with[i].result), name_of(without[i].result)),
         with[i].problem.value_or(""));
    return;
  }
}

ListeningPlan Planner::plan() {
  if (can_listen()) {
    choose();
    count_cost();
    probe();
    try_out();
    if (!m_plan.published && !has_error()) m_plan.record = m_texts.with;
  }
  std::ranges::stable_sort(m_plan.findings, {}, &Finding::severity);
  return std::move(m_plan);
}

}  // namespace

ListeningPlan plan_listening(const DomainName& domain, dns::Resolver& resolver) {
  return Planner(domain, resolver).plan();
}

}  // namespace hardfail::spf
