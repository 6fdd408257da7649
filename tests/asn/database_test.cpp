#include "hardfail/asn/database.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "hardfail/util/error.hpp"

using namespace hardfail;
using namespace hardfail::asn;

namespace {

std::string path_of(std::string_view name) {
  return std::string(HARDFAIL_SOURCE_DIR "/tests/data/asn/").append(name);
}

std::string octets_of(std::string_view name) {
  std::ifstream file(path_of(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A file of these octets, gone with it.
class Written {
 public:
  explicit Written(std::string_view octets)
      : m_path(std::filesystem::temp_directory_path() / "hardfail-asn-XXXXXX") {
    const int descriptor = ::mkstemp(m_path.data());
    if (descriptor < 0) throw std::runtime_error("no file for the test");
    ::close(descriptor);
    std::ofstream(m_path, std::ios::binary) << octets;
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;
  Written(Written&&) = delete;
  Written& operator=(Written&&) = delete;
  ~Written() { ::unlink(m_path.c_str()); }

  [[nodiscard]] const std::string& path() const { return m_path; }

 private:
  std::string m_path;
};

/// "AS64496 Larkspur Books"; empty where there is none.
std::string found(Database& database, std::string_view address) {
  const auto system = database.find(IpAddress::parse(address).value());
  return system ? to_string(*system) : "";
}

/// The failure and text of what opening a file ends with; nothing where it opens.
std::string refusal_of(const std::string& path) {
  try {
    const Database database(path);
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.failure())) + ' ' + error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("the system of an address is read by the fields of GeoLite2 ASN") {
  Database database(path_of("geolite.mmdb"));
  CHECK(found(database, "192.0.2.17") == "AS64496 Larkspur Books");
  CHECK(found(database, "198.18.127.255") == "AS64500 Farnet Access");
  CHECK(found(database, "198.18.128.0").empty());
  CHECK(found(database, "2001:db8:17::25") == "AS4200000000 Larkspur Books, sixth floor");
  CHECK(found(database, "2001:db8:18::25").empty());
  // Without a name; and RFC 7607: 0 is no system.
  CHECK(found(database, "203.0.113.1") == "AS64503");
  CHECK(found(database, "203.0.113.129").empty());
}

TEST_CASE("or by those of IPinfo Lite, where not every entry has one") {
  Database database(path_of("ipinfo.mmdb"));
  CHECK(found(database, "198.51.100.7") == "AS64502 Mailhaven");
  CHECK(found(database, "2001:db8:17::25") == "AS64496 Larkspur Books");
  CHECK(found(database, "192.0.2.1").empty());
  CHECK(found(database, "203.0.113.1").empty());
  CHECK(found(database, "203.0.113.129").empty());
}

TEST_CASE("addresses of one entry share its system") {
  Database database(path_of("geolite.mmdb"));
  const auto first = database.find(IpAddress::parse("192.0.2.1").value());
  CHECK(first != nullptr);
  CHECK(database.find(IpAddress::parse("192.0.2.2").value()) == first);
}

TEST_CASE("a file of IPv4 alone knows no IPv6 address") {
  Database database(path_of("ipv4.mmdb"));
  CHECK(found(database, "192.0.2.1") == "AS64496 Larkspur Books");
  CHECK(found(database, "2001:db8:17::25").empty());
}

TEST_CASE("a long name is cut, so that it fits a table") {
  auto octets = octets_of("geolite.mmdb");
  const auto at = octets.find("Larkspur Books, sixth floor");
  REQUIRE(at != std::string::npos);
  // A string of 29 to 284 octets has its length less 29 in the octet after its type.
  const std::string longer(100, 'x');
  octets.replace(at - 1, 1 + 27, std::string("\x5d\x47", 2) + longer);
  const Written file(octets);
  Database database(file.path());
  CHECK(found(database, "2001:db8:17::25") == "AS4200000000 " + std::string(77, 'x') + "...");
}

TEST_CASE("what cannot serve is refused with the reason") {
  const auto whole = octets_of("geolite.mmdb");
  const Written text("route: 192.0.2.0/24\n");
  const Written empty("");
  const Written half(std::string_view(whole).substr(0, whole.size() / 2));
  CHECK(refusal_of("no-such-file.mmdb") ==
        "66 cannot read no-such-file.mmdb: No such file or directory");
  CHECK(refusal_of("/") == "66 cannot read /: Is a directory");
  for (const auto* file : {&text, &empty, &half}) {
    CHECK(refusal_of(file->path()) == "65 " + file->path() + " is not a MaxMind DB file");
  }
  CHECK(refusal_of(path_of("city.mmdb")) ==
        "65 " + path_of("city.mmdb") +
            " names no autonomous systems: it is of the kind GeoLite2-City");
}

TEST_CASE("a tree that leads out of the file is called damaged") {
  auto octets = octets_of("geolite.mmdb");
  for (std::size_t i = 0; i < 6; ++i) octets[i] = '\xfe';  // both ways from the first node
  const Written file(octets);
  const auto refusal = refusal_of(file.path());
  CAPTURE(refusal);
  CHECK(refusal.starts_with("65 " + file.path() + " is damaged: "));
}

TEST_CASE("a file with any octet changed is read or refused") {
  const auto whole = octets_of("geolite.mmdb");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CAPTURE(i);
    auto octets = whole;
    octets[i] = static_cast<char>(~octets[i]);
    const Written file(octets);
    try {
      Database database(file.path());
      for (const auto* address : {"192.0.2.17", "198.19.0.1", "203.0.113.1", "2001:db8:17::25"}) {
        (void)found(database, address);
      }
    } catch (const Error& error) {
      CHECK(error.failure() == Failure::unusable_data);
    }
  }
}
