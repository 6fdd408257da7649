#include "fetch/fetch_mail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "import/import_run.hpp"

namespace hardfail::cli {
namespace {

/// What is fetched before it is taken in, so that the database is not locked while a server is
/// waited for.
constexpr std::size_t most_in_batch = 100;
constexpr std::uint64_t most_octets_in_batch = 32U << 20U;

struct FetchedMail {
  std::string id;
  std::string octets;
};

/// Mails by what is to become of them.
struct Settled {
  std::vector<std::string> reports;
  std::vector<std::string> others;  ///< without a report, or with more than that
  std::vector<std::string> rejected;
};

class MailFetch {
 public:
  MailFetch(const Invocation& invocation, const MailInput& input, const ImportOptions& options,
            store::Store& store)
      : m_invocation(invocation),
        m_input(input),
        m_limits(options.limits),
        m_store(store),
        m_import(invocation, options, store, store::Durability::power_cut),
        m_folder{fetch::address_of(input.account), {}} {}

  [[nodiscard]] Fetched run() {
    Fetched fetched;
    fetched.summary = m_import.run([&] {
      m_import.commit();  // nobody is to wait for the database while we wait for a server
      work();
    });
    fetched.summary.inputs = render::InputKind::mail;
    fetched.trouble = std::move(m_trouble);
    return fetched;
  }

 private:
  void work();
  void go_through(std::vector<fetch::Message> messages);
  /// True if the server did what `action` asks; what failed is kept for later.
  template <typename Action>
  bool attempt(Action action);
  [[nodiscard]] std::vector<FetchedMail> fetch_batch(std::span<const fetch::Message>& left);
  [[nodiscard]] std::optional<std::string> read(const std::string& id);
  [[nodiscard]] Settled take_in(const std::vector<FetchedMail>& batch);
  void settle(const Settled& settled);
  void settle(const std::vector<std::string>& ids, const MailFate& fate);

  const Invocation& m_invocation;
  const MailInput& m_input;
  const ingest::Limits& m_limits;
  store::Store& m_store;
  ImportRun m_import;
  ledger::MailFolder m_folder;
  std::unique_ptr<fetch::Mailbox> m_mailbox;
  std::set<std::string, std::less<>> m_seen;  ///< need no mark
  std::optional<Error> m_trouble;
};

template <typename Action>
bool MailFetch::attempt(Action action) {
  try {
    action();
    return true;
  } catch (const Error& error) {
    m_trouble = error;
    return false;
  }
}

void MailFetch::work() {
  std::vector<fetch::Message> messages;
  const bool is_open = attempt([&] {
    m_mailbox = fetch::open(m_input.account, [this] { m_import.waiting(); });
    expect_folders(*m_mailbox, m_input);
    messages = m_mailbox->list(m_input.selection);
    m_folder.generation = m_mailbox->generation();
  });
  if (!is_open) return;
  std::set<std::string> ids;
  for (const auto& message : messages) {
    ids.insert(message.id);
    if (message.is_seen) m_seen.insert(message.id);
  }
  m_store.forget_mails_except(m_folder, ids);
  go_through(std::move(messages));
}

void MailFetch::go_through(std::vector<fetch::Message> messages) {
  Settled earlier;  // what was cut short before the mailbox heard of it
  std::set<std::string, std::less<>> known;
  for (const auto& mail : m_store.known_mails(m_folder)) {
    known.insert(mail.id);
    switch (mail.content) {
      case ledger::MailContent::report:
        earlier.reports.push_back(mail.id);
        break;
      case ledger::MailContent::other:
        earlier.others.push_back(mail.id);
        break;
    }
  }
  std::erase_if(messages, [&](const auto& message) { return known.contains(message.id); });
  m_invocation.messages.detail(
      fmt::format("{}: {} to fetch, {} known", m_folder.address, messages.size(), known.size()));
  m_import.expect({messages.size(), 0, 0});

  if (!attempt([&] { settle(earlier); })) return;
  std::span<const fetch::Message> left(messages);
  while (!left.empty() && !m_trouble) {
    const auto batch = fetch_batch(left);
    const auto settled = take_in(batch);
    if (!m_trouble) attempt([&] { settle(settled); });
  }
}

/// Fetches as many as go into a batch, or until the mailbox fails, and takes them off `left`.
std::vector<FetchedMail> MailFetch::fetch_batch(std::span<const fetch::Message>& left) {
  std::vector<FetchedMail> batch;
  std::uint64_t octets = 0;
  while (!left.empty() && batch.size() < most_in_batch && octets < most_octets_in_batch) {
    const auto& message = left.front();
    std::optional<std::string> mail;
    if (!attempt([&] { mail = read(message.id); })) break;
    left = left.subspan(1);
    if (!mail) continue;  // somebody else has taken it away
    octets += mail->size();
    batch.push_back({message.id, *std::move(mail)});
  }
  return batch;
}

/// nullopt where there is nothing to take in: the mail is gone, or was rejected.
std::optional<std::string> MailFetch::read(const std::string& id) {
  try {
    return m_mailbox->read(id, m_limits.mail_octets);
  } catch (const InputError& error) {
    m_import.reject({{m_mailbox->name_of(id), {}, error.what()}});
    m_import.commit();
    return std::nullopt;
  }
}

Settled MailFetch::take_in(const std::vector<FetchedMail>& batch) {
  Settled settled;
  for (const auto& mail : batch) {
    const auto content = m_import.take(m_mailbox->name_of(mail.id), mail.octets);
    if (!content) {
      settled.rejected.push_back(mail.id);
      continue;
    }
    m_import.remember(m_folder, {mail.id, *content});
    auto& ids = *content == ledger::MailContent::report ? settled.reports : settled.others;
    ids.push_back(mail.id);
  }
  m_import.commit();
  return settled;
}

void MailFetch::settle(const Settled& settled) {
  settle(settled.reports, m_input.reports);
  settle(settled.others, m_input.others);
  settle(settled.rejected, m_input.rejected);
}

void MailFetch::settle(const std::vector<std::string>& ids, const MailFate& fate) {
  if (ids.empty()) return;
  switch (fate.deed) {
    case MailFate::Deed::keep:
      return;
    case MailFate::Deed::mark_seen: {
      std::vector<std::string> unseen;
      for (const auto& id : ids) {
        if (!m_seen.contains(id)) unseen.push_back(id);
      }
      return m_mailbox->mark_seen(unseen);
    }
    case MailFate::Deed::move:
      return m_mailbox->move(ids, fate.folder);
    case MailFate::Deed::remove:
      if (m_mailbox->remove(ids) == fetch::Mailbox::Removed::marked) {
        m_invocation.messages.detail(
            fmt::format("{}: the server removes no single mails, so they are marked as deleted",
                        m_folder.address));
      }
      return;
  }
}

}  // namespace

Fetched fetch_mail(const Invocation& invocation, const MailInput& input,
                   const ImportOptions& options, store::Store& store) {
  return MailFetch(invocation, input, options, store).run();
}

}  // namespace hardfail::cli
