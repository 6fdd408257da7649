#pragma once

#include <set>
#include <string>
#include <vector>

#include "connection.hpp"
#include "hardfail/ledger/mail.hpp"

namespace hardfail::store {

/// As Content::mail_folders().
[[nodiscard]] std::vector<ledger::MailFolder> query_mail_folders(Connection& connection);

/// As Store::known_mails().
[[nodiscard]] std::vector<ledger::KnownMail> query_mails(Connection& connection,
                                                         const ledger::MailFolder& folder);

/// As Store::forget_mails_except(). Pre: a transaction is open.
void drop_mails_except(Connection& connection, const ledger::MailFolder& folder,
                       const std::set<std::string>& present);

/// As Import::remember(). Pre: a transaction is open.
void insert_mail(Connection& connection, const ledger::MailFolder& folder,
                 const ledger::KnownMail& mail);

}  // namespace hardfail::store
