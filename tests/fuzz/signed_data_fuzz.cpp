// CMS SignedData in BER: the content lies within the message.
#include "fuzz.hpp"
#include "hardfail/util/error.hpp"
#include "signed_data.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  try {
    const auto content = ingest::signed_content(fuzz::octets_of(data, size));
    fuzz::require(!content || content->size() <= size, "the content is part of the message");
  } catch (const InputError&) {  // is what damaged messages come to
    return 0;
  }
  return 0;
}
