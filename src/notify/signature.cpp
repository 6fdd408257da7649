#include "signature.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "hardfail/util/error.hpp"

namespace hardfail::notify {

std::string hmac_sha256(const Secret& key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  const auto secret = key.reveal();
  const auto* const octets = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), octets, text.size(),
           code.data(), &size) == nullptr) {
    throw Error(Failure::internal, "OpenSSL makes no signature.");
  }
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", code[i]);
  return hex;
}

}  // namespace hardfail::notify
