#include "completion/completion.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "commands/commands.hpp"
#include "hardfail/util/text.hpp"

using namespace hardfail::cli;

namespace {

Completion completed(const std::vector<std::string>& words) {
  const auto commands = make_commands();
  return complete(words, commands, [] {
    return std::vector<Candidate>{{"a.example", "ready"}, {"b.example", "not_ready"}};
  });
}

std::vector<std::string> words_for(const std::vector<std::string>& words) {
  std::vector<std::string> found;
  for (auto& each : completed(words).candidates) found.push_back(each.word);
  return found;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("what may stand at the cursor depends on what stands before it") {
  struct Row {
    Words before;
    Words found;
  };
  for (const auto& row : {
           Row{{"rea"}, {"readiness"}},
           Row{{"spf", "c"}, {"check"}},
           Row{{"s"}, {"sources", "spf"}},
           Row{{"help", "ru"}, {"run", "rules"}},
           Row{{"help", "readiness", ""}, {}},
           Row{{"readiness", ""}, {"a.example", "b.example"}},
           Row{{"readiness", "a.example", "b"}, {"b.example"}},
           Row{{"--db", "readiness", "so"}, {"sources"}},
           Row{{"--db=x", "mark", "a"}, {"a.example"}},
           Row{{"mark", "a.example", ""}, {}},
           Row{{"mark", "a.example", "192.0.2.1", "un"},
               {"unlisted_legitimate", "unaffected", "unknown"}},
           Row{{"sources", "a.example", "--class", "f"}, {"forwarder"}},
           Row{{"sources", "--class=f"}, {"--class=forwarder"}},
           Row{{"readiness", "--format", "n"}, {"ndjson", "nagios"}},
           Row{{"domains", "--format", "n"}, {"ndjson"}},
           Row{{"--color", ""}, {"auto", "always", "never"}},
           Row{{"fetch", "--after", ""}, {"keep", "seen", "move:", "delete"}},
           Row{{"digest", "--period", "w"}, {"weekly"}},
           Row{{"readiness", "--min-d"}, {"--min-days"}},
           Row{{"readiness", "--min-days", "30", "--min-d"}, {}},
           Row{{"domains", "--min-d"}, {}},
           Row{{"reports", "--wa"}, {"--warnings"}},
           Row{{"completion", ""}, {"bash", "zsh", "fish"}},
           Row{{"frobnicate", ""}, {}},
           Row{{"spf", "frobnicate", ""}, {}},
       }) {
    CAPTURE(row.before);
    CHECK(words_for(row.before) == row.found);
  }
}

TEST_CASE("every command is offered once, and those of two words by the first") {
  const auto found = words_for({""});
  for (const auto& command : make_commands()) {
    const auto name = command->name().substr(0, command->name().find(' '));
    CAPTURE(name);
    CHECK(std::ranges::count(found, name) == 1);
  }
}

TEST_CASE("the shell is asked for files and folders, where one may stand") {
  CHECK(completed({"import", ""}).paths == Paths::files);
  CHECK(completed({"import", "a", ""}).paths == Paths::files);
  CHECK(completed({"import", "--move-to", ""}).paths == Paths::folders);
  CHECK(completed({"--db", ""}).paths == Paths::files);
  CHECK(completed({"readiness", ""}).paths == Paths::none);
  CHECK(completed({"--days", ""}).candidates.empty());
}

TEST_CASE("a description is a line") {
  for (const auto& command : make_commands()) {
    Words line;
    const auto name = command->name();
    for (const auto part : hardfail::split(name, ' ')) line.emplace_back(part);
    line.emplace_back("--");
    for (const auto& each : completed(line).candidates) {
      CAPTURE(each.word);
      CHECK(each.description.find_first_of("\t\n") == std::string::npos);
    }
  }
}
