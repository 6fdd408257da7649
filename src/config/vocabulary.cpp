#include "hardfail/config/vocabulary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "hardfail/util/nearest.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::config {
namespace {

bool contains(std::span<const std::string> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

class Check {
 public:
  Check(const Document& document, std::span<const std::string> keys,
        std::span<const SectionKind> kinds)
      : m_document(document), m_keys(keys), m_kinds(kinds) {
    for (const auto& each : kinds) m_kind_names.push_back(each.kind);
  }

  std::vector<Mistake> run() {
    for (const auto& entry : m_document.entries) look_at(entry, nullptr);
    for (const auto& section : m_document.sections) look_at(section);
    return std::move(m_mistakes);
  }

 private:
  void refuse(std::size_t line, std::string_view what) {
    m_mistakes.push_back(m_document.mistake(line, what));
  }

  void look_at(const Section& section) {
    const auto kind = std::ranges::find(m_kinds, section.kind, &SectionKind::kind);
    if (kind == m_kinds.end()) {
      const auto meant = nearest(section.kind, m_kind_names);
      return refuse(section.line,
                    fmt::format("there is no section {}; {}there are [{}]", section.label(),
                                meant ? fmt::format("did you mean [{}]? ", *meant) : "",
                                fmt::join(m_kind_names, "], [")));
    }
    switch (kind->naming) {
      case Naming::named:
        if (section.name.empty()) {
          refuse(section.line,
                 fmt::format("{} needs a name: write [{} NAME]", section.label(), section.kind));
        }
        break;
      case Naming::nameless:
        if (!section.name.empty()) {
          refuse(section.line,
                 fmt::format("{} takes no name: write [{}]", section.label(), section.kind));
        }
        break;
    }
    for (const auto& entry : section.entries) look_at(entry, &*kind);
  }

  /// `kind` is nullptr before the first section.
  void look_at(const Entry& entry, const SectionKind* kind) {
    const auto& here = kind == nullptr ? m_keys : std::span<const std::string>(kind->keys);
    if (contains(here, entry.key)) return;
    const auto place =
        kind == nullptr ? "before the first section" : fmt::format("in [{}]", kind->kind);
    refuse(entry.line, fmt::format("there is no key {} {}; {}", printable(shortened(entry.key, 60)),
                                   place, instead_of(entry.key, here)));
  }

  [[nodiscard]] std::string instead_of(std::string_view key, std::span<const std::string> here) {
    if (const auto meant = nearest(key, here)) return fmt::format("did you mean {}?", *meant);
    if (contains(m_keys, key)) return "it holds for all: write it before the first section";
    std::vector<std::string> elsewhere;
    for (const auto& kind : m_kinds) {
      if (contains(kind.keys, key)) elsewhere.push_back('[' + kind.kind + ']');
    }
    if (!elsewhere.empty()) return fmt::format("it is one of {}", fmt::join(elsewhere, ", "));
    return fmt::format("the keys are {}", fmt::join(here, ", "));
  }

  const Document& m_document;
  std::span<const std::string> m_keys;
  std::span<const SectionKind> m_kinds;
  std::vector<std::string> m_kind_names;
  std::vector<Mistake> m_mistakes;
};

}  // namespace

std::vector<Mistake> unknown_words(const Document& document, std::span<const std::string> keys,
                                   std::span<const SectionKind> kinds) {
  return Check(document, keys, kinds).run();
}

}  // namespace hardfail::config
