#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

#include "commands/commands.hpp"
#include "hardfail/render/copied.hpp"
#include "hardfail/store/copy.hpp"
#include "hardfail/util/count.hpp"
#include "import/import_run.hpp"
#include "import/interrupts.hpp"
#include "options/database.hpp"
#include "status_line.hpp"

namespace hardfail::cli {
namespace {

Database database_in(const Options& options, std::string_view option) {
  const auto* value = options.find(option);
  if (value != nullptr) return parse_database(value->text);
  throw Error(Failure::usage, fmt::format("copy needs to know the database, --{}", option),
              "name the one to read with --from and the one to write with --to");
}

bool is_same(const Database& a, const Database& b) {
  if (name_of(a) == name_of(b)) return true;
  const auto* file = std::get_if<std::filesystem::path>(&a);
  const auto* other = std::get_if<std::filesystem::path>(&b);
  std::error_code not_there;
  return file != nullptr && other != nullptr &&
         std::filesystem::equivalent(*file, *other, not_there);
}

struct CopyInterrupted {};

class CopyCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "copy"; }
  [[nodiscard]] std::string synopsis() const override { return "--from DB --to DB [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "copy a database into another, SQLite or ClickHouse";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"copy --from hardfail.db --to 'clickhouse://hardfail@db.example.net/dmarc?tls=yes'",
            "copy --from 'clickhouse://localhost/dmarc' --to hardfail.db"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    return {{"from", "DB", "the database to read, as --db names one"},
            {"to", "DB", "the database to write, which is made where it is missing"}};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    expect_no_arguments(invocation.options);
    const auto& environment = invocation.environment;
    const auto from = database_in(invocation.options, "from");
    const auto to = database_in(invocation.options, "to");
    if (is_same(from, to)) {
      throw Error(Failure::usage, "--from and --to name the same database");
    }
    Interrupts interrupts;
    const auto source =
        open_database(from, store::OpenMode::reading, invocation.options, environment);
    const auto target = open_database(to, store::OpenMode::create, invocation.options, environment);
    StatusLine line(environment, invocation.global.verbosity);
    const auto show = [&](const ledger::Copied& so_far) {
      if (interrupts.seen()) throw CopyInterrupted{};
      if (!line.is_due()) return;
      line.draw(fmt::format("{}, {} copied", counted(so_far.reports, "report"),
                            counted(so_far.rows, "row")));
    };
    try {
      const auto copied =
          store::copy({*source, name_of(from)}, {*target, name_of(to)}, environment.now(), show);
      line.clear();
      return {render::present(copied, invocation.global.format, invocation.global.page)};
    } catch (const CopyInterrupted&) {
      line.clear();
      invocation.messages.error("interrupted; the same copy again brings the rest");
      return {std::nullopt, interrupted_status};
    }
  }
};

}  // namespace

std::unique_ptr<Command> make_copy_command() { return std::make_unique<CopyCommand>(); }

}  // namespace hardfail::cli
