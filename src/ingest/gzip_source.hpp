#pragma once

#include <zlib.h>

#include <string_view>
#include <vector>

#include "budget.hpp"
#include "byte_source.hpp"

namespace hardfail::ingest {

/// The contents of a gzip file (RFC 1952): all its members, one after another. Anything else after
/// a whole member is ignored, as gzip(1) does; some mail gateways append a line end. Data that are
/// cut off yield what came before the cut.
class GzipSource : public ByteSource {
 public:
  /// `packed` and `budget` must outlive this. Throws std::bad_alloc.
  GzipSource(ByteSource& packed, Budget& budget);
  ~GzipSource() override;
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  GzipSource(GzipSource&&) = delete;
  GzipSource& operator=(GzipSource&&) = delete;

  [[nodiscard]] bool is_cut_off() const override { return m_cut_off || m_packed.is_cut_off(); }

 private:
  /// Throws InputError where the data are damaged.
  [[nodiscard]] std::string_view read() override;
  void inflate_once();
  void end_member();

  ByteSource& m_packed;
  Budget& m_budget;
  z_stream m_stream{};
  std::vector<char> m_buffer;
  bool m_ended = false;
  bool m_cut_off = false;
};

}  // namespace hardfail::ingest
