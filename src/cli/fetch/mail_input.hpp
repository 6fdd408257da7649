#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/fetch/account.hpp"
#include "hardfail/fetch/mailbox.hpp"
#include "options/options.hpp"

namespace hardfail::cli {

/// What becomes of a mail once its reports are on the disk.
struct MailFate {
  enum class Deed : std::uint8_t { keep, mark_seen, move, remove };
  Deed deed = Deed::keep;
  std::string folder;  ///< for Deed::move

  /// "keep", "seen", "move:FOLDER" or "delete".
  [[nodiscard]] static std::optional<MailFate> parse(std::string_view text);
  /// "leave" or "move:FOLDER": what may become of mail that is not known to be dealt with.
  [[nodiscard]] static std::optional<MailFate> parse_cautious(std::string_view text);
};

/// A mailbox that reports are fetched from, and how.
struct MailInput {
  fetch::Account account;
  fetch::Selection selection = fetch::Selection::unseen;
  MailFate reports;   ///< of mail that holds reports and nothing else
  MailFate others;    ///< of other mail
  MailFate rejected;  ///< of mail with something that could not be read
};

/// The options of a mailbox. In a section of a configuration file each is a key.
[[nodiscard]] std::vector<OptionSpec> mail_input_specs();

/// The mailbox at `address`, with what the options say. Throws Error (usage, configuration) for a
/// value that makes no sense, and for an option that this kind of mailbox has no use for.
[[nodiscard]] MailInput read_mail_input(const std::string& address, const Options& options);

/// Throws Error (no_input) where a folder that mail is to be moved into is not there, and what the
/// mailbox throws.
void expect_folders(fetch::Mailbox& mailbox, const MailInput& input);

}  // namespace hardfail::cli
