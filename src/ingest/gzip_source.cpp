#include "gzip_source.hpp"

#include <fmt/format.h>

#include <new>

#include "hardfail/util/error.hpp"

namespace hardfail::ingest {
namespace {

constexpr int gzip_window = 15 + 16;  // zlib.h: the largest window, and gzip framing

}  // namespace

GzipSource::GzipSource(ByteSource& packed, Budget& budget)
    : m_packed(packed), m_budget(budget), m_buffer(chunk_octets) {
  if (inflateInit2(&m_stream, gzip_window) != Z_OK) throw std::bad_alloc();
}

GzipSource::~GzipSource() { inflateEnd(&m_stream); }

std::string_view GzipSource::read() {
  m_stream.next_out = reinterpret_cast<Bytef*>(m_buffer.data());
  m_stream.avail_out = static_cast<uInt>(m_buffer.size());
  while (!m_ended && m_stream.avail_out > 0) inflate_once();
  const std::size_t octets = m_buffer.size() - m_stream.avail_out;
  m_budget.unpacked(octets);
  return {m_buffer.data(), octets};
}

void GzipSource::inflate_once() {
  if (m_stream.avail_in == 0) {
    const auto packed = m_packed.next();
    if (packed.empty()) {
      m_ended = m_cut_off = true;
      return;
    }
    // zlib does not write to its input, though without ZLIB_CONST the type does not say so.
    m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    m_stream.avail_in = static_cast<uInt>(packed.size());
  }
  const int status = inflate(&m_stream, Z_NO_FLUSH);
  if (status == Z_STREAM_END) {
    end_member();
  } else if (status == Z_MEM_ERROR) {
    throw std::bad_alloc();
  } else if (status != Z_OK && status != Z_BUF_ERROR) {
    throw InputError(fmt::format("the gzip data are damaged ({})",
                                 m_stream.msg != nullptr ? m_stream.msg : "unexpected data"));
  }
}

void GzipSource::end_member() {
  m_packed.give_back({reinterpret_cast<const char*>(m_stream.next_in), m_stream.avail_in});
  m_stream.avail_in = 0;
  m_ended = m_packed.peek(2) != "\x1f\x8b";
  if (inflateReset(&m_stream) != Z_OK) throw InputError("the gzip data are damaged");
}

}  // namespace hardfail::ingest
