#include "run/tellers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace hardfail::cli {
namespace {

std::variant<Teller, DigestTeller> teller_for(const NotifySettings& notify, Moment as_of,
                                              store::Store& store) {
  if (notify.digest) return DigestTeller(label_of(notify), *notify.digest, as_of, store);
  return Teller(label_of(notify), store);
}

}  // namespace

Tellers::Tellers(const Invocation& invocation, const Settings& settings, store::Store& store)
    : m_invocation(invocation) {
  for (const auto& each : settings.notify) {
    m_tellers.push_back({&each, teller_for(each, settings.options.as_of, store)});
  }
}

bool Tellers::concerns(const NotifySettings& notify, const DomainSettings& domain) {
  return notify.name.empty() || domain.notify.empty() ||
         std::ranges::find(domain.notify, notify.name) != domain.notify.end();
}

int Tellers::tell() {
  int status = 0;
  for (const auto& each : m_tellers) {
    try {
      tell(each);
    } catch (const Error& error) {
      status = std::max(status, static_cast<int>(error.failure()));
      m_invocation.messages.error({error.failure(),
                                   fmt::format("{}: {}", label_of(*each.settings), error.what()),
                                   error.advice()});
    }
  }
  return status;
}

void Tellers::tell(const Each& each) const {
  const auto& now = m_invocation.environment.now;
  const auto tell_by = [&](const auto& teller) {
    if (const auto message = teller.message(now())) {
      const auto sleep = [](std::chrono::seconds pause) { std::this_thread::sleep_for(pause); };
      notify::tell(*message, way_of(*each.settings), {now, sleep});
    }
    teller.save();
  };
  std::visit(tell_by, each.teller);
}

}  // namespace hardfail::cli
