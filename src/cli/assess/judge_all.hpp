#pragma once

#include <functional>
#include <span>

#include "assess/assess.hpp"
#include "environment.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {

/// A domain, and how its assessment is asked for. The options are given, never null, and outlive
/// the call; those of different domains may be the same or differ, except for where their DNS
/// answers come from and what time it is.
struct ToJudge {
  DomainName domain;
  const AssessOptions* options = nullptr;
};

/// A domain judged, or why there is none: no report of it is held, its DNS is dead, or what
/// is held of it cannot be used (no_input, dns_unavailable, unusable_data).
using Judgement = Expected<Judged, Error>;

using TakeJudgement = std::function<void(const DomainName&, Judgement&&)>;

/// How much is judged at a time. An assessment can take hundreds of megabytes: domains wait until
/// those before them, judged or not, have left so many rows free; one with more is judged alone.
struct JudgingLimits {
  std::size_t domains = 200;
  std::size_t rows = 500'000;
};

/// Judges domains as assess() does, many at a time, since most of that is waiting for the DNS; and
/// asks the DNS what several of them need once. `take` gets each domain once, in their order, on
/// the caller's thread, which alone uses the store; `take` may use it too. What there is to warn of
/// a domain is told before its turn. Throws what ends all: what `take` throws, and every Error that
/// is not a domain's own, such as a database that cannot be read or a DNS without a server.
void judge_all(std::span<const ToJudge> domains, store::Store& store, const GlobalOptions& global,
               const Environment& environment, const TakeJudgement& take,
               const JudgingLimits& limits = {});

}  // namespace hardfail::cli
