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
  return source.host ? source.host->name.text() : "-";
}

}  // namespace hardfail::render
