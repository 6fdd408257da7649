#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <vector>

#include "hardfail/analysis/changes.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// What there is to tell of one domain.
struct DomainNews {
  DomainName domain;
  Moment as_of{};
  std::optional<ledger::State> before = {};  ///< nullopt: nothing was told of it before
  std::optional<ledger::State> now = {};     ///< nullopt: it could not be judged; `changes` say why
  std::string recommendation = {};
  std::vector<Change> changes = {};
};

/// What there is to tell at one time, to those who asked to be told.
struct News {
  Moment at{};     ///< when it was put together
  std::string id;  ///< the same each time that the same is told, so that nobody acts on it twice
  std::vector<DomainNews> domains;
};

}  // namespace hardfail::analysis
