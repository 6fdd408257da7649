#include "hardfail/readiness/service_records.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "hardfail/dns/cache.hpp"
#include "hardfail/readiness/used_answers.hpp"

namespace hardfail::readiness {
namespace {

bool is_alike(const dns::Answer& one, const dns::Answer& other) {
  return one.status == other.status && one.records == other.records && one.chain == other.chain;
}

}  // namespace

struct ServiceRecords::Compiled {
  std::vector<dns::Question> questions;
  std::vector<dns::Answer> answers;
  std::shared_ptr<const spf::CompiledRecord> record;
};

std::shared_ptr<const spf::CompiledRecord> ServiceRecords::of(const DomainName& name,
                                                              dns::Resolver& dns) {
  std::shared_ptr<const Compiled> known;
  {
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_compiled.find(name); found != m_compiled.end()) known = found->second;
  }
  if (known && std::ranges::equal(dns.ask_all(known->questions), known->answers, is_alike)) {
    return known->record;
  }
  Recorder recorder(dns);
  dns::Cache cache(recorder);
  auto fresh = std::make_shared<Compiled>();
  fresh->record = spf::CompiledRecord::with_open_passes(name, cache);
  fresh->questions = recorder.questions();
  fresh->answers = cache.ask_all(fresh->questions);
  const std::lock_guard lock(m_mutex);
  m_compiled.insert_or_assign(name, fresh);
  return fresh->record;
}

}  // namespace hardfail::readiness
