#include "clickhouse/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "clickhouse/cluster.hpp"
#include "hardfail/transfer/url.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::store::clickhouse {
namespace {

using namespace std::chrono_literals;

/// Of one answer; a domain with fifty million rows has three.
constexpr std::size_t largest_answer = std::size_t{16} << 30U;

/// With wait_end_of_query nothing comes until a query has been carried out.
constexpr transfer::Patience patience{.connect = 10s, .stall = 900s, .total = 3600s};

constexpr auto pauses = std::to_array<std::chrono::milliseconds>({200ms, 1s, 3s});

/// Numbers of dbms/src/Common/ErrorCodes.cpp (18.16) and src/Common/ErrorCodes.cpp (26.7).
bool is_refusal(std::uint64_t code) {
  constexpr auto codes = std::to_array<std::uint64_t>({164, 192, 193, 194, 195, 291, 497, 516});
  return std::ranges::find(codes, code) != codes.end();
}

/// Too many queries, parts or connections; a table that is read-only for the moment; replicas that
/// lag, or of which not enough have answered.
bool is_overload(std::uint64_t code) {
  constexpr auto codes =
      std::to_array<std::uint64_t>({202, 203, 242, 252, 285, 286, 289, 319, 369});
  return std::ranges::find(codes, code) != codes.end();
}

/// Another server that this one needs is away, or went in the middle of an answer.
bool is_away(std::uint64_t code) {
  constexpr auto codes = std::to_array<std::uint64_t>({32, 198, 209, 210, 225, 279, 999});
  return std::ranges::find(codes, code) != codes.end();
}

/// Bounds that the server's settings put to memory, time, rows and octets.
bool is_limit(std::uint64_t code) {
  constexpr auto codes = std::to_array<std::uint64_t>({158, 159, 160, 201, 241, 307, 396});
  return std::ranges::find(codes, code) != codes.end();
}

constexpr std::uint64_t no_space = 243;

/// What a server waits for that hands a statement to all of its cluster.
constexpr std::string_view waits_for_cluster = "distributed_ddl_task_timeout";

/// For every statement on a cluster. Inserted is what all shards have; an answer is that of all
/// shards, and comes from replicas that know of nothing they lack for a second; of a shard's
/// replicas the first that is there is written and asked, so that what was written is seen. 50 ms
/// for a connection, as they would be without, are few on a machine that is busy.
constexpr std::string_view cluster_settings =
    "&insert_distributed_sync=1&skip_unavailable_shards=0&load_balancing=in_order"
    "&max_replica_delay_for_distributed_queries=1"
    "&fallback_to_stale_replicas_for_distributed_queries=0"
    "&connect_timeout_with_failover_ms=1000&distributed_ddl_task_timeout=180";

/// "Code: 60, e.displayText() = DB::Exception: ..." or "Code: 60. DB::Exception: ..."
struct ServerError {
  std::uint64_t code = 0;
  std::string_view text;
};

std::optional<ServerError> error_in(std::string_view answer) {
  constexpr std::string_view beginning = "Code: ";
  const auto at = answer.rfind(beginning);
  if (at == std::string_view::npos) return std::nullopt;
  auto text = answer.substr(at);
  if (text.find("DB::") == std::string_view::npos) return std::nullopt;
  const auto digits = text.substr(beginning.size());
  const auto end = std::ranges::find_if_not(digits, is_digit) - digits.begin();
  const auto code = parse_unsigned(digits.substr(0, static_cast<std::size_t>(end)));
  if (!code) return std::nullopt;
  if (const auto colon = text.find("Exception: "); colon != std::string_view::npos) {
    text.remove_prefix(colon + std::string_view("Exception: ").size());
  }
  return ServerError{*code, text.substr(0, text.find(", e.what()"))};
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 300;
  return shortened(printable(trim(text.substr(0, text.find('\n')))), longest);
}

/// A busy server may have time later; whatever else it says, it will say again.
bool may_pass(std::string_view answer) {
  const auto error = error_in(answer);
  return error && is_overload(error->code);
}

constexpr int status_ok = 200;

}  // namespace

Rows::Rows(const Client& client, std::string octets)
    : m_client(client), m_octets(std::move(octets)), m_reader(m_octets) {}

bool Rows::step() {
  if (!m_reader.ok()) {
    // What is no row may be the text of an error that came behind rows.
    constexpr std::size_t longest_error = 4096;
    const auto size = std::min(m_octets.size(), longest_error);
    m_client.fail(std::string_view(m_octets).substr(m_octets.size() - size));
  }
  return !m_reader.at_end();
}

Client::Client(ClickHouseAddress address, std::optional<Secret> password)
    : m_address(std::move(address)),
      m_password(std::move(password)),
      m_http({.patience = patience, .largest_body = largest_answer}) {}

Rows Client::ask(const std::string& select) {
  return {*this, send(in_database() + "&max_query_size=67108864",
                      for_all_shards(select) + " FORMAT RowBinary")};
}

Rows Client::ask_server(const std::string& select) {
  return {*this, send("", select + " FORMAT RowBinary")};
}

void Client::execute(const std::string& statement) {
  send(in_database(), for_all_shards(statement));
}

void Client::execute_on_server(const std::string& statement) { send("", statement); }

void Client::insert(std::string_view table_and_columns, std::string rows) {
  if (rows.empty()) return;
  const auto query = fmt::format("INSERT INTO {} FORMAT RowBinary", table_and_columns);
  send(in_database() + "&query=" + transfer::url_encoded(query), std::move(rows));
}

std::string Client::in_database() const { return "&database=" + m_address.database(); }

std::string Client::for_all_shards(const std::string& statement) const {
  return m_address.cluster().empty() ? statement : with_global_subqueries(statement);
}

std::string Client::send(const std::string& parameters, std::string body) {
  // Replicated tables would drop a block that was inserted before, even if its rows are gone since.
  constexpr std::string_view always = "/?wait_end_of_query=1&insert_deduplicate=0";
  transfer::HttpRequest request{.method = "POST",
                                .url = fmt::format("{}{}{}", m_address.url(), always, parameters),
                                // On one machine packing costs more than it saves.
                                .body = std::move(body)};
  if (!m_address.is_local()) request.url += "&enable_http_compression=1";
  if (!m_address.cluster().empty()) request.url += cluster_settings;
  request.login = {m_address.user(), m_password.value_or(Secret(""))};
  for (const auto pause : pauses) {
    try {
      auto response = m_http.send(request);
      if (response.status == status_ok) return std::move(response.body);
      if (!may_pass(response.body)) fail(response.body);
    } catch (const transfer::NoAnswer&) {
      // The same again: a statement that was carried out changes nothing the second time.
    }
    std::this_thread::sleep_for(pause);
  }
  return send_last(request);
}

std::string Client::send_last(const transfer::HttpRequest& request) {
  try {
    auto response = m_http.send(request);
    if (response.status == status_ok) return std::move(response.body);
    fail(response.body);
  } catch (const transfer::NoAnswer& error) {
    throw Error(
        Failure::dns_unavailable,
        fmt::format("the ClickHouse server {} is away: {}", m_address.server(), error.what()),
        error.advice().empty() ? "see that it runs and can be reached, then try again"
                               : error.advice());
  }
}

void Client::fail_damaged() const {
  throw Error(Failure::io,
              fmt::format("{} holds what no hardfail wrote, or its answer is damaged",
                          m_address.to_string()),
              "try again; if it happens again, restore the tables from a backup");
}

void Client::fail_incomplete(std::size_t reports) const {
  const bool has_replicas = !m_address.cluster().empty();
  throw Error(Failure::io,
              fmt::format("rows of {} are missing in {}: {} lost data", counted(reports, "report"),
                          m_address.to_string(),
                          has_replicas ? "a replica lags, or has" : "its tables have"),
              "try again; if it happens again, forget these reports and import them once more");
}

void Client::fail(std::string_view answer) const {
  const auto error = error_in(answer);
  if (!error) {
    throw Error(Failure::io,
                fmt::format("{} answers not as a ClickHouse server does, or its answer was cut off",
                            m_address.server()),
                "see that host and port are those of its HTTP interface, 8123 or with TLS 8443");
  }
  const auto [code, text] = *error;
  const auto told =
      fmt::format("ClickHouse at {} says: {} (code {})", m_address.server(), shown(text), code);
  if (is_refusal(code)) {
    throw Error(Failure::configuration,
                fmt::format("the ClickHouse server {} refuses the user '{}' (code {})",
                            m_address.server(), m_address.user(), code),
                "check the user in --db, the password in HARDFAIL_DB_PASSWORD or db-password-file, "
                "and what the server lets this user do");
  }
  if (is_away(code) || text.find(waits_for_cluster) != std::string_view::npos) {
    throw Error(Failure::dns_unavailable, told, "see that all its servers run");
  }
  if (is_overload(code)) throw Error(Failure::database_busy, told, "try again later");
  if (code == no_space) throw Error(Failure::io, told, "make room on the server's disk");
  if (is_limit(code)) {
    throw Error(Failure::io, told, "raise this limit in the server's profile of the user");
  }
  throw Error(Failure::io, told);
}

}  // namespace hardfail::store::clickhouse
