#include "forms.hpp"

namespace hardfail::render {

std::string in_format(Format format, const Forms& forms) {
  switch (format) {
    case Format::text:
      return forms.text();
    case Format::json:
      return to_text(forms.json());
    case Format::ndjson:
      return forms.lines ? forms.lines() : on_one_line(to_text(forms.json()));
    case Format::csv:
      return to_csv(forms.grid());
    case Format::html:
      return to_html(forms.title, forms.grid());
    case Format::zone:
      return forms.zone ? forms.zone() : std::string();
    case Format::prometheus:
    case Format::nagios:
      break;
  }
  return {};
}

}  // namespace hardfail::render
