#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hardfail/net/domain_name.hpp"

namespace hardfail::ledger {

/// What an answer was to a run.
enum class AnswerUse : std::uint8_t {
  verdict,    ///< the DNS answered it about the domain, or what that leads to
  services,   ///< the DNS answered it about the SPF records of services
  host_name,  ///< what several answers came to: the name of an address
};

/// One thing that a run had from the DNS.
struct UsedAnswer {
  AnswerUse use = AnswerUse::verdict;
  DomainName name;
  std::uint16_t type = 0;  ///< of the records asked for (RFC 1035, section 3.2.2)
  std::string outcome;     ///< what became of the question, by name
  /// Both hold RDLENGTH and RDATA of each record, one after the other (RFC 1035, section 4.1.3):
  /// the names that aliases led to, as PTR data, and the records.
  std::vector<std::uint8_t> aliases;
  std::vector<std::uint8_t> records;
};

/// What a run was judged by, apart from reports, marks and catalogues.
struct Basis {
  std::string settings;  ///< options, as the command line takes them, apart by blanks
  std::vector<UsedAnswer> answers;
};

/// What a kept run is called.
struct RunNumber {
  std::uint64_t number = 0;    ///< unlike that of any other run in the database
  bool is_replayable = false;  ///< its basis is kept
};

/// What is needed to judge again as a run did.
struct Replayable {
  DomainName domain;
  std::shared_ptr<const Basis> basis;  ///< null where it was not kept
};

}  // namespace hardfail::ledger
