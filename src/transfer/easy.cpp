#include "easy.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <chrono>
#include <cstring>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::transfer {
namespace {

void require_library() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) {
    throw Error(Failure::internal,
                fmt::format("libcurl cannot be set up: {}.", curl_easy_strerror(started)));
  }
}

long milliseconds(std::chrono::seconds time) {
  return static_cast<long>(std::chrono::milliseconds(time).count());
}

}  // namespace

Lines::~Lines() {
  for (auto* line = m_first; line != nullptr; line = line->next) {
    explicit_bzero(line->data, std::strlen(line->data));
  }
  curl_slist_free_all(m_first);
}

void Lines::add(const std::string& line) {
  auto* longer = curl_slist_append(m_first, line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  m_first = longer;
}

Easy::Easy() : m_message(std::make_unique<char[]>(CURL_ERROR_SIZE)) {
  require_library();
  m_handle.reset(curl_easy_init());
  if (m_handle == nullptr) throw std::bad_alloc();
}

void Easy::require_set(CURLcode code) {
  if (code == CURLE_OK) return;
  throw Error(Failure::internal,
              fmt::format("libcurl takes an option not as meant: {}.", curl_easy_strerror(code)));
}

void Easy::start(const Patience& patience, const std::optional<std::filesystem::path>& ca_file) {
  curl_easy_reset(m_handle.get());
  m_message[0] = '\0';
  set(CURLOPT_ERRORBUFFER, m_message.get());
  set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(patience.connect));
  set(CURLOPT_TIMEOUT_MS, milliseconds(patience.total));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(patience.stall.count()));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (ca_file) set(CURLOPT_CAINFO, ca_file->c_str());
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOPROGRESS, 1L);
}

CURLcode Easy::perform() {
  m_message[0] = '\0';
  return curl_easy_perform(m_handle.get());
}

long Easy::response_code() const {
  long code = 0;
  static_cast<void>(curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &code));
  return code;
}

std::string Easy::cause(CURLcode code) const {
  constexpr std::size_t longest = 300;
  const std::string_view told = trim(m_message.get());
  return shortened(printable(told.empty() ? curl_easy_strerror(code) : told), longest);
}

std::string advice_about(CURLcode code) {
  if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR) {
    return "Its certificate has to name this host, be valid today, and come from an authority that "
           "this system trusts (package ca-certificates) or that the configuration names.";
  }
  if (code == CURLE_SSL_CACERT_BADFILE) {
    return "The file of trusted authorities has to hold certificates as PEM. The system's own "
           "comes with the package ca-certificates.";
  }
  return {};
}

bool is_loopback(std::string_view host) {
  if (iequals(host, "localhost")) return true;
  if (host.starts_with('[') && host.ends_with(']')) {
    host.remove_prefix(1);
    host.remove_suffix(1);
  }
  const std::string text(host);
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == IN_LOOPBACKNET;
  in6_addr v6{};
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

}  // namespace hardfail::transfer
