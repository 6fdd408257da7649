#include "tree/survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "hardfail/dns/describe.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/util/text.hpp"
#include "lookup/published.hpp"
#include "record/slip.hpp"
#include "tree/almost_records.hpp"
#include "tree/finding.hpp"
#include "tree/terms.hpp"

namespace hardfail::spf {
namespace {

constexpr unsigned many_lookups = 8;

std::string shown(const DomainName& name) { return printable(name.text()); }

class Surveyor {
 public:
  explicit Surveyor(const RecordTree& tree)
      : m_tree(tree),
        m_survey{tree.nodes.front().published,
                 RecordStatus::ok,
                 {},
                 tree.nodes.front().published.domain,
                 {},
                 0,
                 0,
                 {},
                 terms_of(tree),
                 {}} {}

  Survey survey() {
    note_records();
    if (m_survey.own.record) {
      for (const auto& node : m_tree.nodes) look_at(node);
      judge_lookups();
      judge_void_lookups();
      judge_all();
    } else {
      judge_status(m_tree.nodes.front(), {}, {});
    }
    const auto& own = m_survey.own.domain;
    look_for_almost_records(own, m_tree.answers.at({own, dns::RecordType::txt}), m_log);
    m_survey.findings = m_log.take();
    return std::move(m_survey);
  }

 private:
  void find(Severity severity, std::string_view code, std::string text,
            std::optional<Place> place = {}) {
    if (!m_log.wants(code)) return;
    m_log.add(finding(severity, code, std::move(text), std::move(place)));
  }

  void note_records() {
    for (const auto& node : m_tree.nodes) {
      const auto& published = node.published;
      if (published.status == RecordStatus::temperror) continue;
      m_survey.records.emplace(published.domain,
                               fmt::format("{}", fmt::join(published.texts, "\n")));
    }
  }

  /// An error that ends an evaluation. A permerror outranks a temperror, which may pass.
  void find_end(RecordStatus status, std::string_view code, std::string text,
                std::optional<Place> place = {}) {
    if (m_survey.status != RecordStatus::permerror) m_survey.status = status;
    find(Severity::error, code, std::move(text), std::move(place));
  }

  /// The term that leads to a node; nullptr for the root.
  [[nodiscard]] const Branch* way_to(const Node& node) const {
    if (!node.parent) return nullptr;
    const auto& branches = m_tree.nodes[*node.parent].branches;
    const auto id = static_cast<std::size_t>(&node - m_tree.nodes.data());
    const auto found = std::ranges::find(branches, std::optional(id), &Branch::node);
    return found == branches.end() ? nullptr : &*found;
  }

  void look_at(const Node& node) {
    const Branch* way = way_to(node);
    const auto led_to =
        way == nullptr ? std::string() : name_of_term(m_tree.nodes[*node.parent], way->where);
    judge_status(node, led_to,
                 way == nullptr ? std::nullopt
                                : std::optional(place_of(m_tree.nodes[*node.parent], way->where)));
    if (!node.published.record) return;
    judge_layout(node);
    for (const auto& branch : node.branches) look_at(node, branch);
    if (way != nullptr && way->kind == Branch::Kind::include) {
      const auto* all = effective_all(node).first;
      if (all != nullptr && all->qualifier == Qualifier::pass) {
        find(Severity::error, "include_passes_all",
             fmt::format("{} passes every address, because {} ends in `+all`", led_to,
                         shown(node.published.domain)),
             place_of(m_tree.nodes[*node.parent], way->where));
      }
    }
  }

  /// `led_to` is the term that leads to the record, `way` its place; the domain's own record has
  /// neither.
  void judge_status(const Node& node, const std::string& led_to, const std::optional<Place>& way) {
    const auto& published = node.published;
    const auto name = shown(published.domain);
    switch (published.status) {
      case RecordStatus::ok:
        return;
      case RecordStatus::none:
        if (led_to.empty()) {
          find(Severity::error, "no_record", fmt::format("{} publishes no SPF record", name));
          m_survey.status = RecordStatus::none;
        } else {
          find_end(RecordStatus::permerror, "missing_record",
                   fmt::format("{} leads to {}, which publishes no SPF record", led_to, name), way);
        }
        return;
      case RecordStatus::multiple:
        find_end(led_to.empty() ? RecordStatus::multiple : RecordStatus::permerror,
                 "multiple_records",
                 fmt::format("{} publishes {} SPF records; only one is allowed", name,
                             published.texts.size()),
                 way);
        return;
      case RecordStatus::permerror:
        for (const auto& error : published.errors) judge_error(published, error);
        return;
      case RecordStatus::temperror:
        find_end(RecordStatus::temperror, "dns_error", *published.problem, way);
        return;
    }
  }

  void judge_error(const Published& published, const SyntaxError& error) {
    m_survey.status = RecordStatus::permerror;
    if (!m_log.wants("syntax")) return;
    auto found =
        finding(Severity::error, "syntax", describe_error(published, error),
                Place{published.domain, published.texts.front(), error.where, error.offset});
    if (!error.fix.empty()) found.fix = error.fix;
    m_log.add(std::move(found));
  }

  /// What is wrong with the order and choice of terms.
  void judge_layout(const Node& node) {
    const Record& record = *node.published.record;
    const auto severity = node.parent ? Severity::note : Severity::warning;
    if (const auto* all = record.all()) {
      const auto& last = record.directives.back();
      if (&last != all) {
        find(severity, "terms_after_all",
             fmt::format("{} comes after `{}` and is never evaluated",
                         name_of_term(node, last.where), record.text_of(all->where)),
             place_of(node, last.where));
      }
      if (record.redirect) {
        find(severity, "redirect_beside_all",
             fmt::format("{} is ignored, because the record has an `all`",
                         name_of_term(node, record.redirect->where)),
             place_of(node, record.redirect->where));
      }
    }
    for (const auto& modifier : record.unknown_modifiers) judge_modifier(node, modifier);
  }

  void judge_modifier(const Node& node, const Modifier& modifier) {
    const auto meant = mechanism_meant_by(node.published.record->text_of(modifier.where));
    const std::string_view code = meant ? "modifier_for_mechanism" : "unknown_modifier";
    if (!m_log.wants(code)) return;
    auto found = finding(
        meant ? Severity::warning : Severity::note, code,
        fmt::format("{} is a modifier that receivers ignore{}", name_of_term(node, modifier.where),
                    meant ? ": a mechanism takes a colon" : ""),
        place_of(node, modifier.where));
    if (meant) found.fix = fmt::format("write {}", printable_ascii(*meant));
    m_log.add(std::move(found));
  }

  void look_at(const Node& node, const Branch& branch) {
    ++m_survey.lookups;
    // The client's name is looked up once, and counts (section 4.6.4).
    if (branch.uses_client_name && !std::exchange(m_uses_client_name, true)) ++m_survey.lookups;
    const auto term = name_of_term(node, branch.where);
    const auto place = place_of(node, branch.where);
    const bool refers =
        branch.kind == Branch::Kind::include || branch.kind == Branch::Kind::redirect;
    if (branch.kind == Branch::Kind::ptr) {
      find(Severity::warning, "ptr",
           fmt::format("{} is slow and unreliable, and should not be used (RFC 7208, section 5.5)",
                       term),
           place);
    } else if (!branch.is_static) {
      find(Severity::note, "depends_on_message",
           fmt::format("what {} refers to differs from message to message", term), place);
    } else if (!branch.target && refers) {
      find_end(RecordStatus::permerror, "bad_name",
               fmt::format("{} does not lead to a valid domain name", term), place);
    }
    if (branch.is_loop) {
      find_end(
          RecordStatus::permerror, "loop",
          fmt::format("{} leads back to {}, a record it is part of", term, shown(*branch.target)),
          place);
    }
    for (const auto& question : branch.asked) look_at(term, place, branch, question);
  }

  void look_at(const std::string& term, const Place& place, const Branch& branch,
               const dns::Question& question) {
    const auto& answer = m_tree.answers.at(question);
    const auto asked = describe(std::span(&question, 1));
    if (dns::is_error(answer.status)) {
      find_end(RecordStatus::temperror, "dns_error",
               fmt::format("{} needs {}: {}", term, asked, dns::describe(answer.status)), place);
      return;
    }
    const bool is_address = branch.kind != Branch::Kind::exists;
    if (dns::is_void(answer.status)) {
      if (question.type != dns::RecordType::aaaa) m_void_v4.push_back(asked);
      if (question.type != dns::RecordType::a || !is_address) m_void_v6.push_back(asked);
      return;
    }
    if (question.type == dns::RecordType::aaaa) m_has_v6 = true;
    if (question.type == dns::RecordType::mx && answer.records.size() > limits::names) {
      find_end(RecordStatus::permerror, "too_many_mx",
               fmt::format("{} leads to {} MX hosts; {} are allowed", term, answer.records.size(),
                           limits::names),
               place);
    }
  }

  void judge_lookups() {
    const auto text = fmt::format("the record takes {} DNS look-ups; {} are allowed",
                                  m_survey.lookups, limits::lookups);
    if (m_survey.lookups > limits::lookups) {
      find_end(RecordStatus::permerror, "too_many_lookups", text);
    } else if (m_survey.lookups >= many_lookups) {
      find(Severity::warning, "many_lookups", text);
    }
  }

  /// True if the records name an IPv6 address or network.
  [[nodiscard]] bool authorises_v6() const {
    return m_has_v6 || std::ranges::any_of(m_tree.nodes, [](const Node& node) {
             if (!node.published.record) return false;
             return std::ranges::any_of(
                 node.published.record->directives, [](const Directive& directive) {
                   const auto* ip = std::get_if<Ip>(&directive.mechanism);
                   return ip != nullptr && ip->network.address().family() == IpAddress::Family::v6;
                 });
           });
  }

  /// A record may cost clients of one family void look-ups and those of the other none: every
  /// host without AAAA is void for IPv6. That hurts mail only where IPv6 clients are meant to pass.
  void judge_void_lookups() {
    const bool v6_counts = authorises_v6() && m_void_v6.size() > m_void_v4.size();
    const auto& worst = v6_counts ? m_void_v6 : m_void_v4;
    m_survey.void_lookups = static_cast<unsigned>(worst.size());
    const auto describe_voids = [](const std::vector<std::string>& voids, std::string_view family) {
      return fmt::format("{} void look-up{} for {} clients; {} are allowed: {}", voids.size(),
                         voids.size() == 1 ? "" : "s", family, limits::void_lookups,
                         shortened(fmt::format("{}", fmt::join(voids, ", ")), 400));
    };
    const auto text = describe_voids(worst, v6_counts ? "IPv6" : "IPv4");
    if (worst.size() > limits::void_lookups) {
      find_end(RecordStatus::permerror, "too_many_void_lookups", text);
    } else if (!worst.empty()) {
      find(Severity::warning, "void_lookups", text);
    }
    if (!v6_counts && m_void_v6.size() > limits::void_lookups) {
      find(Severity::note, "void_lookups_ipv6", describe_voids(m_void_v6, "IPv6"));
    }
  }

  /// The `all` that applies at the end of a node, and the node it stands in; nullptr for none.
  [[nodiscard]] std::pair<const Directive*, const Node*> effective_all(const Node& node) const {
    for (const Node* at = &node; at->published.record;) {
      if (const auto* all = at->published.record->all()) return {all, at};
      const auto redirect = std::ranges::find(at->branches, Branch::Kind::redirect, &Branch::kind);
      if (redirect == at->branches.end() || !redirect->node) return {nullptr, at};
      at = &m_tree.nodes[*redirect->node];
    }
    return {nullptr, &node};
  }

  void judge_all() {
    const auto& root = m_tree.nodes.front();
    const auto [all, at] = effective_all(root);
    for (const Node* node = at; node->parent; node = &m_tree.nodes[*node->parent]) {
      m_survey.redirects.insert(m_survey.redirects.begin(), node->published.domain);
    }
    m_survey.all_at = at->published.domain;
    if (all == nullptr) {
      const bool redirects = std::ranges::any_of(
          at->branches, [](const Branch& branch) { return branch.kind == Branch::Kind::redirect; });
      if (redirects) return;  // Where it leads, and why there is no `all`, has been said.
      find(Severity::warning, "no_all",
           fmt::format("the record of {} has no `all`: addresses that are not listed get neutral",
                       shown(at->published.domain)));
      return;
    }
    m_survey.all = all->qualifier;
    const auto term = name_of_term(*at, all->where);
    if (all->qualifier == Qualifier::pass) {
      find(Severity::error, "all_pass", fmt::format("{} passes every address", term),
           place_of(*at, all->where));
    } else if (all->qualifier == Qualifier::neutral) {
      find(Severity::warning, "all_neutral",
           fmt::format("{} gives every address that is not listed a neutral result", term),
           place_of(*at, all->where));
    }
  }

  const RecordTree& m_tree;
  Survey m_survey;
  FindingLog m_log;
  std::vector<std::string> m_void_v4;  // the questions, for clients of each family
  std::vector<std::string> m_void_v6;
  bool m_has_v6 = false;
  bool m_uses_client_name = false;
};

}  // namespace

Survey survey_of(const RecordTree& tree) {
  assert(!tree.nodes.empty());
  return Surveyor(tree).survey();
}

Survey survey(const DomainName& domain, dns::Resolver& resolver) {
  constexpr std::array types = {dns::RecordType::a, dns::RecordType::aaaa};
  return survey_of(grow_tree(std::span(&domain, 1), resolver, types));
}

}  // namespace hardfail::spf
