#include "lookup/published.hpp"

#include <fmt/format.h>

#include <cassert>

#include "hardfail/util/text.hpp"

namespace hardfail::spf {

std::string_view name_of(RecordStatus status) noexcept {
  switch (status) {
    case RecordStatus::ok:
      return "ok";
    case RecordStatus::none:
      return "none";
    case RecordStatus::multiple:
      return "multiple";
    case RecordStatus::permerror:
      return "permerror";
    case RecordStatus::temperror:
      return "temperror";
  }
  return {};
}

Fetched to_fetched(const DomainName& domain, const dns::Answer& txt) {
  Fetched fetched{{domain, RecordStatus::none, {}, {}, {}, {}}, txt.status};
  Published& published = fetched.published;
  if (dns::is_error(txt.status)) {
    published.status = RecordStatus::temperror;
    published.problem = fmt::format("the TXT records of {} could not be read: {}",
                                    printable(domain.text()), dns::describe(txt.status));
    return fetched;
  }
  for (const auto& strings : txt.all<dns::CharacterStrings>()) {
    auto text = fmt::format("{}", fmt::join(strings, ""));
    if (is_record(text)) published.texts.push_back(std::move(text));
  }
  if (published.texts.empty()) return fetched;
  if (published.texts.size() > 1) {
    published.status = RecordStatus::multiple;
    return fetched;
  }
  auto record = parse_record(published.texts.front());
  if (record) {
    published.status = RecordStatus::ok;
    published.record = *std::move(record);
  } else {
    published.status = RecordStatus::permerror;
    published.errors = std::move(record.error());
  }
  return fetched;
}

std::string describe_error(const Published& published, const SyntaxError& error) {
  assert(!published.texts.empty());
  const std::string_view text = published.texts.front();
  return fmt::format(
      "the SPF record of {} has an error in `{}`: {}", printable(published.domain.text()),
      printable_ascii(text.substr(error.where.offset, error.where.length)), error.text);
}

}  // namespace hardfail::spf
