#include "digest.hpp"

#include <glib.h>

#include <cassert>
#include <memory>
#include <new>

namespace hardfail::ingest {
namespace {

struct FreeChecksum {
  void operator()(GChecksum* checksum) const noexcept { g_checksum_free(checksum); }
};

}  // namespace

ledger::Digest digest_of(ByteSource& input) {
  assert(input.size());
  const std::unique_ptr<GChecksum, FreeChecksum> checksum(g_checksum_new(G_CHECKSUM_SHA256));
  if (!checksum) throw std::bad_alloc();
  for (auto octets = input.next(); !octets.empty(); octets = input.next()) {
    g_checksum_update(checksum.get(), reinterpret_cast<const guchar*>(octets.data()),
                      static_cast<gssize>(octets.size()));
  }
  input.seek(0);
  ledger::Digest digest{};
  gsize size = digest.size();
  g_checksum_get_digest(checksum.get(), digest.data(), &size);
  return digest;
}

}  // namespace hardfail::ingest
