#pragma once

#include <set>
#include <string>
#include <vector>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As Content::mail_folders().
[[nodiscard]] std::vector<ledger::MailFolder> query_mail_folders(Client& client);

/// As Store::known_mails().
[[nodiscard]] std::vector<ledger::KnownMail> query_mails(Client& client,
                                                         const ledger::MailFolder& folder);

/// As Store::forget_mails_except().
void drop_mails_except(Client& client, const ledger::MailFolder& folder,
                       const std::set<std::string>& present);

/// Remembers mails of a folder; what was known of another generation of it is forgotten.
void insert_mails(Client& client, const ledger::MailFolder& folder,
                  const std::vector<ledger::KnownMail>& mails);

}  // namespace hardfail::store::clickhouse
