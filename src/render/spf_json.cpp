#include "spf_json.hpp"

namespace hardfail::render {
namespace {

Json path_json(const spf::TermPath& path) {
  auto terms = Json::array();
  for (const auto& term : path) terms.push_back(json_text(term));
  return terms;
}

Json paths_json(const std::vector<spf::TermPath>& paths) {
  auto all = Json::array();
  for (const auto& path : paths) all.push_back(path_json(path));
  return all;
}

}  // namespace

std::string_view name_of(spf::Finding::Severity severity) {
  switch (severity) {
    case spf::Finding::Severity::error:
      return "error";
    case spf::Finding::Severity::warning:
      return "warning";
    case spf::Finding::Severity::note:
      return "note";
  }
  return "";
}

Json all_json(const std::optional<spf::Qualifier>& all) {
  if (!all) return nullptr;
  return std::string(1, static_cast<char>(*all)) + "all";
}

Json addresses_json(const spf::Addresses& addresses) {
  auto networks = Json::array();
  for (const auto& [network, paths] : addresses.networks) {
    networks.push_back({{"network", network.to_string()}, {"paths", paths_json(paths)}});
  }
  auto problems = Json::array();
  for (const auto& problem : addresses.problems) problems.push_back(json_text(problem));
  return {{"ipv4_addresses", addresses.v4_count},
          {"ipv6_addresses", addresses.v6_count},
          {"networks", std::move(networks)},
          {"not_enumerated", paths_json(addresses.not_enumerated)},
          {"problems", std::move(problems)}};
}

}  // namespace hardfail::render
