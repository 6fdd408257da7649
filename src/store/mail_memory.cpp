#include "mail_memory.hpp"

#include <cassert>
#include <optional>

#include "statement.hpp"

namespace hardfail::store {
namespace {

std::optional<RowId> find_folder(Connection& connection, const ledger::MailFolder& folder) {
  return Statement(connection, "SELECT id FROM mail_folder WHERE address = ?1 AND generation = ?2")
      .first(folder.address, folder.generation);
}

/// The folder's row; if it had another generation, what was known of that is forgotten.
RowId folder_id(Connection& connection, const ledger::MailFolder& folder) {
  if (const auto id = find_folder(connection, folder)) return *id;
  Statement(connection,
            "DELETE FROM mail WHERE folder = (SELECT id FROM mail_folder WHERE address = ?1)")
      .run(folder.address);
  Statement(connection,
            "INSERT INTO mail_folder (address, generation) VALUES (?1, ?2) "
            "ON CONFLICT (address) DO UPDATE SET generation = excluded.generation")
      .run(folder.address, folder.generation);
  return find_folder(connection, folder).value_or(0);
}

}  // namespace

std::vector<ledger::MailFolder> query_mail_folders(Connection& connection) {
  Statement query(connection, "SELECT address, generation FROM mail_folder ORDER BY address");
  query.bind();
  std::vector<ledger::MailFolder> folders;
  while (query.step()) folders.push_back({std::string(query.text(0)), std::string(query.text(1))});
  return folders;
}

std::vector<ledger::KnownMail> query_mails(Connection& connection,
                                           const ledger::MailFolder& folder) {
  std::vector<ledger::KnownMail> mails;
  const auto id = find_folder(connection, folder);
  if (!id) return mails;
  Statement query(connection, "SELECT name, has_report FROM mail WHERE folder = ?1 ORDER BY name");
  query.bind(*id);
  while (query.step()) {
    mails.push_back({std::string(query.text(0)), query.integer(1) != 0
                                                     ? ledger::MailContent::report
                                                     : ledger::MailContent::other});
  }
  return mails;
}

void drop_mails_except(Connection& connection, const ledger::MailFolder& folder,
                       const std::set<std::string>& present) {
  assert(connection.in_transaction());
  const auto id = folder_id(connection, folder);
  Statement drop(connection, "DELETE FROM mail WHERE folder = ?1 AND name = ?2");
  for (const auto& mail : query_mails(connection, folder)) {
    if (!present.contains(mail.id)) drop.run(id, mail.id);
  }
}

void insert_mail(Connection& connection, const ledger::MailFolder& folder,
                 const ledger::KnownMail& mail) {
  assert(connection.in_transaction());
  const std::int64_t has_report = mail.content == ledger::MailContent::report ? 1 : 0;
  Statement(connection,
            "INSERT OR REPLACE INTO mail (folder, name, has_report) VALUES (?1, ?2, ?3)")
      .run(folder_id(connection, folder), mail.id, has_report);
}

}  // namespace hardfail::store
