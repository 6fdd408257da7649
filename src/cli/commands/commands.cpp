#include "commands/commands.hpp"

namespace hardfail::cli {

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_import_command());
  commands.push_back(make_fetch_command());
  commands.push_back(make_readiness_command());
  commands.push_back(make_run_command());
  commands.push_back(make_sources_command());
  commands.push_back(make_spf_check_command());
  commands.push_back(make_spf_audit_command());
  commands.push_back(make_spf_addresses_command());
  commands.push_back(make_spf_flatten_command());
  commands.push_back(make_listen_command());
  commands.push_back(make_mark_command());
  commands.push_back(make_unmark_command());
  commands.push_back(make_history_command());
  commands.push_back(make_digest_command());
  commands.push_back(make_doctor_command());
  commands.push_back(make_domains_command());
  commands.push_back(make_reports_command());
  commands.push_back(make_forget_command());
  commands.push_back(make_copy_command());
  commands.push_back(make_completion_command());
  return commands;
}

}  // namespace hardfail::cli
