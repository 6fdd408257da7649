// The program from end to end: a hostile file is imported into a new database, and its domain
// judged. Whatever the file, that ends with an answer or an error of sysexits(3), never with a
// fault.
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "program.hpp"

namespace {

using namespace hardfail;

/// A private folder that is gone when the program ends.
class Folder {
 public:
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "hardfail-fuzz-XXXXXX").string();
    fuzz::require(mkdtemp(name.data()) != nullptr, "a folder can be made");
    m_path = name;
  }
  ~Folder() { std::filesystem::remove_all(m_path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;

  [[nodiscard]] std::string file(const char* name) const { return (m_path / name).string(); }

 private:
  std::filesystem::path m_path;
};

int run(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const cli::Environment environment{[](const char*) { return std::nullopt; },
                                     [] { return parse_iso8601("2026-11-21T00:00:00Z").value(); },
                                     [] { return std::chrono::steady_clock::now(); }, out, err};
  const int status = cli::run_program(arguments, environment);
  fuzz::require(status != 70, err.str().c_str());
  for (const char c : out.str() + err.str()) {
    fuzz::require(c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= ' ',
                  "no control character reaches a terminal");
  }
  return status;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  const auto input = folder.file("input");
  const auto database = folder.file("hardfail.db");
  for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(database + suffix);
  std::ofstream(input, std::ios::binary) << fuzz::octets_of(data, size);
  const auto zone = folder.file("zone");
  std::ofstream(zone) << "example.com. 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 ~all\"\n";

  const int imported = run({"--db", database, "import", input});
  fuzz::require(imported == 0 || imported == 1, "an import ends well, or with a rejection");
  for (const char* format : {"text", "json", "html"}) {
    run({"--db", database, "--dns-zone", zone, "--format", format, "readiness", "--days",
         "100000"});
  }
  run({"--db", database, "reports"});
  return 0;
}
