#include "cells.hpp"

namespace hardfail::render {

using ledger::Standing;

Tone tone_of(Standing standing) {
  switch (standing) {
    case Standing::good:
      return Tone::good;
    case Standing::neutral:
      return Tone::plain;
    case Standing::doubtful:
      return Tone::warning;
    case Standing::bad:
      return Tone::bad;
  }
  return Tone::plain;
}

std::string host_text(const analysis::Source& source) {
  if (source.host) return source.host->name.text();
  return source.system ? to_string(*source.system) : "-";
}

}  // namespace hardfail::render
