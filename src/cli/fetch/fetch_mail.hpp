#pragma once

#include <optional>

#include "commands/command.hpp"
#include "fetch/mail_input.hpp"
#include "hardfail/render/import_summary.hpp"
#include "hardfail/store/store.hpp"
#include "options/import_options.hpp"

namespace hardfail::cli {

/// What came of a mailbox.
struct Fetched {
  render::ImportSummary summary;  ///< of what is in the database
  std::optional<Error> trouble;   ///< what kept the rest from being fetched; told by nobody yet
};

/// Takes the reports of a mailbox into the database. Mails are fetched in batches; a mailbox is
/// changed only once what a mail held is on the disk, and the database remembers which mails it
/// has: wherever this ends, the next call goes on, and takes nothing in twice. A database that
/// fails is an Error; a mailbox that does is `trouble`. SIGINT and SIGTERM end it between two
/// mails.
[[nodiscard]] Fetched fetch_mail(const Invocation& invocation, const MailInput& input,
                                 const ImportOptions& options, store::Store& store);

}  // namespace hardfail::cli
