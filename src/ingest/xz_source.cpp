#include "xz_source.hpp"

#include <fmt/format.h>

#include <new>

#include "hardfail/util/error.hpp"

namespace hardfail::ingest {
namespace {

/// A file names the size of its dictionary itself, up to 4 GiB; `xz -9` asks for half of this.
constexpr std::uint64_t most_memory = 128ULL << 20U;

}  // namespace

XzSource::XzSource(ByteSource& packed, Budget& budget)
    : m_packed(packed), m_budget(budget), m_buffer(chunk_octets) {
  if (lzma_stream_decoder(&m_stream, most_memory, LZMA_CONCATENATED) != LZMA_OK) {
    throw std::bad_alloc();
  }
}

XzSource::~XzSource() { lzma_end(&m_stream); }

std::string_view XzSource::read() {
  m_stream.next_out = reinterpret_cast<std::uint8_t*>(m_buffer.data());
  m_stream.avail_out = m_buffer.size();
  while (!m_ended && m_stream.avail_out > 0) decode_once();
  const std::size_t octets = m_buffer.size() - m_stream.avail_out;
  m_budget.unpacked(octets);
  return {m_buffer.data(), octets};
}

void XzSource::decode_once() {
  if (m_stream.avail_in == 0 && !m_packed_ended) {
    const auto packed = m_packed.next();
    m_packed_ended = packed.empty();
    m_stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    m_stream.avail_in = packed.size();
  }
  const auto status = lzma_code(&m_stream, m_packed_ended ? LZMA_FINISH : LZMA_RUN);
  if (status == LZMA_STREAM_END) {
    m_ended = true;
  } else if (status == LZMA_BUF_ERROR) {  // it wants more than there is
    m_ended = m_cut_off = true;
  } else if (status == LZMA_MEM_ERROR) {
    throw std::bad_alloc();
  } else if (status == LZMA_MEMLIMIT_ERROR) {
    throw InputError(fmt::format(
        "to unpack it takes {} MiB of memory, more than the {} that an xz file is given: unpack it "
        "and import its contents",
        lzma_memusage(&m_stream) >> 20U, most_memory >> 20U));
  } else if (status != LZMA_OK) {
    throw InputError("the xz data are damaged");
  }
}

}  // namespace hardfail::ingest
