#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "memory_resolver.hpp"

namespace hardfail {

/// A case of the openspf suite for RFC 7208.
struct OpenspfCase {
  std::string name;
  std::string helo;
  std::string client;
  std::string mail_from;
  std::string result;  ///< the preferred one
  std::optional<std::string> explanation;
};

struct OpenspfScenario {
  std::string description;
  std::unique_ptr<MemoryResolver> dns;
  std::vector<OpenspfCase> cases;
};

/// The suite as it was published: YAML documents, gzipped. SPF records stand for TXT records of
/// the name where it has none ("TXT: NONE" prevents that), a bare TIMEOUT for all not listed.
[[nodiscard]] std::vector<OpenspfScenario> read_openspf(const std::filesystem::path& path);

}  // namespace hardfail
