#include "commands/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hardfail/net/idna.hpp"
#include "options/database.hpp"

namespace hardfail::cli {

std::unique_ptr<store::Store> Invocation::open_store(store::OpenMode mode) const {
  const auto database = database_of(options, environment);
  messages.detail(fmt::format("the database is {}", name_of(database)));
  return open_database(database, mode, options, environment);
}

std::vector<render::Format> Command::formats() const {
  using render::Format;
  return {Format::text, Format::json, Format::ndjson, Format::csv, Format::html};
}

const std::string& only_argument(const Options& options, std::string_view what) {
  const auto& arguments = options.positionals();
  if (arguments.empty()) throw Error(Failure::usage, fmt::format("the {} is missing", what));
  if (arguments.size() > 1) {
    throw Error(Failure::usage,
                fmt::format("one {} is expected; '{}' is one too many", what, arguments[1]));
  }
  return arguments.front();
}

void expect_no_arguments(const Options& options) {
  if (options.positionals().empty()) return;
  throw Error(Failure::usage,
              fmt::format("unexpected argument '{}'", options.positionals().front()));
}

DomainName domain_argument(const std::string& text) {
  const auto domain = parse_international(text);
  if (!domain) throw Error(Failure::usage, fmt::format("'{}' is not a domain name", text));
  return *domain;
}

std::vector<DomainName> domains_to_judge(const Invocation& invocation, store::Store& store) {
  std::vector<DomainName> domains;
  for (const auto& argument : invocation.options.positionals()) {
    auto domain = domain_argument(argument);
    if (std::ranges::find(domains, domain) == domains.end()) domains.push_back(std::move(domain));
  }
  if (!domains.empty()) return domains;
  for (auto& held : store.domains()) domains.push_back(std::move(held.domain));
  if (domains.empty()) throw empty_database(invocation);
  return domains;
}

Error empty_database(const Invocation& invocation) {
  const auto database = database_of(invocation.options, invocation.environment);
  return {Failure::no_input, fmt::format("the database {} holds no reports yet", name_of(database)),
          "read some with `hardfail import`"};
}

}  // namespace hardfail::cli
