#include "hardfail/util/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "hardfail/util/error.hpp"

namespace hardfail {
namespace {

const unsigned char* octets_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::array<std::uint8_t, 32> sha256(std::string_view octets) {
  std::array<std::uint8_t, 32> digest{};
  if (EVP_Digest(octets.data(), octets.size(), digest.data(), nullptr, EVP_sha256(), nullptr) !=
      1) {
    throw Error(Failure::internal, "OpenSSL makes no digest.");
  }
  return digest;
}

std::string hmac_sha256(const Secret& key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  const auto secret = key.reveal();
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), octets_of(text),
           text.size(), code.data(), &size) == nullptr) {
    throw Error(Failure::internal, "OpenSSL makes no signature.");
  }
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", code[i]);
  return hex;
}

}  // namespace hardfail
