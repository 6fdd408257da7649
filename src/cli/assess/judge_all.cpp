#include "assess/judge_all.hpp"

#include <fmt/format.h>

#include <chrono>
#include <deque>
#include <future>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "assess/dns_session.hpp"
#include "hardfail/dns/shared_cache.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "messages.hpp"
#include "status_line.hpp"

namespace hardfail::cli {
namespace {

using namespace std::chrono_literals;

bool is_of_domain(const Error& error) {
  switch (error.failure()) {
    case Failure::no_input:
    case Failure::dns_unavailable:
    case Failure::unusable_data:
      return true;
    case Failure::usage:
    case Failure::internal:
    case Failure::cannot_create:
    case Failure::io:
    case Failure::database_busy:
    case Failure::configuration:
      break;
  }
  return false;
}

/// What all domains ask through: a master file, which any number of threads may read at once, or
/// the network, for which each thread has a resolver of its own: where one waits for a dead server,
/// the others do not.
class CommonDns {
 public:
  CommonDns(const DnsOptions& options, store::Store& store, Moment now)
      : m_options(options), m_first(make_resolver(options)), m_memory(store, now) {}

  analysis::Assessment judge(Case& domain, Messages& messages) {
    const auto own = m_options.zone ? nullptr : make_resolver(m_options);
    dns::SharedCacheClient client(m_cache, own ? *own : *m_first);
    return domain.judge(client, m_memory, m_service_records, messages);
  }

  AnswerMemory& memory() { return m_memory; }

 private:
  const DnsOptions& m_options;
  std::unique_ptr<dns::Resolver> m_first;  ///< tells at once where there is none
  dns::SharedCache m_cache;
  AnswerMemory m_memory;
  readiness::ServiceRecords m_service_records;
};

/// A domain from when it is read until it is handed over.
struct Pending {
  Pending(const DomainName& about, Verbosity verbosity)
      : domain(about), messages(said, verbosity) {}

  [[nodiscard]] std::size_t rows() const { return known ? known->rows() : 0; }

  const DomainName& domain;
  std::ostringstream said;
  Messages messages;
  std::optional<Case> known;
  std::optional<Error> refused;  ///< why there is nothing to judge
  std::future<analysis::Assessment> judged;
};

class Judging {
 public:
  Judging(std::span<const ToJudge> domains, store::Store& store, CommonDns& dns,
          const GlobalOptions& global, const Environment& environment, const TakeJudgement& take)
      : m_domains(domains.size()),
        m_now(domains.front().options->now),
        m_store(store),
        m_conduct(store),
        m_dns(dns),
        m_verbosity(global.verbosity),
        m_environment(environment),
        m_take(take),
        m_line(environment, global.verbosity),
        m_started(environment.ticks()) {}

  void start(const ToJudge& next, const JudgingLimits& limits) {
    auto pending = std::make_unique<Pending>(next.domain, m_verbosity);
    pending->messages.detail(fmt::format("judging {}", next.domain.text()));
    try {
      pending->known.emplace(next.domain, *next.options, m_store, m_conduct, pending->messages);
    } catch (const Error& error) {
      if (!is_of_domain(error)) throw;
      pending->refused = error;
    }
    while (!m_open.empty() && (m_open.size() >= limits.domains ||
                               m_rows + pending->rows() > limits.rows || is_ready())) {
      hand_over();
    }
    if (!pending->refused) {
      // Where the system has no thread left, the domain is judged when it is its turn.
      pending->judged = std::async(
          std::launch::async | std::launch::deferred,
          [&dns = m_dns, &each = *pending] { return dns.judge(*each.known, each.messages); });
    }
    m_rows += pending->rows();
    m_open.push_back(std::move(pending));
  }

  void finish() {
    while (!m_open.empty()) hand_over();
    save();
  }

 private:
  /// In one go, since each may have to wait for another process.
  static constexpr std::size_t most_unsaved = 50'000;

  void save() {
    Messages messages(m_environment.err, m_verbosity);
    keep_names(m_fresh, m_store, m_now, messages);
    m_dns.memory().save(m_store, messages);
    m_fresh.clear();
  }

  [[nodiscard]] bool is_ready() const {
    const auto& front = *m_open.front();
    return front.refused || front.judged.wait_for(0s) == std::future_status::ready;
  }

  void wait() {
    while (!is_ready()) {
      if (m_open.front()->judged.wait_for(100ms) == std::future_status::deferred) return;
      if (!m_line.is_due()) continue;
      const auto waited = m_environment.ticks() - m_started;
      m_line.draw(fmt::format("{} of {} judged, {} s", grouped(m_done),
                              counted(m_domains, "domain"),
                              std::chrono::floor<std::chrono::seconds>(waited).count()));
    }
  }

  /// Waits for the first domain, and hands it over.
  void hand_over() {
    wait();
    m_line.clear();
    const auto pending = std::move(m_open.front());
    m_open.pop_front();
    m_rows -= pending->rows();
    ++m_done;
    auto judgement = judgement_of(*pending);
    if (judgement) {
      auto& fresh = pending->known->fresh_names();
      m_fresh.insert(m_fresh.end(), fresh.begin(), fresh.end());
      if (m_fresh.size() > most_unsaved) save();
    }
    m_environment.err << pending->said.str() << std::flush;
    m_take(pending->domain, std::move(judgement));
  }

  static Judgement judgement_of(Pending& pending) {
    if (pending.refused) return Unexpected(*pending.refused);
    try {
      auto assessment = pending.judged.get();
      return Judged{std::move(assessment), pending.known->basis()};
    } catch (const Error& error) {
      if (!is_of_domain(error)) throw;
      return Unexpected(error);
    }
  }

  std::size_t m_domains;
  Moment m_now;
  std::size_t m_done = 0;
  store::Store& m_store;
  KnownConduct m_conduct;
  CommonDns& m_dns;
  Verbosity m_verbosity;
  const Environment& m_environment;
  const TakeJudgement& m_take;
  StatusLine m_line;
  std::chrono::steady_clock::time_point m_started;
  std::vector<ledger::KnownHost> m_fresh;
  std::size_t m_rows = 0;                       ///< of those in m_open
  std::deque<std::unique_ptr<Pending>> m_open;  ///< in their order
};

/// With a sign of life from every question.
void judge_one(const ToJudge& only, store::Store& store, const GlobalOptions& global,
               const Environment& environment, const TakeJudgement& take) {
  DnsSession dns(global, environment);
  dns.about(only.domain.text());
  Messages messages(environment.err, global.verbosity);
  messages.detail(fmt::format("judging {}", only.domain.text()));
  std::optional<Judgement> judgement;
  try {
    judgement.emplace(assess(only.domain, store, dns.cache(), *only.options, messages));
  } catch (const Error& error) {
    if (!is_of_domain(error)) throw;
    judgement.emplace(Unexpected(error));
  }
  take(only.domain, *std::move(judgement));
}

}  // namespace

void judge_all(std::span<const ToJudge> domains, store::Store& store, const GlobalOptions& global,
               const Environment& environment, const TakeJudgement& take,
               const JudgingLimits& limits) {
  if (domains.empty()) return;
  if (domains.size() == 1) return judge_one(domains.front(), store, global, environment, take);
  CommonDns dns(global.dns, store, domains.front().options->now);
  Judging judging(domains, store, dns, global, environment, take);
  for (const auto& domain : domains) judging.start(domain, limits);
  judging.finish();
}

}  // namespace hardfail::cli
