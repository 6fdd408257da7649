#include "clickhouse/mails.hpp"

#include <fmt/format.h>

namespace hardfail::store::clickhouse {
namespace {

constexpr std::string_view mail_columns = "mail (address, generation, name, has_report, gone)";

bool is_current(Client& client, const ledger::MailFolder& folder) {
  auto rows = client.ask(fmt::format("SELECT generation FROM mail_folder FINAL WHERE address = {}",
                                     literal(folder.address)));
  return rows.step() && rows.read().text() == folder.generation;
}

void enter(Client& client, const ledger::MailFolder& folder) {
  if (is_current(client, folder)) return;
  client.execute(
      fmt::format("INSERT INTO {} SELECT address, generation, name, has_report, 1 "
                  "FROM mail FINAL WHERE gone = 0 AND address = {}",
                  mail_columns, literal(folder.address)));
  RowWriter row;
  row.text(folder.address).text(folder.generation);
  client.insert("mail_folder (address, generation)", row.take());
}

void put(RowWriter& rows, const ledger::MailFolder& folder, const ledger::KnownMail& mail,
         std::uint8_t gone) {
  rows.text(folder.address).text(folder.generation).text(mail.id);
  rows.u8(mail.content == ledger::MailContent::report ? 1 : 0).u8(gone);
}

}  // namespace

std::vector<ledger::MailFolder> query_mail_folders(Client& client) {
  auto rows = client.ask("SELECT address, generation FROM mail_folder FINAL ORDER BY address");
  std::vector<ledger::MailFolder> folders;
  while (rows.step()) {
    std::string address(rows.read().text());
    folders.push_back({std::move(address), std::string(rows.read().text())});
  }
  return folders;
}

std::vector<ledger::KnownMail> query_mails(Client& client, const ledger::MailFolder& folder) {
  std::vector<ledger::KnownMail> mails;
  if (!is_current(client, folder)) return mails;
  auto rows = client.ask(
      fmt::format("SELECT name, has_report FROM mail FINAL WHERE gone = 0 AND address = {} "
                  "AND generation = {} ORDER BY name",
                  literal(folder.address), literal(folder.generation)));
  while (rows.step()) {
    std::string id(rows.read().text());
    const bool has_report = rows.read().u8() != 0;
    mails.push_back(
        {std::move(id), has_report ? ledger::MailContent::report : ledger::MailContent::other});
  }
  return mails;
}

void drop_mails_except(Client& client, const ledger::MailFolder& folder,
                       const std::set<std::string>& present) {
  enter(client, folder);
  RowWriter rows;
  for (const auto& mail : query_mails(client, folder)) {
    if (!present.contains(mail.id)) put(rows, folder, mail, 1);
  }
  client.insert(mail_columns, rows.take());
}

void insert_mails(Client& client, const ledger::MailFolder& folder,
                  const std::vector<ledger::KnownMail>& mails) {
  enter(client, folder);
  RowWriter rows;
  for (const auto& mail : mails) put(rows, folder, mail, 0);
  client.insert(mail_columns, rows.take());
}

}  // namespace hardfail::store::clickhouse
