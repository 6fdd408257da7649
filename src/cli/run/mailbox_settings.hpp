#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fetch/mail_input.hpp"
#include "options/import_options.hpp"
#include "run/section_reader.hpp"

namespace hardfail::cli {

/// An `[input]` that is a mailbox.
struct MailboxInput {
  std::string name;
  MailInput mail;
  ImportOptions options;
};

/// The keys of such an `[input]`.
[[nodiscard]] std::vector<std::string> mailbox_keys();

/// Reads the mailbox that an `[input]` names; nullopt where that makes no sense, which is among the
/// mistakes then.
[[nodiscard]] std::optional<MailInput> read_mailbox(SectionReader& reader);

}  // namespace hardfail::cli
