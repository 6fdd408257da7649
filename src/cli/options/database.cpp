#include "options/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "hardfail/util/secret.hpp"
#include "hardfail/util/text.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {
namespace {

std::optional<Secret> database_password(const Options& options, const Environment& environment) {
  if (auto set = variable(environment, "HARDFAIL_DB_PASSWORD")) {
    auto secret = take_secret(*set);
    if (!secret) {
      throw Error(Failure::configuration, "HARDFAIL_DB_PASSWORD holds no password of one line");
    }
    return *std::move(secret);
  }
  const auto* file = options.find("db-password-file");
  if (file == nullptr) return std::nullopt;
  return read_secret_file(file->text);
}

}  // namespace

Database database_of(const Options& options, const Environment& environment) {
  return parse_database(database_path(options, environment));
}

Database parse_database(const std::filesystem::path& name) {
  if (!name.string().starts_with(store::ClickHouseAddress::scheme)) return name;
  auto address = store::ClickHouseAddress::parse(name.string());
  if (!address) {
    throw Error(Failure::usage, fmt::format("the address of a ClickHouse database is refused: {}",
                                            address.error().text));
  }
  return *std::move(address);
}

std::string name_of(const Database& database) {
  const auto* address = std::get_if<store::ClickHouseAddress>(&database);
  return address != nullptr ? address->to_string()
                            : std::get<std::filesystem::path>(database).string();
}

std::unique_ptr<store::Store> open_database(const Database& database, store::OpenMode mode,
                                            const Options& options,
                                            const Environment& environment) {
  const auto* address = std::get_if<store::ClickHouseAddress>(&database);
  if (address == nullptr) {
    return store::open_sqlite(std::get<std::filesystem::path>(database), mode);
  }
  return store::open_clickhouse(*address, database_password(options, environment), mode);
}

std::filesystem::path run_lock_base(const Database& database, const Environment& environment) {
  const auto* address = std::get_if<store::ClickHouseAddress>(&database);
  if (address == nullptr) return std::get<std::filesystem::path>(database);
  const auto folder = data_folder(environment);
  if (!folder) {
    throw Error(Failure::configuration, "there is no home directory to keep the lock of a run in",
                "set HOME or XDG_DATA_HOME");
  }
  std::error_code not_made;  // then the lock says so
  std::filesystem::create_directories(*folder, not_made);
  auto name = fmt::format("clickhouse-{}-{}", address->server(), address->database());
  std::ranges::replace_if(
      name, [](char c) { return !is_alpha(c) && !is_digit(c) && c != '.' && c != '-' && c != '_'; },
      '_');
  return *folder / name;
}

}  // namespace hardfail::cli
