#include "hardfail/readiness/service_records.hpp"

#include <doctest/doctest.h>

#include "hardfail/readiness/used_answers.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::readiness;

namespace {

const auto service = DomainName::parse("spf.service.example").value();

/// What a domain is told of the service, and what that asked.
struct Had {
  std::shared_ptr<const spf::CompiledRecord> record;
  std::vector<dns::Question> questions;
};

Had ask(ServiceRecords& records, dns::Resolver& resolver) {
  Recorder recorder(resolver);
  dns::Cache cache(recorder);
  auto record = records.of(service, cache);
  return {std::move(record), recorder.questions()};
}

spf::Result result_for(const Had& had, std::string_view client) {
  const auto* outcome = had.record->find(IpAddress::parse(client).value());
  REQUIRE(outcome != nullptr);
  return outcome->result;
}

void publish(std::string_view network, MemoryResolver& resolver) {
  resolver.txt(service.text(), "v=spf1 include:inner.service.example mx -all")
      .txt("inner.service.example", "v=spf1 ip4:" + std::string(network) + " -all")
      .mx(service.text(), 10, "mx.service.example")
      .address("mx.service.example", "203.0.113.1");
}

}  // namespace

TEST_CASE("a service's record is compiled once for all whom the DNS answers alike") {
  MemoryResolver resolver;
  publish("192.0.2.0/24", resolver);
  ServiceRecords records;
  const auto first = ask(records, resolver);
  const auto second = ask(records, resolver);
  CHECK(second.record == first.record);
  CHECK(second.questions == first.questions);
  CHECK(first.questions.size() == 5);
  CHECK(result_for(first, "192.0.2.1") == spf::Result::pass);
  CHECK(result_for(first, "203.0.113.1") == spf::Result::pass);
}

TEST_CASE("whom the DNS answers otherwise has a record of his own") {
  ServiceRecords records;
  MemoryResolver before;
  publish("192.0.2.0/24", before);
  const auto first = ask(records, before);
  MemoryResolver after;
  publish("198.51.100.0/24", after);
  const auto second = ask(records, after);
  CHECK(result_for(first, "192.0.2.1") == spf::Result::pass);
  CHECK(result_for(second, "192.0.2.1") == spf::Result::fail);
  CHECK(result_for(second, "198.51.100.1") == spf::Result::pass);
  after.fail("inner.service.example", dns::RecordType::txt, dns::Status::serv_fail);
  CHECK(result_for(ask(records, after), "198.51.100.1") == spf::Result::temperror);
}
