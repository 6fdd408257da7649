#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "help.hpp"

namespace hardfail::cli {

/// A word that may stand where the cursor is.
struct Candidate {
  std::string word;
  std::string description;  ///< one line; may be empty
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// What else may stand there, which the shell knows better.
enum class Paths : std::uint8_t { none, files, folders };

struct Completion {
  std::vector<Candidate> candidates;
  Paths paths = Paths::none;
};

/// The domains in the database; asked for only where one may stand.
using DomainCandidates = std::function<std::vector<Candidate>()>;

/// What the last of `words` may become: commands, options, their values and arguments, by the
/// tables that the program itself reads its command line by. The words are those after the
/// program's name; the last one may be empty. Pre: there is one.
[[nodiscard]] Completion complete(std::span<const std::string> words, Commands commands,
                                  const DomainCandidates& domains);

}  // namespace hardfail::cli
