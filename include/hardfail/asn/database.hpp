#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <memory>

#include "hardfail/net/autonomous_system.hpp"
#include "hardfail/net/ip_address.hpp"

namespace hardfail::asn {

/// A MaxMind DB file that tells which autonomous system an address lies in: by the fields of
/// GeoLite2 ASN, which DB-IP ASN Lite has too, or by those of IPinfo Lite.
class Database {
 public:
  /// Throws Error: no_input for a file that cannot be read, unusable_data for one that is no
  /// MaxMind DB, is damaged, or knows no autonomous systems.
  explicit Database(const std::filesystem::path& path);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;
  ~Database();

  /// The system of an address; nullptr where the file has none. Addresses of one entry of the file
  /// share it. Throws Error (unusable_data) where the file turns out to be damaged.
  [[nodiscard]] std::shared_ptr<const AutonomousSystem> find(const IpAddress& address);

 private:
  class File;
  std::unique_ptr<File> m_file;
};

}  // namespace hardfail::asn
