#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "assess/domain_meant.hpp"
#include "commands/commands.hpp"
#include "hardfail/render/mark_list.hpp"
#include "hardfail/util/nearest.hpp"
#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::cli {
namespace {

HostPattern source_argument(const std::string& text) {
  const auto source = HostPattern::parse(text);
  if (source) return *source;
  throw Error(Failure::usage, fmt::format("'{}' is not an address, a network or a host name", text),
              "write it as 192.0.2.1, 192.0.2.0/24 or mail.example.net");
}

ledger::SourceClass class_argument(const std::string& text) {
  if (const auto source_class = ledger::source_class_called(text)) return *source_class;
  std::vector<std::string> classes;
  std::vector<std::string> words;
  for (const auto& each : ledger::class_traits()) {
    classes.push_back(each.one == each.name ? std::string(each.name)
                                            : fmt::format("{} ({})", each.name, each.one));
    for (const auto called : {each.name, each.one, each.many}) words.emplace_back(called);
  }
  const auto meant = nearest(to_lower(text), words);
  throw Error(
      Failure::usage, fmt::format("'{}' is not a source class", text),
      fmt::format("{}the classes are {}", meant ? fmt::format("did you mean '{}'? ", *meant) : "",
                  fmt::join(classes, ", ")));
}

/// Refuses more arguments than `most`.
void expect_no_more(const std::vector<std::string>& arguments, std::size_t most) {
  if (arguments.size() <= most) return;
  throw Error(Failure::usage, fmt::format("'{}' is one argument too many", arguments[most]),
              "a note of several words is one argument: --note 'text'");
}

/// The class that begins at the third argument; its words need not be one argument.
ledger::SourceClass class_in(const std::vector<std::string>& arguments) {
  const auto words = fmt::to_string(fmt::join(arguments.begin() + 2, arguments.end(), " "));
  if (const auto source_class = ledger::source_class_called(words)) return *source_class;
  const auto source_class = class_argument(arguments[2]);
  expect_no_more(arguments, 3);
  return source_class;
}

Answer answer_marks(const Invocation& invocation, const DomainName& domain, store::Store& store) {
  return {render::present(domain, store.marks(domain), invocation.global.format,
                          invocation.global.page)};
}

class MarkCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "mark"; }
  [[nodiscard]] std::string synopsis() const override {
    return "DOMAIN [SOURCE CLASS [--name TEXT] [--note TEXT]]";
  }
  [[nodiscard]] std::string summary() const override {
    return "say what an address, network or host name is; with DOMAIN alone, list the marks";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"mark example.com relay.example.net forwarder --note \"agreed with Ann\"",
            "mark example.com"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    return {{"name", "TEXT", "what you call the source (kept by later marks on it)"},
            {"note", "TEXT", "the reason, for whoever reads it later"}};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& arguments = invocation.options.positionals();
    if (arguments.empty()) throw Error(Failure::usage, "the domain is missing");
    const auto domain = domain_argument(arguments[0]);
    if (arguments.size() == 1) {
      for (const auto* option : {"name", "note"}) {
        if (invocation.options.find(option) == nullptr) continue;
        throw Error(Failure::usage, fmt::format("--{} belongs to a mark", option),
                    "give the source and its class");
      }
      return answer_marks(invocation, domain, *invocation.open_store(store::OpenMode::reading));
    }
    const auto source = source_argument(arguments[1]);
    if (arguments.size() == 2) throw Error(Failure::usage, "the class is missing");
    const auto source_class = class_in(arguments);
    auto name = name_in(invocation.options);
    auto note = note_of(invocation.options);

    const auto store = invocation.open_store(store::OpenMode::existing);
    const auto held = store->domains();
    if (std::ranges::find(held, domain, &ledger::HeldDomain::domain) == held.end()) {
      const auto meant = domain_meant(domain, *store);
      invocation.messages.warning(fmt::format("no report of {} is in the database yet{}{}",
                                              domain.text(), meant ? "; " : "",
                                              meant.value_or("")));
    }
    if (!name) name = name_of_mark(source, store->marks(domain));
    store->set_mark(domain, {source, source_class, std::move(note), invocation.environment.now(),
                             *std::move(name)});
    return answer_marks(invocation, domain, *store);
  }

 private:
  /// Without blanks at its ends; empty to take a name away.
  static std::optional<std::string> name_in(const Options& options) {
    constexpr std::size_t longest = 100;
    return options.get("name", fmt::format("printable text of at most {} characters", longest),
                       [](std::string_view text) -> std::optional<std::string> {
                         text = trim(text);
                         std::size_t characters = 0;
                         for (auto rest = text; !rest.empty();
                              rest.remove_prefix(next_utf8(rest).length)) {
                           ++characters;
                         }
                         if (characters > longest || printable(text) != text) return std::nullopt;
                         return std::string(text);
                       });
  }

  static std::string name_of_mark(const HostPattern& source,
                                  const std::vector<ledger::Mark>& marks) {
    const auto found = std::ranges::find(marks, source, &ledger::Mark::source);
    return found == marks.end() ? std::string() : found->name;
  }

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
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"unmark example.com relay.example.net"};
  }

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
