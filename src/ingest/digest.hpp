#pragma once

#include "byte_source.hpp"
#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// The digest of all of `input`, which can then be read from its beginning. Pre: it has a size.
/// Throws InputError where it cannot be read, std::bad_alloc.
[[nodiscard]] ledger::Digest digest_of(ByteSource& input);

}  // namespace hardfail::ingest
