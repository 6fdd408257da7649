#include "options/record_option.hpp"

#include "hardfail/spf/record.hpp"

namespace hardfail::cli {
namespace {

std::optional<std::string> parse_record(std::string_view text) {
  return spf::is_record(text) ? std::optional<std::string>(text) : std::nullopt;
}

}  // namespace

OptionSpec record_option_spec() {
  return {"record", "TEXT", "as if the domain published this SPF record"};
}

std::optional<std::string> read_record_option(const Options& options) {
  return options.get("record", "an SPF record, which begins with v=spf1", parse_record);
}

}  // namespace hardfail::cli
