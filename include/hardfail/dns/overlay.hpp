#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <map>
#include <span>
#include <string>
#include <vector>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// The DNS as it would be with some answers changed: for the record that is not published yet.
class Overlay final : public Resolver {
 public:
  /// `upstream` answers what is not overlaid, and must outlive the overlay.
  explicit Overlay(Resolver& upstream) : m_upstream(upstream) {}

  /// From now on `question` is answered by `answer`, asked for the name itself or an alias of it.
  void set(const Question& question, Answer answer);

  /// From now on the TXT records at `name` are `records`, split into strings of 255 octets; none:
  /// no data.
  void set_txt(const DomainName& name, std::span<const std::string> records);

  using Resolver::ask_all;
  [[nodiscard]] std::vector<Answer> ask_all(std::span<const Question> questions,
                                            Deadline deadline) override;

 private:
  /// An answer from upstream, or the changed one of the first name on its chain that has one.
  [[nodiscard]] Answer with_changes(RecordType type, Answer answer) const;

  Resolver& m_upstream;
  std::map<Question, Answer> m_changed;
};

}  // namespace hardfail::dns
