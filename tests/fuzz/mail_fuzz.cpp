// A mail: parts come out, or InputError.
#include "fuzz.hpp"
#include "hardfail/util/error.hpp"
#include "mail_reader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  constexpr std::uint64_t limit = 1U << 20U;
  ingest::MemorySource source(fuzz::octets_of(data, size));
  try {
    ingest::read_mail(source, limit, [](const ingest::MailPart& part) {
      fuzz::require(!part.name.empty(), "a part has a name");
      fuzz::require(part.contents.size() <= limit, "a part is no larger than the mail may be");
    });
  } catch (const InputError&) {  // is what refused mails come to
    return 0;
  }
  return 0;
}
