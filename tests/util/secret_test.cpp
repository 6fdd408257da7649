#include "hardfail/util/secret.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <type_traits>

using namespace hardfail;

namespace {

template <typename Type>
concept Printable = requires(std::ostream& out, const Type& value) {
  out << value;
};

/// A file with this text and mode, removed at the end.
class SecretFile {
 public:
  SecretFile(std::string_view text, mode_t mode) {
    std::string pattern = std::filesystem::temp_directory_path() / "hardfail-secret-XXXXXX";
    close(mkstemp(pattern.data()));
    m_path = pattern;
    std::ofstream(m_path) << text;
    chmod(m_path.c_str(), mode);
  }
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;
  ~SecretFile() { std::filesystem::remove(m_path); }
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

std::string refusal(const std::filesystem::path& path) {
  try {
    static_cast<void>(read_secret_file(path));
  } catch (const Error& error) {
    CHECK(error.failure() == Failure::configuration);
    return std::string(error.what()) + '\n' + error.advice();
  }
  return {};
}

std::string problem_of(std::string text) {
  const auto secret = take_secret(text);
  CHECK(text.empty());
  return secret ? "" : secret.error().text;
}

}  // namespace

TEST_CASE("a secret is revealed on request alone, and its copies are secrets") {
  static_assert(!Printable<Secret>);
  static_assert(!std::is_convertible_v<Secret, std::string>);
  static_assert(!std::is_convertible_v<Secret, std::string_view>);
  static_assert(!std::is_convertible_v<std::string, Secret>);
  const Secret secret("hunter2");
  Secret copy = secret;
  CHECK(copy.reveal() == "hunter2");
  copy = Secret("other");
  CHECK(copy.reveal() == "other");
  CHECK(secret.reveal() == "hunter2");
}

TEST_CASE("wiping a string leaves none of its octets") {
  std::string text = "a secret that is longer than a short string";
  const char* const octets = text.data();
  const auto size = text.size();
  wipe(text);
  CHECK(text.empty());
  CHECK(std::string(octets, size) == std::string(size, '\0'));
}

TEST_CASE("a secret is one line, and the newline at its end is not part of it") {
  for (const char* text : {"hunter2", "hunter2\n", "hunter2\r\n"}) {
    CAPTURE(text);
    std::string copy = text;
    CHECK(take_secret(copy)->reveal() == "hunter2");
    CHECK(copy.empty());
  }
  std::string blanks = " a b \n";
  CHECK(take_secret(blanks)->reveal() == " a b ");
  for (const char* text : {"", "\n", "\r\n"}) CHECK(problem_of(text) == "is empty.");
  for (const auto& text : {std::string("a\nb"), std::string("a\n\n"), std::string("a\rb"),
                           std::string("a\0b", 3), std::string(65537, 'x')}) {
    CAPTURE(text);
    CHECK(problem_of(text) == "is to be one line of text.");
  }
  CHECK(problem_of(std::string(65536, 'x')).empty());
}

TEST_CASE("a secret comes from a file that its owner alone may read") {
  for (const mode_t mode : {0400U, 0600U, 0700U}) {
    CAPTURE(mode);
    CHECK(read_secret_file(SecretFile("hunter2\n", mode).path()).reveal() == "hunter2");
  }
  for (const mode_t mode : {0604U, 0602U, 0620U, 0644U, 0666U}) {
    CAPTURE(mode);
    const SecretFile file("hunter2\n", mode);
    const auto told = refusal(file.path());
    CHECK(told == "The secret in " + file.path().string() +
                      " may be read or changed by others than its owner.\nRun: chmod 600 " +
                      file.path().string());
  }
}

TEST_CASE("the group may read a secret of root's, and of nobody else's") {
  const SecretFile file("hunter2\n", 0640);
  if (getuid() != 0) {
    CHECK(refusal(file.path()).find("may be read") != std::string::npos);
    return;
  }
  CHECK(read_secret_file(file.path()).reveal() == "hunter2");
  REQUIRE(chown(file.path().c_str(), 1, 0) == 0);
  CHECK(refusal(file.path()).find("may be read") != std::string::npos);
}

TEST_CASE("a file without a secret is refused with the reason, and never shown") {
  CHECK(refusal(SecretFile("", 0600).path()).find("is empty.") != std::string::npos);
  const auto told = refusal(SecretFile("first\nsecond\n", 0600).path());
  CHECK(told.find("is to be one line of text.") != std::string::npos);
  CHECK(told.find("first") == std::string::npos);
  CHECK(refusal("/nonexistent/secret") ==
        "The secret in /nonexistent/secret cannot be read: No such file or directory.\n");
  CHECK(refusal("/dev") == "The secret in /dev cannot be read: it is not a regular file.\n");
}
