#include "run/tellers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "hardfail/render/news.hpp"

namespace hardfail::cli {
namespace {

notify::Message message_of(const analysis::News& news) {
  const auto as = [&](render::Format format) {
    return render::present(news, format, render::Page{});
  };
  return {.id = news.id,
          .subject = render::headline_of(news),
          .text = as(render::Format::text),
          .html = as(render::Format::html),
          .json = as(render::Format::json)};
}

}  // namespace

Tellers::Tellers(const Invocation& invocation, std::span<const NotifySettings> notify,
                 store::Store& store)
    : m_invocation(invocation) {
  for (const auto& each : notify) m_tellers.push_back({&each, Teller(label_of(each), store)});
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
  if (const auto news = each.teller.changes(now())) {
    const auto sleep = [](std::chrono::seconds pause) { std::this_thread::sleep_for(pause); };
    notify::tell(message_of(*news), way_of(*each.settings), {now, sleep});
  }
  each.teller.save();
}

}  // namespace hardfail::cli
