#include <fmt/format.h>

#include <algorithm>

#include "commands/commands.hpp"
#include "fetch/fetch_mail.hpp"

namespace hardfail::cli {
namespace {

constexpr int interrupted_fetch = 130;  // 128 + SIGINT, as a shell has it

void add_to(render::ImportSummary& sum, render::ImportSummary&& summary) {
  sum.files += summary.files;
  sum.reports += summary.reports;
  sum.conflicting += summary.conflicting;
  sum.duplicates += summary.duplicates;
  sum.skipped += summary.skipped;
  sum.ordinary_mails += summary.ordinary_mails;
  sum.rows += summary.rows;
  sum.messages += summary.messages;
  sum.time += summary.time;
  sum.interrupted = sum.interrupted || summary.interrupted;
  sum.rejected.insert(sum.rejected.end(), summary.rejected.begin(), summary.rejected.end());
}

class FetchCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "fetch"; }
  [[nodiscard]] std::string synopsis() const override { return "URL..."; }
  [[nodiscard]] std::string summary() const override {
    return "read reports out of mailboxes: IMAP or Microsoft 365";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"fetch imaps://reports@mail.example.com/INBOX --password-file ~/imap-password",
            "fetch graph://reports@example.com/inbox --tenant example.com --client-id ID "
            "--client-secret-file ~/graph-secret --after move:Archive"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto specs = mail_input_specs();
    for (auto& spec : import_option_specs()) {
      if (spec.name.starts_with("limit-")) specs.push_back(std::move(spec));
    }
    return specs;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& addresses = invocation.options.positionals();
    if (addresses.empty()) {
      throw Error(Failure::usage, "there is no mailbox to fetch from",
                  "name one, such as imaps://reports@mail.example.com/INBOX");
    }
    std::vector<MailInput> inputs;
    inputs.reserve(addresses.size());
    for (const auto& address : addresses) {
      inputs.push_back(read_mail_input(address, invocation.options));
    }
    const auto options = read_import_options(invocation.options);
    const auto store = invocation.open_store(store::OpenMode::create);
    render::ImportSummary sum{.inputs = render::InputKind::mail};
    int status = 0;
    for (const auto& input : inputs) {
      auto fetched = fetch_mail(invocation, input, options, *store);
      if (fetched.trouble) {
        invocation.messages.error(*fetched.trouble);
        status = std::max(status, static_cast<int>(fetched.trouble->failure()));
      }
      add_to(sum, std::move(fetched.summary));
      if (sum.interrupted) break;
    }
    if (!sum.rejected.empty()) status = std::max(status, 1);
    if (sum.interrupted) {
      invocation.messages.error("interrupted; what was fetched until then is in the database");
      status = interrupted_fetch;
    }
    return {render::present(sum, invocation.global.format, invocation.global.page), status};
  }
};

}  // namespace

std::unique_ptr<Command> make_fetch_command() { return std::make_unique<FetchCommand>(); }

}  // namespace hardfail::cli
