#include "hardfail/transfer/imap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "imap_connection.hpp"
#include "imap_text.hpp"

namespace hardfail::transfer {

class ImapFolder::Session {
 public:
  Session(ImapOptions options, ImapCredential credential, const Secret& secret, std::string folder)
      : m_connection(std::move(options), credential, secret),
        m_name(std::move(folder)),
        m_quoted(imap_quoted(imap_folder_name(m_name))),
        m_capabilities(command("CAPABILITY")) {
    open_to_read();
    m_connection.open_folder(imap_folder_name(m_name));
    open_to_read();
  }

  [[nodiscard]] std::uint32_t uid_validity() const noexcept { return m_uid_validity; }
  [[nodiscard]] ImapConnection& connection() noexcept { return m_connection; }

  /// A command that the server has no reason to refuse.
  std::string command(const std::string& text) {
    try {
      return m_connection.command(text);
    } catch (const ImapRefusal& refusal) {
      throw Error(Failure::io,
                  fmt::format("{} refuses the command {}: {}", m_connection.name(),
                              text.substr(0, text.find(' ', text.find(' ') + 1)), refusal.text));
    }
  }

  /// A command about a folder that may be missing.
  std::string command_about(std::string_view folder, const std::string& text) {
    try {
      return m_connection.command(text);
    } catch (const ImapRefusal& refusal) {
      throw Error(Failure::no_input,
                  fmt::format("{} cannot open the folder {}: {}", m_connection.name(),
                              printable(folder), refusal.text));
    }
  }

  /// How many messages there are now.
  std::uint32_t count_messages() {
    open_to_read();
    return m_count;
  }

  void open_to_read() {
    open("EXAMINE");
    m_is_writable = false;
  }
  void open_to_write() {
    if (!m_is_writable) open("SELECT");
    m_is_writable = true;
  }

  /// A command on each set of UIDs, for writing: "UID STORE" and what follows the set.
  void change(std::span<const std::uint32_t> uids, std::string_view verb, std::string_view rest) {
    open_to_write();
    for (const auto& set : uid_sets(uids)) command(fmt::format("UID {} {}{}", verb, set, rest));
  }

  [[nodiscard]] bool can(std::string_view capability) const {
    return has_capability(m_capabilities, capability);
  }

  void require_reading() {
    if (m_is_writable) open_to_read();
  }

 private:
  void open(std::string_view verb) {
    const auto answer = command_about(m_name, fmt::format("{} {}", verb, m_quoted));
    const auto validity = find_uid_validity(answer);
    if (!validity) {
      throw Error(Failure::io, fmt::format("{} does not say the UIDVALIDITY of the folder {}",
                                           m_connection.name(), printable(m_name)));
    }
    if (m_uid_validity != 0 && *validity != m_uid_validity) {
      throw Error(Failure::io,
                  fmt::format("{} has numbered the mails of the folder {} anew in the meantime",
                              m_connection.name(), printable(m_name)),
                  "run it again");
    }
    m_uid_validity = *validity;
    m_count = count_of_messages(answer);
  }

  ImapConnection m_connection;
  std::string m_name;
  std::string m_quoted;
  std::string m_capabilities;
  std::uint32_t m_uid_validity = 0;
  std::uint32_t m_count = 0;
  bool m_is_writable = false;
};

ImapFolder::ImapFolder(ImapOptions options, ImapCredential credential, const Secret& secret,
                       std::string folder)
    : m_session(
          std::make_unique<Session>(std::move(options), credential, secret, std::move(folder))) {}

ImapFolder::~ImapFolder() = default;

std::uint32_t ImapFolder::uid_validity() const noexcept { return m_session->uid_validity(); }

void ImapFolder::expect_folder(std::string_view name) {
  m_session->command_about(name,
                           fmt::format("STATUS {} (UIDNEXT)", imap_quoted(imap_folder_name(name))));
}

std::vector<ImapMessage> ImapFolder::list() {
  // One answer is a line for libcurl, of which it cuts off what goes beyond its buffer.
  constexpr std::uint32_t most = 1000;
  const auto count = m_session->count_messages();
  std::map<std::uint32_t, bool> found;
  for (std::uint32_t first = 1; first <= count; first += most) {
    const auto range = fmt::format("{}:{}", first, std::min(count, first + most - 1));
    const auto search = [&](std::string_view condition) {
      return found_uids(m_session->command(fmt::format("UID SEARCH {} {}", range, condition)));
    };
    for (const auto uid : search("SEEN UNDELETED")) found.emplace(uid, true);
    for (const auto uid : search("UNSEEN UNDELETED")) found.emplace(uid, false);
  }
  std::vector<ImapMessage> messages;
  messages.reserve(found.size());
  for (const auto& [uid, is_seen] : found) messages.push_back({uid, is_seen});
  return messages;
}

std::optional<std::string> ImapFolder::read(std::uint32_t uid, std::uint64_t most_octets) {
  m_session->require_reading();
  return m_session->connection().read(uid, most_octets);
}

void ImapFolder::mark_seen(std::span<const std::uint32_t> uids) {
  m_session->change(uids, "STORE", " +FLAGS.SILENT (\\Seen)");
}

void ImapFolder::move(std::span<const std::uint32_t> uids, std::string_view folder) {
  const auto target = ' ' + imap_quoted(imap_folder_name(folder));
  if (m_session->can("MOVE")) return m_session->change(uids, "MOVE", target);
  m_session->change(uids, "COPY", target);
  static_cast<void>(erase(uids));
}

ImapFolder::Erased ImapFolder::erase(std::span<const std::uint32_t> uids) {
  m_session->change(uids, "STORE", " +FLAGS.SILENT (\\Deleted)");
  if (!m_session->can("UIDPLUS")) return Erased::marked;
  m_session->change(uids, "EXPUNGE", "");
  return Erased::removed;
}

}  // namespace hardfail::transfer
