#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/page.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {

/// A folder with a page for each domain and an index of them, written as the domains are judged.
class PageFolder {
 public:
  /// Where HTML is asked for and --output names a folder: one that exists, or any name with a slash
  /// at its end, which is created. nullopt otherwise. Throws Error (cannot_create).
  [[nodiscard]] static std::optional<PageFolder> of(const GlobalOptions& options);

  /// Writes the page of a domain, replacing an earlier one; the index says which group it is of.
  /// Throws Error (cannot_create, io).
  void add(const analysis::Assessment& assessment, std::string_view group = {});

  /// Writes index.html, with the domains in the order of add(). Throws as add() does.
  void write_index() const;

 private:
  explicit PageFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}
  std::filesystem::path m_folder;
  render::IndexPage m_index{render::IndexPage::Place::beside_pages};
};

}  // namespace hardfail::cli
