#include "hardfail/asn/database.hpp"

#include <fmt/format.h>
#include <maxminddb.h>
#include <netinet/in.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <vector>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::asn {
namespace {

/// What a field of an entry holds; nullopt where the entry has no such field.
using Field = std::optional<MMDB_entry_data_s>;

constexpr std::string_view known_files =
    "give the unpacked .mmdb file of GeoLite2 ASN, IPinfo Lite or DB-IP ASN Lite";

/// Names are shown in the cells of tables.
constexpr std::size_t longest_organization = 80;

std::optional<std::uint32_t> valid_number(std::uint64_t number) {
  // RFC 7607: 0 is no system.
  if (number == 0 || number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

/// Of a number, or of a text such as "AS64500".
std::optional<std::uint32_t> number_in(const MMDB_entry_data_s& field) {
  switch (field.type) {
    case MMDB_DATA_TYPE_UINT16:
      return valid_number(field.uint16);
    case MMDB_DATA_TYPE_UINT32:
      return valid_number(field.uint32);
    case MMDB_DATA_TYPE_UINT64:
      return valid_number(field.uint64);
    case MMDB_DATA_TYPE_UTF8_STRING: {
      std::string_view text(field.utf8_string, field.data_size);
      if (iequals(text.substr(0, 2), "AS")) text.remove_prefix(2);
      return valid_number(parse_unsigned(text).value_or(0));
    }
    default:
      return std::nullopt;
  }
}

std::string text_in(const Field& field) {
  if (!field || field->type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  return shortened({field->utf8_string, field->data_size}, longest_organization);
}

/// Fields of an entry: what a kind of database calls the number and the organization.
struct Names {
  const char* number;
  const char* organization;
};

constexpr std::array<Names, 2> names_of_fields = {{
    {"autonomous_system_number", "autonomous_system_organization"},
    {"asn", "as_name"},
}};

sockaddr_storage socket_address(const IpAddress& address) {
  sockaddr_storage storage{};
  const auto octets = address.octets();
  if (address.family() == IpAddress::Family::v4) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    std::memcpy(&v4.sin_addr, octets.data(), octets.size());
    std::memcpy(&storage, &v4, sizeof v4);
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    std::memcpy(&v6.sin6_addr, octets.data(), octets.size());
    std::memcpy(&storage, &v6, sizeof v6);
  }
  return storage;
}

}  // namespace

class Database::File {
 public:
  explicit File(const std::filesystem::path& path) : m_name(printable(path.string())) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) fail_unreadable(error.message());
    if (size == 0) fail_foreign();
    const int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &m_database);
    switch (status) {
      case MMDB_SUCCESS:
        break;
      case MMDB_FILE_OPEN_ERROR:
      case MMDB_IO_ERROR:
        fail_unreadable(std::generic_category().message(errno));
      case MMDB_INVALID_METADATA_ERROR:
      case MMDB_UNKNOWN_DATABASE_FORMAT_ERROR:
        fail_foreign();
      default:
        fail_damaged(status);
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;
  ~File() { MMDB_close(&m_database); }

  /// Looks for an entry with a system, and throws where none of those looked at has one.
  void require_systems() const {
    constexpr std::size_t most_nodes = 100'000;
    std::vector<std::uint32_t> open = {0};
    for (std::size_t i = 0; i < most_nodes && !open.empty(); ++i) {
      MMDB_search_node_s node;
      const auto number = open.back();
      open.pop_back();
      check(MMDB_read_node(&m_database, number, &node));
      if (names_system(node.left_record_type, node.left_record_entry) ||
          names_system(node.right_record_type, node.right_record_entry)) {
        return;
      }
      if (node.right_record_type == MMDB_RECORD_TYPE_SEARCH_NODE) {
        open.push_back(static_cast<std::uint32_t>(node.right_record));
      }
      if (node.left_record_type == MMDB_RECORD_TYPE_SEARCH_NODE) {
        open.push_back(static_cast<std::uint32_t>(node.left_record));
      }
    }
    throw Error(Failure::unusable_data,
                fmt::format("{} names no autonomous systems: it is of the kind {}", m_name,
                            printable(m_database.metadata.database_type)),
                std::string(known_files));
  }

  std::shared_ptr<const AutonomousSystem> find(const IpAddress& address) {
    const auto socket = socket_address(address);
    int status = MMDB_SUCCESS;
    auto result =
        MMDB_lookup_sockaddr(&m_database, reinterpret_cast<const sockaddr*>(&socket), &status);
    if (status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR) return nullptr;
    check(status);
    if (!result.found_entry) return nullptr;
    const auto [known, is_new] = m_systems.try_emplace(result.entry.offset);
    if (is_new) {
      if (auto system = read(result.entry)) {
        known->second = std::make_shared<const AutonomousSystem>(*std::move(system));
      }
    }
    return known->second;
  }

 private:
  [[noreturn]] void fail_unreadable(const std::string& why) const {
    throw Error(Failure::no_input, fmt::format("cannot read {}: {}", m_name, why),
                "name a file that exists and that you may read");
  }

  [[noreturn]] void fail_foreign() const {
    throw Error(Failure::unusable_data, fmt::format("{} is not a MaxMind DB file", m_name),
                std::string(known_files));
  }

  [[noreturn]] void fail_damaged(int status) const {
    throw Error(Failure::unusable_data,
                fmt::format("{} is damaged: {}", m_name, MMDB_strerror(status)),
                "fetch the file again");
  }

  void check(int status) const {
    if (status != MMDB_SUCCESS) fail_damaged(status);
  }

  [[nodiscard]] bool names_system(std::uint8_t type, MMDB_entry_s entry) const {
    if (type == MMDB_RECORD_TYPE_INVALID) fail_damaged(MMDB_CORRUPT_SEARCH_TREE_ERROR);
    return type == MMDB_RECORD_TYPE_DATA && read(entry).has_value();
  }

  Field field(MMDB_entry_s entry, const char* name) const {
    const std::array<const char*, 2> path = {name, nullptr};
    MMDB_entry_data_s data;
    const int status = MMDB_aget_value(&entry, &data, path.data());
    if (status == MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR ||
        status == MMDB_INVALID_LOOKUP_PATH_ERROR) {
      return std::nullopt;
    }
    check(status);
    return data.has_data ? Field(data) : std::nullopt;
  }

  [[nodiscard]] std::optional<AutonomousSystem> read(MMDB_entry_s entry) const {
    for (const auto& names : names_of_fields) {
      const auto found = field(entry, names.number);
      if (!found) continue;
      const auto number = number_in(*found);
      if (!number) return std::nullopt;
      return AutonomousSystem{*number, text_in(field(entry, names.organization))};
    }
    return std::nullopt;
  }

  std::string m_name;
  MMDB_s m_database{};
  /// By the place of their entry: many networks share one.
  std::unordered_map<std::uint32_t, std::shared_ptr<const AutonomousSystem>> m_systems;
};

Database::Database(const std::filesystem::path& path) : m_file(std::make_unique<File>(path)) {
  m_file->require_systems();
}

Database::~Database() = default;

std::shared_ptr<const AutonomousSystem> Database::find(const IpAddress& address) {
  return m_file->find(address);
}

}  // namespace hardfail::asn
