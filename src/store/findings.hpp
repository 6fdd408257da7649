#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "hardfail/ledger/run.hpp"
#include "hardfail/net/domain_name.hpp"

namespace hardfail::store {

using Octets = std::vector<std::uint8_t>;

/// The addresses of one class, those of each family one after the other.
struct Packed {
  Octets v4;
  Octets v6;
  friend bool operator==(const Packed&, const Packed&) = default;
};

/// Addresses by the name of their class, or of what they are marked.
using Classes = std::map<std::string, Packed, std::less<>>;

struct StoredSender {
  std::string name;
  std::string source_class;
  Packed sources;
  friend bool operator==(const StoredSender&, const StoredSender&) = default;
};

/// What consecutive runs with the same findings share. As it is stored, so that two can be compared
/// whatever names they use.
struct Findings {
  std::map<DomainName, std::string> records;
  Classes classes;
  Classes marks;
  std::map<std::string, StoredSender> senders;  ///< by id
  friend bool operator==(const Findings&, const Findings&) = default;
};

[[nodiscard]] Findings findings_of(const ledger::Run& run);

/// Gives a run what it found: the reverse of findings_of(). False for findings that no run makes:
/// the database is damaged. Throws Error (unusable_data) where they name a class that this version
/// does not know.
[[nodiscard]] bool restore(Findings findings, ledger::Run& run);

}  // namespace hardfail::store
