#include "hardfail/render/spf_audit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "finding.hpp"
#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "spf_json.hpp"
#include "table.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using spf::Audit;
using Finding = spf::Finding;

std::string head_text(const Audit& audit, const Page& page) {
  const auto& survey = audit.survey;
  const auto name = domain_text(survey.own.domain, page.charset);
  auto text = painted(fmt::format("SPF audit of {}", name), Tone::strong, page.colour) + '\n';
  for (const auto& record : survey.own.texts) text += wrapped(printable_ascii(record), page, 2);
  text += fmt::format(
      "  status {}, look-ups {} of 10, void look-ups {} of 2 in the worst case\n",
      painted(spf::name_of(survey.status),
              survey.status == spf::RecordStatus::ok ? Tone::good : Tone::bad, page.colour),
      survey.lookups, survey.void_lookups);
  return text;
}

/// True if a later term is in the same record, before the tree goes back above it.
bool has_sibling(const Audit& audit, std::size_t at) {
  const auto depth = audit.survey.terms[at].depth;
  for (auto i = at + 1; i < audit.survey.terms.size() && audit.survey.terms[i].depth >= depth;
       ++i) {
    if (audit.survey.terms[i].depth == depth) return true;
  }
  return false;
}

/// The include tree, one line per term, with its cost on the right.
std::string tree_text(const Audit& audit, const Page& page) {
  Table table({{"Include tree", Align::left, Fit::may_be_cut},
               {"Look-ups", Align::right},
               {"Void", Align::right},
               {"Leads to", Align::left, Fit::may_be_cut}});
  const auto& survey = audit.survey;
  table.add({survey.own.domain.text(), std::to_string(survey.lookups),
             std::to_string(survey.void_lookups), audit.leads_to});
  const auto& symbols = symbols_of(page.charset);
  std::vector<std::string> rails;  // in front of the terms of each depth
  for (std::size_t i = 0; i < audit.survey.terms.size(); ++i) {
    const auto& term = audit.survey.terms[i];
    const bool more = has_sibling(audit, i);
    rails.resize(term.depth);
    std::string line;
    for (const auto& rail : rails) line += rail;
    rails.emplace_back(more ? symbols.rail : "   ");
    line.append(more ? symbols.branch : symbols.last_branch).append(term.term);
    table.add({std::move(line), std::to_string(term.lookups), std::to_string(term.void_lookups),
               term.leads_to});
  }
  return table.to_text(page);
}

std::string findings_text(const Audit& audit, const Page& page) {
  if (audit.survey.findings.empty()) return "No problems found\n";
  auto text = painted("Findings", Tone::strong, page.colour) + '\n';
  for (const auto& finding : audit.survey.findings) text += finding_text(finding, page) + '\n';
  text.pop_back();
  return text;
}

std::string joined(const spf::TermPath& path) { return fmt::format("{}", fmt::join(path, " > ")); }

std::string joined(const std::vector<spf::TermPath>& paths) {
  std::string text;
  for (const auto& path : paths) text += (text.empty() ? "" : "; ") + joined(path);
  return text;
}

/// Exact as far as a double is, rounded beyond.
std::string count_text(double count) {
  return count < 1e15 ? grouped(static_cast<std::uint64_t>(count)) : fmt::format("{:.3g}", count);
}

std::string addresses_text(const spf::Addresses& addresses, const Page& page) {
  auto text = fmt::format("{}: {} IPv4 and {} IPv6 in {}\n",
                          painted("Authorised addresses", Tone::strong, page.colour),
                          grouped(addresses.v4_count), count_text(addresses.v6_count),
                          counted(addresses.networks.size(), "network"));
  if (!addresses.networks.empty()) {
    Table table({{"Network"}, {"From", Align::left, Fit::may_be_cut}});
    for (const auto& [network, paths] : addresses.networks) {
      table.add({network.to_string(), joined(paths)});
    }
    text += table.to_text(page);
  }
  for (const auto& path : addresses.not_enumerated) {
    text += wrapped(fmt::format("not in the list: what {} passes, which differs from message "
                                "to message",
                                printable(joined(path))),
                    page, 2);
  }
  for (const auto& problem : addresses.problems) text += wrapped(printable(problem), page, 2);
  return text;
}

std::string to_text(const Audit& audit, const Page& page) {
  return head_text(audit, page) + '\n' + tree_text(audit, page) + '\n' +
         findings_text(audit, page) + '\n' + addresses_text(audit.addresses, page);
}

Json to_json(const Audit& audit) {
  const auto& survey = audit.survey;
  auto tree = Json::array();
  for (const auto& term : audit.survey.terms) {
    tree.push_back({{"depth", term.depth},
                    {"domain", json_text(term.domain.text())},
                    {"term", json_text(term.term)},
                    {"lookups", term.lookups},
                    {"void_lookups", term.void_lookups},
                    {"leads_to", json_text(term.leads_to)}});
  }
  const auto& texts = survey.own.texts;
  return {{"schema", "hardfail.spf-audit/1"},
          {"domain", json_text(survey.own.domain.text())},
          {"record", texts.empty() ? Json(nullptr) : json_text(texts.front())},
          {"status", spf::name_of(survey.status)},
          {"all", all_json(survey.all)},
          {"lookups", survey.lookups},
          {"void_lookups", survey.void_lookups},
          {"tree", std::move(tree)},
          {"problems", findings_json(survey.findings)},
          {"addresses", addresses_json(audit.addresses)}};
}

Json to_json(const spf::Addresses& addresses) {
  Json json{{"schema", "hardfail.spf-addresses/1"}, {"domain", json_text(addresses.domain.text())}};
  json.update(addresses_json(addresses));
  return json;
}

Grid to_grid(const Audit& audit) {
  Grid grid{{"severity", "code", "domain", "term", "text", "reason", "fix"}, {}};
  for (const auto& finding : audit.survey.findings) {
    std::string domain;
    std::string term;
    if (const auto& place = finding.place) {
      domain = place->domain.text();
      term = place->record.substr(place->where.offset, place->where.length);
    }
    grid.rows.push_back({std::string(name_of(finding.severity)), finding.code, domain, term,
                         finding.text, finding.reason, finding.fix});
  }
  return grid;
}

/// Terms that cannot be listed have rows without a network.
Grid to_grid(const spf::Addresses& addresses) {
  Grid grid{{"network", "from", "remark"}, {}};
  for (const auto& [network, paths] : addresses.networks) {
    grid.rows.push_back({network.to_string(), joined(paths), ""});
  }
  for (const auto& path : addresses.not_enumerated) {
    grid.rows.push_back({"", joined(path), "differs from message to message"});
  }
  for (const auto& problem : addresses.problems) grid.rows.push_back({"", "", problem});
  return grid;
}

}  // namespace

std::string present(const Audit& audit, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return to_text(audit, page); },
                            .json = [&] { return to_json(audit); },
                            .grid = [&] { return to_grid(audit); },
                            .title = "SPF audit of " + audit.survey.own.domain.text()});
}

std::string present(const spf::Addresses& addresses, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return addresses_text(addresses, page); },
                            .json = [&] { return to_json(addresses); },
                            .grid = [&] { return to_grid(addresses); },
                            .title = "Addresses of " + addresses.domain.text()});
}

}  // namespace hardfail::render
