#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hardfail::ingest {

inline std::string base64(std::string_view octets) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto octet = i + k < octets.size() ? static_cast<unsigned char>(octets[i + k]) : 0U;
      group = group << 8U | octet;
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k <= octets.size() ? digits[group >> (18 - 6 * k) & 63U] : '=';
    }
    if (i % 57 == 54) text += "\r\n";
  }
  return text;
}

inline std::string part(const std::string& headers, const std::string& body) {
  return "--b\r\n" + headers + "\r\n" + body + "\r\n";
}

inline std::string attachment(const std::string& type, const std::string& name,
                              std::string_view octets) {
  return part(
      "Content-Type: " + type + "; name=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n",
      base64(octets));
}

inline std::string mail(const std::string& parts) {
  return "From: a@receiver.example\r\nTo: b@example.com\r\nSubject: Report Domain: "
         "example.com Submitter: receiver.example\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
         parts + "--b--\r\n";
}

}  // namespace hardfail::ingest
