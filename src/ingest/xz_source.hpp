#pragma once

#include <lzma.h>

#include <string_view>
#include <vector>

#include "budget.hpp"
#include "byte_source.hpp"

namespace hardfail::ingest {

/// The contents of an xz file: all its streams, one after another. Data that are cut off yield what
/// came before the cut.
class XzSource : public ByteSource {
 public:
  /// `packed` and `budget` must outlive this. Throws std::bad_alloc.
  XzSource(ByteSource& packed, Budget& budget);
  ~XzSource() override;
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;
  XzSource(XzSource&&) = delete;
  XzSource& operator=(XzSource&&) = delete;

  [[nodiscard]] bool is_cut_off() const override { return m_cut_off || m_packed.is_cut_off(); }

 private:
  /// Throws InputError where the data are damaged or ask for too much memory.
  [[nodiscard]] std::string_view read() override;
  void decode_once();

  ByteSource& m_packed;
  Budget& m_budget;
  lzma_stream m_stream = LZMA_STREAM_INIT;
  std::vector<char> m_buffer;
  bool m_packed_ended = false;
  bool m_ended = false;
  bool m_cut_off = false;
};

}  // namespace hardfail::ingest
