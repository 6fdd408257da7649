#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "clickhouse/row_binary.hpp"
#include "hardfail/store/clickhouse.hpp"
#include "hardfail/transfer/http.hpp"

namespace hardfail::store::clickhouse {

class Client;

/// The rows that came of a query: step() to each, then read() its columns in their order.
class Rows {
 public:
  Rows(const Client& client, std::string octets);
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows(Rows&&) = delete;
  Rows& operator=(Rows&&) = delete;
  ~Rows() = default;

  /// False after the last row. Throws Error (io) where what came is no whole row.
  bool step();
  RowReader& read() noexcept { return m_reader; }

 private:
  const Client& m_client;
  std::string m_octets;
  RowReader m_reader;
};

/// One ClickHouse server, spoken to over HTTP, which may stand for a cluster. What gets no answer
/// is sent again a few times, so every statement has to be one that can be carried out twice.
///
/// Every function throws Error: dns_unavailable where the server is away, configuration where it
/// refuses the user, database_busy where it has too much to do, io for all else.
class Client {
 public:
  Client(ClickHouseAddress address, std::optional<Secret> password);

  /// The rows of a SELECT, whole: an error behind data is an Error.
  [[nodiscard]] Rows ask(const std::string& select);
  /// The same, where the database may not be there yet.
  [[nodiscard]] Rows ask_server(const std::string& select);
  /// Carries out a statement without rows.
  void execute(const std::string& statement);
  /// The same, where the database may not be there yet.
  void execute_on_server(const std::string& statement);
  /// Inserts rows into `table_and_columns`, "mark (domain, source)". Does nothing without rows.
  void insert(std::string_view table_and_columns, std::string rows);

  [[nodiscard]] const ClickHouseAddress& address() const noexcept { return m_address; }

  /// Throws Error (io): what came is not what was asked for.
  [[noreturn]] void fail_damaged() const;
  /// Throws Error (io): of so many reports not all rows are there.
  [[noreturn]] void fail_incomplete(std::size_t reports) const;
  /// Throws what an answer means that is an error, or that ends in one.
  [[noreturn]] void fail(std::string_view answer) const;

 private:
  /// The octets of the answer.
  std::string send(const std::string& parameters, std::string body);
  std::string send_last(const transfer::HttpRequest& request);
  [[nodiscard]] std::string in_database() const;
  [[nodiscard]] std::string for_all_shards(const std::string& statement) const;

  ClickHouseAddress m_address;
  std::optional<Secret> m_password;
  transfer::HttpClient m_http;
};

}  // namespace hardfail::store::clickhouse
