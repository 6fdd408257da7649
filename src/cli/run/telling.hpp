#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/intake.hpp"
#include "hardfail/analysis/news.hpp"
#include "hardfail/ledger/trouble.hpp"
#include "hardfail/notify/notify.hpp"
#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::cli {

/// Somebody whom changes are told to, and what there is for him. What he was told last is kept, and
/// taken for told only once that has been done: whatever ends the program before, all of it is news
/// again the next time.
class Teller {
 public:
  /// `name` is what the store knows him by.
  Teller(std::string name, store::Store& store) : m_name(std::move(name)), m_store(store) {}

  /// A domain that was judged. `run` is what is kept of the assessment.
  void add(const analysis::Assessment& assessment, const analysis::Intake& intake,
           std::shared_ptr<const ledger::Run> run);

  /// A domain that could not be judged.
  void add(const DomainName& domain, Moment as_of, const Error& error);

  /// Of all domains, in order; null where there is nothing to tell.
  [[nodiscard]] std::optional<analysis::News> all(Moment now) const;

  /// Of those that changed since he was told, or that he was never told of.
  [[nodiscard]] std::optional<analysis::News> changes(Moment now) const;

  /// The changes, for somebody who is not reading.
  [[nodiscard]] std::optional<notify::Message> message(Moment now) const;

  /// To be called once he has been told.
  void save() const { m_store.save_told(m_name, m_told); }

 private:
  void add(analysis::DomainNews news, const std::optional<ledger::Told>& before,
           ledger::Told after);
  [[nodiscard]] std::optional<analysis::News> news_of(std::vector<analysis::DomainNews> domains,
                                                      Moment now) const;

  std::string m_name;
  store::Store& m_store;
  std::vector<analysis::DomainNews> m_all;
  std::vector<analysis::DomainNews> m_changes;
  std::vector<ledger::Told> m_told;
};

}  // namespace hardfail::cli
