#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/readiness.hpp"
#include "messages.hpp"
#include "page_folder.hpp"
#include "run/settings.hpp"

namespace hardfail::cli {

/// The files that are written with every run. One that cannot be written keeps neither the others
/// nor those who are to be told from what is theirs.
class Outputs {
 public:
  Outputs(std::span<const OutputSettings> outputs, Messages& messages);

  void add(const analysis::Assessment& assessment, const std::optional<std::string>& group);

  /// A domain that could not be judged, for outputs that tell of it.
  void add_unjudged(const DomainName& domain, const std::optional<std::string>& group,
                    std::string_view reason);

  /// Puts each file in place, whole. Returns the exit status of the worst failure, each of which is
  /// told; 0 where there is none.
  [[nodiscard]] int write();

 private:
  struct Output {
    const OutputSettings* settings = nullptr;
    std::unique_ptr<render::ReadinessAnswer> answer;  ///< null where it is a folder
    std::optional<PageFolder> folder;
    bool has_failed = false;
  };

  /// Does it, unless the output has failed before; tells of what fails now.
  template <typename Work>
  void attempt(Output& output, Work work);

  Messages& m_messages;
  std::vector<Output> m_outputs;
  int m_status = 0;
};

}  // namespace hardfail::cli
