#pragma once

#include <variant>
#include <vector>

#include "commands/command.hpp"
#include "run/digest_telling.hpp"
#include "run/settings.hpp"
#include "run/telling.hpp"

namespace hardfail::cli {

/// Those besides standard output who are told what changed, each of it since he was told last, or
/// get a digest. One who cannot be told keeps the others from nothing, and is told the next time.
class Tellers {
 public:
  /// What it is given must outlive it.
  Tellers(const Invocation& invocation, const Settings& settings, store::Store& store);

  /// As Teller::add(), for each who is told of the domain.
  template <typename... What>
  void add(const DomainSettings& domain, const What&... what) {
    for (auto& each : m_tellers) {
      if (!concerns(*each.settings, domain)) continue;
      std::visit([&](auto& teller) { teller.add(what...); }, each.teller);
    }
  }

  /// Tells them. Returns the exit status of the worst failure, each of which is said; 0 where there
  /// is none.
  [[nodiscard]] int tell();

 private:
  struct Each {
    const NotifySettings* settings = nullptr;
    std::variant<Teller, DigestTeller> teller;
  };

  [[nodiscard]] static bool concerns(const NotifySettings& notify, const DomainSettings& domain);
  void tell(const Each& each) const;

  const Invocation& m_invocation;
  std::vector<Each> m_tellers;
};

}  // namespace hardfail::cli
