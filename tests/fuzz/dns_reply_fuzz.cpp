// A DNS message from anybody, read as the reply to questions of each type.
#include <span>

#include "fuzz.hpp"
#include "message.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  const auto name = DomainName::parse("example.com").value();
  for (const auto type : {dns::RecordType::a, dns::RecordType::ptr, dns::RecordType::mx,
                          dns::RecordType::txt, dns::RecordType::aaaa}) {
    const auto reply = dns::read_reply(std::span(data, size), {name, type});
    using Kind = dns::Reply::Kind;
    fuzz::require((reply.kind == Kind::alias) == reply.target.has_value(), "an alias has a target");
    fuzz::require(reply.answer.chain.size() <= 17, "a chain of aliases is bounded");
    const bool answered =
        reply.kind == Kind::conclusive && reply.answer.status == dns::Status::answered;
    fuzz::require(answered == (reply.kind == Kind::conclusive && !reply.answer.records.empty()),
                  "an answer has records, and nothing else has");
  }
  return 0;
}
