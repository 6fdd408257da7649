#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>

#include "environment.hpp"
#include "hardfail/store/clickhouse.hpp"
#include "hardfail/store/store.hpp"
#include "options/options.hpp"

namespace hardfail::cli {

/// Which store is meant: a file of SQLite, or a database on a ClickHouse server.
using Database = std::variant<std::filesystem::path, store::ClickHouseAddress>;

/// What database_path() names. Throws Error (usage) where it begins as the address of a server does
/// and is none.
[[nodiscard]] Database database_of(const Options& options, const Environment& environment);

/// Parses what names a database. Throws as database_of() does.
[[nodiscard]] Database parse_database(const std::filesystem::path& name);

/// The name of a database as it can be shown.
[[nodiscard]] std::string name_of(const Database& database);

/// Opens it. The password of a server is $HARDFAIL_DB_PASSWORD, else in the file that
/// --db-password-file names. Throws as store::open_sqlite(), store::open_clickhouse() and
/// read_secret_file() do.
[[nodiscard]] std::unique_ptr<store::Store> open_database(const Database& database,
                                                          store::OpenMode mode,
                                                          const Options& options,
                                                          const Environment& environment);

/// The file whose name with ".run-lock" at its end is locked by a run: a database's own, or for
/// one on a server one of this user on this machine, whose folder is made.
[[nodiscard]] std::filesystem::path run_lock_base(const Database& database,
                                                  const Environment& environment);

}  // namespace hardfail::cli
