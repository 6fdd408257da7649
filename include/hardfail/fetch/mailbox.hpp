#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/fetch/account.hpp"

namespace hardfail::fetch {

/// Which messages of a folder are looked at.
enum class Selection : std::uint8_t { unseen, all };

/// A message in a folder.
struct Message {
  std::string id;  ///< unlike any other of the mailbox, as long as generation() lasts
  bool is_seen = false;
};

/// A folder that reports are sent to. Nothing in it changes but by mark_seen(), move() and
/// remove(); each passes over what is gone, so that all can be called again.
///
/// Every function throws Error: dns_unavailable where the server cannot be reached or fails,
/// configuration where it refuses the credentials, no_input where there is no such folder or
/// mailbox, io where it answers what cannot be read.
class Mailbox {
 public:
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  Mailbox(Mailbox&&) = delete;
  Mailbox& operator=(Mailbox&&) = delete;
  virtual ~Mailbox() = default;

  /// Another one means that ids name other messages than before.
  [[nodiscard]] virtual std::string generation() const = 0;

  /// Where a message is, for people: "imaps://user@host/INBOX;UID=17".
  [[nodiscard]] virtual std::string name_of(std::string_view id) const = 0;

  /// Throws no_input where there is no folder of this name to move messages into.
  virtual void expect_folder(const std::string& folder) = 0;

  /// The messages, without those that are already marked as deleted.
  [[nodiscard]] virtual std::vector<Message> list(Selection selection) = 0;

  /// The octets of a message, which stays as unread as it is; nullopt where it is gone. Throws
  /// InputError where this one cannot be had, or is larger than `most_octets`.
  [[nodiscard]] virtual std::optional<std::string> read(std::string_view id,
                                                        std::uint64_t most_octets) = 0;

  virtual void mark_seen(std::span<const std::string> ids) = 0;
  virtual void move(std::span<const std::string> ids, const std::string& folder) = 0;

  /// What became of messages that were to be removed.
  enum class Removed : std::uint8_t {
    gone,
    marked,  ///< as deleted: the server cannot remove single messages
  };
  virtual Removed remove(std::span<const std::string> ids) = 0;

 protected:
  Mailbox() = default;
};

/// Opens a mailbox. `waiting` is called about once a second while a server is waited for; what it
/// throws ends the call.
[[nodiscard]] std::unique_ptr<Mailbox> open(const Account& account, std::function<void()> waiting);

}  // namespace hardfail::fetch
