#include "hardfail/querylog/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hardfail/spf/listening.hpp"

namespace hardfail::querylog {

void Tally::add(std::string_view text) {
  ++m_lines;
  const auto line = read_line(text, spf::listening_label, m_now);
  if (!line) {
    if (m_unreadable++ == 0) m_first_problem = fmt::format("line {}: {}", m_lines, line.error());
    return;
  }
  if (!*line) return;
  auto query = spf::read_listened_name((*line)->name);
  if (!query) return;
  if (!m_domains.contains(query->domain)) {
    ++m_of_other_domains;
    return;
  }
  const auto hour = std::chrono::floor<std::chrono::hours>((*line)->when);
  m_latest = std::max(m_latest, hour);
  const ledger::HeardHour where{std::move(query->domain), hour, query->client, (*line)->resolver};
  if (const auto found = m_queries.find(where); found != m_queries.end()) {
    ++found->second;
  } else if (m_pairs[{where.domain, hour}] == most_pairs) {
    ++m_left_out;
  } else {
    ++m_pairs[{where.domain, hour}];
    m_queries.emplace(where, 1);
  }
}

std::vector<ledger::HeardQueries> Tally::take() {
  std::vector<ledger::HeardQueries> queries;
  queries.reserve(m_queries.size());
  for (const auto& [where, count] : m_queries) queries.push_back({where, count});
  m_queries.clear();
  m_pairs.clear();
  return queries;
}

std::vector<ledger::HeardQueries> Tally::take_finished_hours() {
  std::map<ledger::HeardHour, std::uint64_t> kept;
  std::vector<ledger::HeardQueries> queries;
  queries.reserve(m_queries.size());
  for (const auto& [where, count] : m_queries) {
    if (where.hour == m_latest) {
      kept.emplace(where, count);
    } else {
      queries.push_back({where, count});
    }
  }
  m_queries = std::move(kept);
  std::erase_if(m_pairs, [&](const auto& pair) { return pair.first.second != m_latest; });
  return queries;
}

}  // namespace hardfail::querylog
