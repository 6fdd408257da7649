#include "heard.hpp"

#include <vector>

#include "hardfail/spf/compiled.hpp"

namespace hardfail::readiness {

std::optional<analysis::Listening> listen(const analysis::Assessment& assessment,
                                          const analysis::Surroundings& surroundings,
                                          const Options& options, dns::Cache& cache) {
  const auto& heard = options.heard;
  if (heard.clients.empty()) return std::nullopt;
  std::vector<IpAddress> clients;
  clients.reserve(heard.clients.size());
  for (const auto& each : heard.clients) clients.push_back(each.client);
  std::vector<bool> listed;
  listed.reserve(clients.size());
  for (const auto& outcome : spf::check_clients(assessment.domain, clients, cache)) {
    listed.push_back(outcome->result == spf::Result::pass);
  }
  return analysis::weigh_heard(heard, listed, surroundings, *options.services, assessment.sources,
                               assessment.senders, assessment.evidence, options.thresholds);
}

}  // namespace hardfail::readiness
