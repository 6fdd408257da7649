#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "easy.hpp"
#include "hardfail/transfer/imap.hpp"

namespace hardfail::transfer {

/// The server has answered a command with NO or BAD.
struct ImapRefusal {
  std::string text;  ///< what it says, printable
};

/// One connection that libcurl makes and logs in; it is kept from making another.
///
/// libcurl reads the octets of a message by the length that the server gives, but asks for them in
/// a way that marks the message as seen, unless the folder is open for reading alone (RFC 3501,
/// section 6.3.2). So it is opened a second time by a command that libcurl passes on unheeded.
/// Other commands go the same way, but none whose answer holds literals: libcurl would take lines
/// of these for the server's.
class ImapConnection {
 public:
  /// Connects and logs in. Throws Error as ImapFolder does.
  ImapConnection(ImapOptions options, ImapCredential credential, const Secret& secret);

  /// The lines of the server's answer to a command. Throws ImapRefusal, Error.
  [[nodiscard]] std::string command(const std::string& text);

  /// Has libcurl open a folder, named as in the protocol, and know it for open from then on.
  void open_folder(const std::string& folder);

  /// The octets of a message; nullopt where it is gone. Throws as ImapFolder::read() does.
  /// Pre: open_folder().
  [[nodiscard]] std::optional<std::string> read(std::uint32_t uid, std::uint64_t most_octets);

  /// "imaps://user@mail.example.org", for messages.
  [[nodiscard]] const std::string& name() const noexcept { return m_name; }

 private:
  /// What one exchange brings: all that the functions libcurl calls know.
  struct Exchange {
    std::string body;
    std::string refusal;  ///< what the server says with NO or BAD
    std::uint64_t most_octets = 0;
    std::exception_ptr thrown;
    bool is_too_large = false;
    bool may_connect = true;
  };

  static std::size_t take_body(char* octets, std::size_t size, std::size_t count, void* self);
  static std::size_t take_line(char* octets, std::size_t size, std::size_t count, void* self);
  static int look_around(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  void set_up(ImapCredential credential, const Secret& secret);
  /// Asks for `path`, or for what `custom` says; nullptr for nothing of its own.
  [[nodiscard]] CURLcode perform(const std::string& path, const char* custom,
                                 std::uint64_t most_octets);
  [[noreturn]] void fail(CURLcode code) const;

  ImapOptions m_options;
  std::string m_url;  ///< up to the path
  std::string m_name;
  std::string m_folder;  ///< as in a URL
  Exchange m_exchange;
  Easy m_easy;
};

}  // namespace hardfail::transfer
