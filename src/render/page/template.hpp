#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail::render {

/// What fills the places of a template, a Mustache (mustache.github.io/mustache.5.html). A name
/// that a section lacks is looked up in the sections around it: whatever may be missing is to be
/// given as an empty text.
class Fields {
 public:
  /// A text from anywhere; it is escaped where `{{name}}` stands. An empty one leaves a section of
  /// that name out.
  Fields& text(const std::string& name, std::string_view value);

  /// A section that appears once for each; not at all for none.
  Fields& each(const std::string& name, const std::vector<Fields>& sections);

  /// A section that appears once, with `items` for each; not at all for none.
  Fields& list(const std::string& name, const std::vector<Fields>& items) {
    return items.empty() ? each(name, {}) : once(name, Fields().each("items", items));
  }

  /// A section that appears once.
  Fields& once(const std::string& name, const Fields& section = {});

  /// Markup made by this program, for `{{{name}}}` and `{{>name}}`.
  Fields& markup(const std::string& name, std::string_view value);

 private:
  friend std::string fill(std::string_view, const Fields&);
  kainjow::mustache::data m_data;
};

/// The template with its places filled. Throws std::logic_error for one that is no Mustache.
[[nodiscard]] std::string fill(std::string_view from, const Fields& fields);

}  // namespace hardfail::render
