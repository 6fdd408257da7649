#include "secret_source.hpp"

namespace hardfail::fetch {

Secret secret_from(const SecretSource& source) {
  if (const auto* file = std::get_if<std::filesystem::path>(&source)) {
    return read_secret_file(*file);
  }
  return process::run_for_secret(std::get<process::Command>(source));
}

}  // namespace hardfail::fetch
