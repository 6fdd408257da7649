#include "run/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "output.hpp"

namespace hardfail::cli {
namespace {

/// Empty lists mean every domain.
bool concerns(const OutputSettings& output, const DomainName& domain,
              const std::optional<std::string>& group) {
  if (output.domains.empty() && output.groups.empty()) return true;
  if (std::ranges::find(output.domains, domain) != output.domains.end()) return true;
  return group && std::ranges::find(output.groups, *group) != output.groups.end();
}

}  // namespace

template <typename Work>
void Outputs::attempt(Output& output, Work work) {
  if (output.has_failed) return;
  try {
    work();
  } catch (const Error& error) {
    output.has_failed = true;
    m_status = std::max(m_status, static_cast<int>(error.failure()));
    m_messages.error(fmt::format("[output {}]: {}", output.settings->name, error.what()));
  }
}

Outputs::Outputs(std::span<const OutputSettings> outputs, Messages& messages)
    : m_messages(messages) {
  render::ReadinessView view;
  view.several = render::Several::at_a_glance;
  view.single = render::SingleJson::array;  // whoever reads the file need not know how many
  for (const auto& settings : outputs) {
    auto& output = m_outputs.emplace_back();
    output.settings = &settings;
    GlobalOptions global;
    global.format = settings.format;
    global.output = settings.path;
    attempt(output, [&] { output.folder = PageFolder::of(global); });
    if (!output.folder) output.answer = start_readiness(settings.format, render::Page{}, view);
  }
}

void Outputs::add(const analysis::Assessment& assessment, const std::optional<std::string>& group) {
  for (auto& output : m_outputs) {
    if (!concerns(*output.settings, assessment.domain, group)) continue;
    attempt(output, [&] {
      output.folder ? output.folder->add(assessment, group.value_or(""))
                    : output.answer->add(assessment);
    });
  }
}

void Outputs::add_unjudged(const DomainName& domain, const std::optional<std::string>& group,
                           std::string_view reason) {
  for (auto& output : m_outputs) {
    if (output.folder || !concerns(*output.settings, domain, group)) continue;
    output.answer->add_unjudged(domain, reason);
  }
}

int Outputs::write() {
  for (auto& output : m_outputs) {
    attempt(output, [&] {
      output.folder ? output.folder->write_index()
                    : write_file(output.settings->path, output.answer->text());
    });
  }
  return m_status;
}

}  // namespace hardfail::cli
