#pragma once

#include <curl/curl.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/transfer/patience.hpp"

namespace hardfail::transfer {

/// A list of lines for libcurl. Its octets are wiped when it dies, since some hold secrets.
class Lines {
 public:
  Lines() = default;
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  Lines(Lines&&) = delete;
  Lines& operator=(Lines&&) = delete;
  ~Lines();

  void add(const std::string& line);
  [[nodiscard]] curl_slist* get() const noexcept { return m_first; }

 private:
  curl_slist* m_first = nullptr;
};

/// One easy handle of libcurl: connections, options, and what went wrong last.
class Easy {
 public:
  Easy();

  /// Forgets all options, keeps the connections, and sets what every transfer has: patience, TLS
  /// 1.2 or later with the certificate checked against `ca_file` or the system's authorities, no
  /// redirects, no .netrc.
  void start(const Patience& patience, const std::optional<std::filesystem::path>& ca_file);

  template <typename Value>
  void set(CURLoption option, Value value) {
    require_set(curl_easy_setopt(m_handle.get(), option, value));
  }

  /// Makes the transfer.
  [[nodiscard]] CURLcode perform();

  /// The status that the server gave last: of HTTP, SMTP or IMAP; 0 without one.
  [[nodiscard]] long response_code() const;

  /// Why perform() gave `code`, in a few words that are safe to show.
  [[nodiscard]] std::string cause(CURLcode code) const;

  [[nodiscard]] CURL* get() const noexcept { return m_handle.get(); }

 private:
  static void require_set(CURLcode code);

  struct Cleanup {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
  };
  std::unique_ptr<CURL, Cleanup> m_handle;
  std::unique_ptr<char[]> m_message;  // libcurl writes to it while the handle lives
};

/// What to do about a transfer that failed; empty where nobody can say.
[[nodiscard]] std::string advice_about(CURLcode code);

/// True for localhost and the addresses of the loopback interface, v6 in brackets or without.
[[nodiscard]] bool is_loopback(std::string_view host);

}  // namespace hardfail::transfer
