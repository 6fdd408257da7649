#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/config/document.hpp"
#include "options/options.hpp"

namespace hardfail::cli {

/// Reads the values of one section, and collects what is wrong with them.
class SectionReader {
 public:
  /// `document` and `mistakes` must outlive it.
  SectionReader(const config::Document& document, const config::Section& section,
                std::vector<config::Mistake>& mistakes);

  [[nodiscard]] const config::Section& section() const noexcept { return m_section; }
  [[nodiscard]] bool has(std::string_view key) const { return m_options.find(key) != nullptr; }

  /// As Options::get(), but a value that makes no sense is a mistake, and nullopt.
  template <typename Read>
  auto get(std::string_view key, std::string_view expected, Read read)
      -> decltype(read(std::string_view())) {
    try {
      return m_options.get(key, expected, read);
    } catch (const Error& error) {
      refuse(key, error.what());
      return std::nullopt;
    }
  }

  /// The text of a key that has to be there.
  [[nodiscard]] std::optional<std::string> required(std::string_view key,
                                                    std::string_view expected);

  /// The parts of a value between commas, none of them empty.
  [[nodiscard]] std::vector<std::string> list(std::string_view key);

  /// Does `work`, with each line of the section by itself; what Error it throws is a mistake of
  /// that line. True where there is none.
  bool try_each(const std::function<void(const Options&)>& work);

  /// What `work` makes of all lines together; nullopt where it throws an Error, which is a mistake
  /// of the line with `key`.
  template <typename Work>
  auto try_whole(std::string_view key, Work work)
      -> std::optional<decltype(work(std::declval<const Options&>()))> {
    try {
      return work(m_options);
    } catch (const Error& error) {
      refuse(key, error.what());
      return std::nullopt;
    }
  }

  /// Refuses each of these keys that is there; `why` follows its name.
  void refuse_keys(std::span<const std::string> keys, std::string_view why);

  /// A mistake of the line with this key, or of the section's own where there is none. `what` may
  /// begin with file and line.
  void refuse(std::string_view key, const std::string& what);

 private:
  const config::Document& m_document;
  const config::Section& m_section;
  std::vector<config::Mistake>& m_mistakes;
  Options m_options;
};

/// The mistake that an Error about a line is; its text may begin with file and line already.
[[nodiscard]] config::Mistake mistake_of(const config::Document& document, std::size_t line,
                                         const std::string& what);

}  // namespace hardfail::cli
