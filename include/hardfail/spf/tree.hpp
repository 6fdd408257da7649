#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/record.hpp"

namespace hardfail::spf {

/// Whether a domain has an SPF record to go by.
enum class RecordStatus : std::uint8_t { ok, none, multiple, permerror, temperror };

[[nodiscard]] std::string_view name_of(RecordStatus status) noexcept;

/// The record found at a name, or why there is none to go by.
struct Published {
  DomainName domain;
  RecordStatus status = RecordStatus::none;
  std::vector<std::string> texts;  ///< every SPF record found there
  std::optional<Record> record;    ///< set where the status is ok
  std::optional<Problem> problem;  ///< why permerror (syntax) or temperror
};

/// Reads the SPF record of each name, all asked at once.
[[nodiscard]] std::vector<Published> fetch_records(std::span<const DomainName> domains,
                                                   dns::Resolver& resolver);

/// A term, and the record it stands in.
struct Place {
  DomainName domain;
  std::string record;  ///< its text
  Span where;
};

/// One look at a record and everything it refers to: what a readiness report says of it.
struct Survey {
  Published own;
  /// `ok` only where check_host() can come to an end for every address: a permerror or temperror
  /// anywhere that evaluation can reach counts.
  RecordStatus status = RecordStatus::none;
  std::optional<Qualifier>
      all;            ///< of the effective `all`: the domain's own, or its redirect target's
  DomainName all_at;  ///< whose record that is
  std::vector<DomainName> redirects;  ///< the chain of redirect= targets that apply, in order
  unsigned lookups = 0;               ///< in the worst case: no mechanism matches
  unsigned void_lookups = 0;          ///< in the worst case
  struct Finding {
    enum class Severity : std::uint8_t { error, warning, note };
    Severity severity = Severity::note;
    std::string code;
    std::string text;                 ///< one sentence
    std::string reason = {};          ///< where it is written, or why it matters
    std::string mend = {};            ///< what to do about it
    std::optional<Place> place = {};  ///< nullopt where it is in no one term
  };
  std::vector<Finding> findings;
  /// The SPF record, or records, at the domain and at every name its record leads to, as published;
  /// an empty text where there is none. Names that the DNS gave no answer for are absent.
  std::map<DomainName, std::string> records;
};

/// Surveys the record of `domain`. Every level of the include tree is asked at once.
[[nodiscard]] Survey survey(const DomainName& domain, dns::Resolver& resolver);

/// Of `candidates`, those whose mail is judged by the record of `domain`: the domain itself, and
/// names whose own record reaches it by redirect= (RFC 7208, section 6.1; a redirect beside `all`
/// does not count).
[[nodiscard]] std::vector<DomainName> governed_by(const DomainName& domain,
                                                  std::span<const DomainName> candidates,
                                                  dns::Resolver& resolver);

}  // namespace hardfail::spf
