// libspf2_bench FOLDER [OPTIONS OF GOOGLE BENCHMARK]: libspf2 over the zone, domains and clients
// that compare.py writes into FOLDER, with its own cache in front of its own zone.

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>

extern "C" {
#include <spf2/spf.h>
#include <spf2/spf_dns_cache.h>
#include <spf2/spf_dns_zone.h>
}

#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "workload.hpp"

namespace {

using namespace hardfail;

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* handle) const {
    Free(handle);
  }
};
using Server = std::unique_ptr<SPF_server_t, Freer<SPF_server_free>>;
using Request = std::unique_ptr<SPF_request_t, Freer<SPF_request_free>>;
using Response = std::unique_ptr<SPF_response_t, Freer<SPF_response_free>>;

void require(SPF_errcode_t code) {
  if (code != SPF_E_SUCCESS) throw std::runtime_error(SPF_strerror(code));
}

/// The records of FOLDER/records: name, type and data apart by tabs.
Server load(const std::filesystem::path& folder) {
  const std::map<std::string, ns_type> types = {
      {"A", ns_t_a}, {"AAAA", ns_t_aaaa}, {"MX", ns_t_mx}, {"TXT", ns_t_txt}};
  constexpr int cache_bits = 10;
  auto* zone = SPF_dns_zone_new(nullptr, "zone", 0);
  std::ifstream lines(folder / "records");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string name;
    std::string type;
    std::string data;
    std::getline(std::getline(std::getline(fields, name, '\t'), type, '\t'), data);
    require(SPF_dns_zone_add_str(zone, name.c_str(), types.at(type), NETDB_SUCCESS, data.c_str()));
  }
  auto* cache = SPF_dns_cache_new(zone, "cache", 0, cache_bits);
  return Server(SPF_server_new_dns(cache, 0));  // It owns both layers.
}

bool passes(SPF_server_t* server, const std::string& domain, const IpAddress& client) {
  const Request request(SPF_request_new(server));
  const auto octets = client.octets();
  if (client.family() == IpAddress::Family::v4) {
    in_addr address{};
    std::copy(octets.begin(), octets.end(), reinterpret_cast<std::uint8_t*>(&address));
    require(SPF_request_set_ipv4(request.get(), address));
  } else {
    in6_addr address{};
    std::copy(octets.begin(), octets.end(), reinterpret_cast<std::uint8_t*>(&address));
    require(SPF_request_set_ipv6(request.get(), address));
  }
  require(SPF_request_set_helo_dom(request.get(), domain.c_str()));
  if (SPF_request_set_env_from(request.get(), ("sender@" + domain).c_str()) != 0) {
    throw std::runtime_error("libspf2 refuses the sender");
  }
  SPF_response_t* filled = nullptr;
  static_cast<void>(SPF_request_query_mailfrom(request.get(), &filled));  // The result says it.
  const Response response(filled);
  return SPF_response_result(response.get()) == SPF_RESULT_PASS;
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run(argc, argv, [](const std::filesystem::path& folder) {
    const std::shared_ptr<SPF_server_t> server = load(folder);
    for (const auto& workload : bench::workloads(folder)) {
      benchmark::RegisterBenchmark(("libspf2/" + workload.domain).c_str(),
                                   [=](benchmark::State& state) {
                                     std::size_t passed = 0;
                                     for (auto round : state) {
                                       static_cast<void>(round);
                                       passed = 0;
                                       for (const auto& client : workload.clients) {
                                         if (passes(server.get(), workload.domain, client))
                                           ++passed;
                                       }
                                     }
                                     bench::report(state, workload.clients.size(), passed);
                                   });
    }
  });
}
