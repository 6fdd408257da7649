#include "marks.hpp"

#include <fmt/format.h>

#include <utility>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {

std::vector<analysis::Mark> marks_of(const DomainName& domain, store::Store& store) {
  std::vector<analysis::Mark> marks;
  for (auto& mark : store.marks(domain)) {
    const auto source_class = analysis::parse_source_class(mark.source_class);
    if (!source_class) {
      throw Error(
          Failure::unusable_data,
          fmt::format("the mark on {} names the class '{}', which this version does not know",
                      mark.source.to_string(), printable(mark.source_class)),
          "use the version of hardfail that set it, or set it anew");
    }
    marks.push_back({std::move(mark.source), *source_class, std::move(mark.note), mark.when});
  }
  return marks;
}

}  // namespace hardfail::cli
