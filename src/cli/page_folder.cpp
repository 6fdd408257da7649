#include "page_folder.hpp"

#include <fmt/format.h>

#include <system_error>

#include "foreign_link.hpp"
#include "hardfail/util/error.hpp"
#include "output.hpp"

namespace hardfail::cli {

namespace fs = std::filesystem;

std::optional<PageFolder> PageFolder::of(const GlobalOptions& options) {
  if (options.format != render::Format::html || !options.output) return std::nullopt;
  const auto& folder = *options.output;
  refuse_foreign_link(folder);
  std::error_code unreachable;  // then it cannot be written to either, which is told
  const bool exists = fs::is_directory(folder, unreachable);
  if (!exists && folder.has_filename()) return std::nullopt;
  std::error_code error;
  if (!exists) fs::create_directories(folder, error);
  if (error) {
    throw Error(Failure::cannot_create, fmt::format("the folder {} cannot be created: {}",
                                                    folder.string(), error.message()));
  }
  return PageFolder(folder);
}

void PageFolder::add(const analysis::Assessment& assessment, std::string_view group) {
  write_file(m_folder / render::page_name(assessment.domain),
             render::domain_page(assessment, render::PagePlace::beside_index));
  m_index.add(assessment, group);
}

void PageFolder::write_index() const { write_file(m_folder / "index.html", m_index.text()); }

}  // namespace hardfail::cli
