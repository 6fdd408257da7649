#pragma once

#include <memory>
#include <vector>

#include "commands/command.hpp"

namespace hardfail::cli {

[[nodiscard]] std::unique_ptr<Command> make_import_command();
[[nodiscard]] std::unique_ptr<Command> make_fetch_command();
[[nodiscard]] std::unique_ptr<Command> make_readiness_command();
[[nodiscard]] std::unique_ptr<Command> make_run_command();
[[nodiscard]] std::unique_ptr<Command> make_sources_command();
[[nodiscard]] std::unique_ptr<Command> make_spf_check_command();
[[nodiscard]] std::unique_ptr<Command> make_listen_command();
[[nodiscard]] std::unique_ptr<Command> make_mark_command();
[[nodiscard]] std::unique_ptr<Command> make_unmark_command();
[[nodiscard]] std::unique_ptr<Command> make_history_command();
[[nodiscard]] std::unique_ptr<Command> make_doctor_command();
[[nodiscard]] std::unique_ptr<Command> make_forget_command();
[[nodiscard]] std::unique_ptr<Command> make_copy_command();
[[nodiscard]] std::unique_ptr<Command> make_digest_command();
[[nodiscard]] std::unique_ptr<Command> make_spf_audit_command();
[[nodiscard]] std::unique_ptr<Command> make_spf_addresses_command();
[[nodiscard]] std::unique_ptr<Command> make_spf_flatten_command();
[[nodiscard]] std::unique_ptr<Command> make_domains_command();
[[nodiscard]] std::unique_ptr<Command> make_reports_command();
[[nodiscard]] std::unique_ptr<Command> make_completion_command();

/// Every command, in the order the help lists them.
[[nodiscard]] std::vector<std::unique_ptr<Command>> make_commands();

}  // namespace hardfail::cli
