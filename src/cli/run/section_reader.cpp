#include "run/section_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "hardfail/util/text.hpp"

namespace hardfail::cli {

config::Mistake mistake_of(const config::Document& document, std::size_t line,
                           const std::string& what) {
  const auto place = document.mistake(line, "").text;
  return what.starts_with(place) ? config::Mistake{line, what} : document.mistake(line, what);
}

SectionReader::SectionReader(const config::Document& document, const config::Section& section,
                             std::vector<config::Mistake>& mistakes)
    : m_document(document), m_section(section), m_mistakes(mistakes) {
  m_options.add_section(document, section.entries);
}

std::optional<std::string> SectionReader::required(std::string_view key,
                                                   std::string_view expected) {
  if (!has(key)) {
    refuse(key, fmt::format("{} needs a line {} = {}", m_section.label(), key, expected));
    return std::nullopt;
  }
  return get(key, expected, [](std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(std::string(text));
  });
}

std::vector<std::string> SectionReader::list(std::string_view key) {
  std::vector<std::string> parts;
  const auto* value = m_options.find(key);
  if (value == nullptr) return parts;
  for (const auto part : split(value->text, ',')) {
    if (trim(part).empty()) {
      refuse(key, fmt::format("{} has nothing before or after a comma: write A, B", key));
      return {};
    }
    parts.emplace_back(trim(part));
  }
  return parts;
}

bool SectionReader::try_each(const std::function<void(const Options&)>& work) {
  const auto before = m_mistakes.size();
  for (const auto& entry : m_section.entries) {
    Options options;
    options.add_section(m_document, std::span(&entry, 1));
    try {
      work(options);
    } catch (const Error& error) {
      refuse(entry.key, error.what());
    }
  }
  return m_mistakes.size() == before;
}

void SectionReader::refuse_keys(std::span<const std::string> keys, std::string_view why) {
  for (const auto& key : keys) {
    if (has(key)) refuse(key, fmt::format("{} {}", key, why));
  }
}

void SectionReader::refuse(std::string_view key, const std::string& what) {
  const auto entry = std::ranges::find(m_section.entries, key, &config::Entry::key);
  const auto line = entry == m_section.entries.end() ? m_section.line : entry->line;
  m_mistakes.push_back(mistake_of(m_document, line, what));
}

}  // namespace hardfail::cli
