#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/digest.hpp"
#include "hardfail/analysis/intake.hpp"
#include "hardfail/ledger/run.hpp"
#include "hardfail/notify/notify.hpp"
#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::cli {

/// Somebody who gets a digest from time to time, and the domains whose period he has not been told
/// of yet. As with Teller, what ends the program before he was told makes it due again.
class DigestTeller {
 public:
  /// `name` is what the store knows him by.
  DigestTeller(std::string name, analysis::Cadence cadence, Moment as_of, store::Store& store)
      : m_name(std::move(name)),
        m_period(analysis::digest_period(cadence, analysis::last_due(cadence, as_of))),
        m_store(store) {}

  void add(const analysis::Assessment& assessment, const analysis::Intake& intake,
           const std::shared_ptr<const ledger::Run>& run);

  /// A domain that could not be judged; its digest is due until it can be.
  void add(const DomainName& domain, Moment as_of, const Error& error);

  [[nodiscard]] std::optional<notify::Message> message(Moment now) const;

  /// To be called once he has been told.
  void save() const;

 private:
  std::string m_name;
  Period m_period;
  store::Store& m_store;
  std::vector<analysis::Digest> m_due;
};

}  // namespace hardfail::cli
