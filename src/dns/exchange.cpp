#include "exchange.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "ldns_data.hpp"

namespace hardfail::dns {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How long poll(2) may sleep until `moment`, rounded up.
milliseconds until(Deadline moment) {
  constexpr milliseconds longest{1000};
  const auto now = steady_clock::now();
  if (moment - now > longest) return longest;
  return std::max(std::chrono::ceil<milliseconds>(moment - now), milliseconds(0));
}

}  // namespace

Exchange::Exchange(std::span<const std::unique_ptr<Route>> routes, std::vector<Delivery>& inbox,
                   std::random_device& random, const NetworkOptions& options,
                   std::span<const Question> questions, Deadline deadline)
    : m_routes(routes),
      m_inbox(inbox),
      m_random(random),
      m_options(options),
      m_questions(questions),
      m_deadline(deadline),
      m_answers(questions.size()) {}

Exchange::~Exchange() {
  for (const auto& route : m_routes) {
    route->udp.cancel();
    route->tcp.cancel();
  }
  m_inbox.clear();
}

std::vector<Answer> Exchange::run() {
  while (steady_clock::now() < m_deadline) {
    start();
    handle_inbox();
    expire();
    if (m_open.empty() && m_next == m_questions.size()) break;
    wait();
  }
  return std::move(m_answers);
}

void Exchange::start() {
  while (m_next < m_questions.size() && m_open.size() < std::max(m_options.in_flight, 1U)) {
    Open open{.index = m_next, .asked = m_questions[m_next], .chain = {}, .ends = {}};
    open.ends = steady_clock::now() + m_options.timeout;
    ++m_next;
    send(std::move(open));
  }
}

void Exchange::send(Open open) {
  Route& route = *m_routes[open.route];
  Channel& channel = open.transport == Transport::udp ? route.udp : route.tcp;
  const auto id = static_cast<std::uint16_t>(m_random());
  const auto query = make_query(open.asked, id, open.edns);
  const auto tag = ++m_last_tag;
  m_open.emplace(tag, std::move(open));
  channel.send(query, tag);
}

void Exchange::wait() {
  // Questions answered at once (a server that refuses the connection) leave room for others.
  if (!m_inbox.empty() || (m_open.empty() && m_next < m_questions.size())) return;
  if (m_options.on_wait) m_options.on_wait(m_next - m_open.size(), m_questions.size());
  Deadline next = m_deadline;
  for (const auto& [tag, open] : m_open) next = std::min(next, open.ends);
  milliseconds longest = until(next);

  struct Share {
    Channel& channel;
    std::size_t first;
    std::size_t end;
  };
  std::vector<Share> shares;
  std::vector<pollfd> sockets;
  for (const auto& route : m_routes) {
    for (Channel* channel : {&route->udp, &route->tcp}) {
      const std::size_t first = sockets.size();
      const auto watched = channel->sockets();
      sockets.insert(sockets.end(), watched.begin(), watched.end());
      shares.push_back({*channel, first, sockets.size()});
      longest = std::min(longest, channel->next_timeout().value_or(longest));
    }
  }
  if (poll(sockets.data(), sockets.size(), static_cast<int>(longest.count())) < 0 &&
      errno != EINTR) {
    throw Error(Failure::internal,
                "Waiting for DNS answers failed: " + std::generic_category().message(errno) + '.');
  }
  for (const Share& share : shares) {
    share.channel.process(std::span(sockets).subspan(share.first, share.end - share.first));
  }
}

void Exchange::handle_inbox() {
  while (!m_inbox.empty()) {
    std::vector<Delivery> arrived;
    arrived.swap(m_inbox);
    for (Delivery& delivery : arrived) {
      auto found = m_open.extract(delivery.tag);
      if (found.empty()) continue;  // its question has expired
      handle(std::move(found.mapped()), delivery);
    }
  }
}

void Exchange::handle(Open open, const Delivery& delivery) {
  switch (delivery.outcome) {
    case Delivery::Outcome::answered: {
      Reply reply = read_reply(delivery.message, open.asked);
      return handle(std::move(open), std::move(reply));
    }
    case Delivery::Outcome::timed_out:
      return send(std::move(open));  // until it expires
    case Delivery::Outcome::unanswered:
      return finish(open, {open.otherwise, {}, {}});
  }
}

void Exchange::handle(Open open, Reply reply) {
  switch (reply.kind) {
    case Reply::Kind::conclusive:
      if (is_error(reply.answer.status))
        return try_next_server(std::move(open), reply.answer.status);
      reply.answer.ttl = std::min(reply.answer.ttl, open.ttl);
      return finish(open, std::move(reply.answer));
    case Reply::Kind::alias:
      return follow(std::move(open), reply);
    case Reply::Kind::unreadable:
      open.otherwise = Status::bad_answer;  // perhaps cut short, so TCP is worth a try too
      [[fallthrough]];
    case Reply::Kind::truncated:
      if (open.transport == Transport::tcp) {
        return try_next_server(std::move(open), Status::bad_answer);
      }
      open.transport = Transport::tcp;
      return send(std::move(open));
    case Reply::Kind::edns_refused:
      if (open.edns == Edns::off) return try_next_server(std::move(open), Status::bad_answer);
      open.edns = Edns::off;
      return send(std::move(open));
  }
}

void Exchange::follow(Open open, const Reply& alias) {
  open.ttl = std::min(open.ttl, alias.answer.ttl);
  const bool is_circle = *alias.target == m_questions[open.index].name ||
                         std::ranges::find(open.chain, *alias.target) != open.chain.end();
  open.chain.insert(open.chain.end(), alias.answer.chain.begin(), alias.answer.chain.end());
  if (is_circle || open.chain.size() > longest_alias_chain) {
    return finish(open, {Status::no_data, {}, {}});
  }
  open.asked.name = *alias.target;
  open.route = 0;
  open.transport = Transport::udp;
  open.otherwise = Status::timeout;
  send(std::move(open));
}

void Exchange::try_next_server(Open open, Status status) {
  open.otherwise = status;
  if (++open.route == m_routes.size()) return finish(open, {status, {}, {}});
  open.transport = Transport::udp;
  open.edns = Edns::on;
  send(std::move(open));
}

void Exchange::expire() {
  const auto now = steady_clock::now();
  for (auto at = m_open.begin(); at != m_open.end();) {
    if (at->second.ends > now) {
      ++at;
    } else {
      finish(at->second, {at->second.otherwise, {}, {}});
      at = m_open.erase(at);
    }
  }
}

void Exchange::finish(const Open& open, Answer answer) {
  answer.chain.insert(answer.chain.begin(), open.chain.begin(), open.chain.end());
  m_answers[open.index] = std::move(answer);
}

}  // namespace hardfail::dns
