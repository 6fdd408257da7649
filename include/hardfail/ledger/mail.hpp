#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>

namespace hardfail::ledger {

/// A folder of a mailbox that reports are fetched from.
struct MailFolder {
  std::string address;     ///< "imaps://reports@mail.example.org/INBOX"
  std::string generation;  ///< with another one, ids name other mails: the UIDVALIDITY of IMAP
};

enum class MailContent : std::uint8_t {
  report,  ///< reports, and what goes with them
  other,   ///< no report, or also something that nobody may delete for the report beside it
};

/// A mail that was fetched, and whose reports are held.
struct KnownMail {
  std::string id;  ///< in its folder
  MailContent content = MailContent::report;
};

}  // namespace hardfail::ledger
