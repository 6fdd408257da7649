#include "audit/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

/// The last two labels: nearly always, whoever registered these owns the name.
std::string_view registered_part(std::string_view name) {
  const auto last = name.rfind('.');
  if (last == std::string_view::npos || last == 0) return name;
  const auto before = name.rfind('.', last - 1);
  return before == std::string_view::npos ? name : name.substr(before + 1);
}

struct Meant {
  const Service* service = nullptr;
  const DomainName* include = nullptr;
};

/// The service whose include `target` is written almost like; nullopt for a service's own. Of a
/// short name one letter may be wrong, since two turn it into another's.
std::optional<Meant> meant_by(const DomainName& target, const Services& services) {
  constexpr std::size_t short_name = 12;
  if (services.of_include(target) != nullptr) return std::nullopt;
  for (const auto& service : services.all()) {
    for (const auto& include : service.includes) {
      const std::size_t most_letters = registered_part(include.text()).size() < short_name ? 1 : 2;
      const auto longer = std::max(target.text().size(), include.text().size());
      const auto shorter = std::min(target.text().size(), include.text().size());
      if (longer - shorter <= most_letters &&
          edit_distance(target.text(), include.text()) <= most_letters) {
        return Meant{&service, &include};
      }
    }
  }
  return std::nullopt;
}

class NameAudit {
 public:
  NameAudit(const RecordTree& tree, const Services& services, FindingLog& findings)
      : m_tree(tree), m_services(services), m_findings(findings) {}

  void run() {
    for (const auto& node : m_tree.nodes) {
      for (const auto& branch : node.branches) {
        if (!branch.target || !branch.is_static) continue;
        look_for_slip(node, branch);
        look_for_hosts(node, branch);
      }
    }
  }

 private:
  void find(Severity severity, std::string_view code, std::string text, const Node& node,
            const Branch& branch) {
    if (!m_findings.wants(code)) return;
    m_findings.add(finding(severity, code, std::move(text), place_of(node, branch.where)));
  }

  void look_for_slip(const Node& node, const Branch& branch) {
    const auto meant = meant_by(*branch.target, m_services);
    if (!meant) return;
    const auto& include = meant->include->text();
    // Whoever owns the name has records of their own below it, whatever they are called.
    const bool theirs = registered_part(branch.target->text()) == registered_part(include);
    if (theirs && branch.node && m_tree.nodes[*branch.node].published.record) return;
    if (!m_findings.wants("typing_slip")) return;
    auto slip =
        finding(Severity::warning, "typing_slip",
                fmt::format("{} may be a typing error: the include of {} is {}",
                            name_of_term(node, branch.where), meant->service->name, include),
                place_of(node, branch.where));
    slip.fix = fmt::format("write include:{} if that is what is meant", include);
    m_findings.add(std::move(slip));
  }

  void look_for_hosts(const Node& node, const Branch& branch) {
    if (branch.asked.empty()) return;
    const auto say = [&](const DomainName& name, std::string_view lacks) {
      find(Severity::warning, "host_without_address",
           fmt::format("{}: {} has no {}", name_of_term(node, branch.where), printable(name.text()),
                       lacks),
           node, branch);
    };
    const auto& first = branch.asked.front();
    if (branch.kind == Branch::Kind::exists) {
      if (is_void(first)) say(first.name, "address");
      return;
    }
    if (first.type == dns::RecordType::mx && is_void(first)) return say(first.name, "MX record");
    for (std::size_t i = 0; i + 1 < branch.asked.size(); ++i) {
      const auto& question = branch.asked[i];
      const auto& next = branch.asked[i + 1];
      const bool both = question.type == dns::RecordType::a && next.name == question.name;
      if (both && is_void(question) && is_void(next)) say(question.name, "address");
    }
  }

  [[nodiscard]] bool is_void(const dns::Question& question) const {
    return dns::is_void(m_tree.answers.at(question).status);
  }

  const RecordTree& m_tree;
  const Services& m_services;
  FindingLog& m_findings;
};

}  // namespace

void look_at_names(const RecordTree& tree, const Services& services, FindingLog& findings) {
  NameAudit(tree, services, findings).run();
}

}  // namespace hardfail::spf
