#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commands/commands.hpp"
#include "hardfail/render/mark_list.hpp"
#include "options/nearest.hpp"

namespace hardfail::cli {
namespace {

HostPattern source_argument(const std::string& text) {
  const auto source = HostPattern::parse(text);
  if (source) return *source;
  throw Error(Failure::usage, fmt::format("'{}' is not an address, a network or a host name", text),
              "write it as 192.0.2.1, 192.0.2.0/24 or mail.example.net");
}

ledger::SourceClass class_argument(const std::string& text) {
  using ledger::SourceClass;
  if (const auto source_class = ledger::parse_source_class(text)) return *source_class;
  std::vector<std::string> names;
  for (const auto each :
       {SourceClass::listed, SourceClass::unlisted_legitimate, SourceClass::forwarder,
        SourceClass::unaffected, SourceClass::suspected_spoof, SourceClass::unknown}) {
    names.emplace_back(name_of(each));
  }
  const auto meant = nearest(text, names);
  throw Error(Failure::usage, fmt::format("'{}' is not a source class", text),
              meant ? fmt::format("did you mean {}?", *meant)
                    : fmt::format("the classes are {}", fmt::join(names, ", ")));
}

/// Refuses more arguments than `most`.
void expect_no_more(const std::vector<std::string>& arguments, std::size_t most) {
  if (arguments.size() <= most) return;
  throw Error(Failure::usage, fmt::format("'{}' is one argument too many", arguments[most]),
              "a note of several words is one argument: --note 'text'");
}

Answer answer_marks(const Invocation& invocation, const DomainName& domain, store::Store& store) {
  return {render::present(domain, store.marks(domain), invocation.global.format,
                          invocation.global.page)};
}

class MarkCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "mark"; }
  [[nodiscard]] std::string synopsis() const override {
    return "DOMAIN [SOURCE CLASS [--note TEXT]]";
  }
  [[nodiscard]] std::string summary() const override {
    return "say what an address, network or host name is; with DOMAIN alone, list the marks";
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    return {{"note", "TEXT", "the reason, for whoever reads it later"}};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& arguments = invocation.options.positionals();
    if (arguments.empty()) throw Error(Failure::usage, "the domain is missing");
    const auto domain = domain_argument(arguments[0]);
    if (arguments.size() == 1) {
      if (invocation.options.find("note") != nullptr) {
        throw Error(Failure::usage, "--note belongs to a mark", "name the source and its class");
      }
      return answer_marks(invocation, domain, *invocation.open_store(store::OpenMode::existing));
    }
    const auto source = source_argument(arguments[1]);
    if (arguments.size() == 2) throw Error(Failure::usage, "the class is missing");
    const auto source_class = class_argument(arguments[2]);
    expect_no_more(arguments, 3);
    auto note = note_of(invocation.options);

    const auto store = invocation.open_store(store::OpenMode::existing);
    const auto held = store->domains();
    if (std::ranges::find(held, domain, &ledger::HeldDomain::domain) == held.end()) {
      invocation.messages.warning(
          fmt::format("no report of {} is in the database yet", domain.text()));
    }
    store->set_mark(domain, {source, source_class, std::move(note), invocation.environment.now()});
    return answer_marks(invocation, domain, *store);
  }

 private:
  static std::string note_of(const Options& options) {
    constexpr std::size_t longest = 500;
    return options
        .get("note", fmt::format("a text of at most {} octets", longest),
             [](std::string_view text) {
               return text.size() > longest ? std::nullopt : std::optional<std::string>(text);
             })
        .value_or("");
  }
};

class UnmarkCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "unmark"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN SOURCE"; }
  [[nodiscard]] std::string summary() const override { return "remove a mark"; }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& arguments = invocation.options.positionals();
    if (arguments.size() < 2) {
      throw Error(Failure::usage,
                  arguments.empty() ? "the domain is missing" : "the marked source is missing");
    }
    const auto domain = domain_argument(arguments[0]);
    const auto source = source_argument(arguments[1]);
    expect_no_more(arguments, 2);
    const auto store = invocation.open_store(store::OpenMode::existing);
    if (!store->remove_mark(domain, source)) {
      throw Error(Failure::no_input,
                  fmt::format("{} has no mark on {}", domain.text(), source.to_string()),
                  fmt::format("`hardfail mark {}` lists the marks there are", domain.text()));
    }
    return answer_marks(invocation, domain, *store);
  }
};

}  // namespace

std::unique_ptr<Command> make_mark_command() { return std::make_unique<MarkCommand>(); }
std::unique_ptr<Command> make_unmark_command() { return std::make_unique<UnmarkCommand>(); }

}  // namespace hardfail::cli
