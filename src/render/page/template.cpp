#include "page/template.hpp"

#include <stdexcept>

#include "grid.hpp"

namespace hardfail::render {

namespace mustache = kainjow::mustache;

Fields& Fields::text(const std::string& name, std::string_view value) {
  mustache::data filled(false);
  if (!value.empty()) filled = mustache::data(std::string(value));
  m_data.set(name, filled);
  return *this;
}

Fields& Fields::each(const std::string& name, const std::vector<Fields>& sections) {
  mustache::data list(mustache::data::type::list);
  for (const auto& section : sections) list.push_back(section.m_data);
  m_data.set(name, list);
  return *this;
}

Fields& Fields::once(const std::string& name, const Fields& section) {
  m_data.set(name, section.m_data);
  return *this;
}

Fields& Fields::markup(const std::string& name, std::string_view value) {
  return text(name, value);
}

std::string fill(std::string_view from, const Fields& fields) {
  mustache::mustache filled{std::string(from)};
  filled.set_custom_escape([](const std::string& text) { return html_escaped(text); });
  std::string result;
  filled.render(fields.m_data, [&result](const std::string& part) { result += part; });
  if (!filled.is_valid()) throw std::logic_error(filled.error_message());
  return result;
}

}  // namespace hardfail::render
