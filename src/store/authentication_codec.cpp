#include "authentication_codec.hpp"

namespace hardfail::store {
namespace {

using report::Authentication;
using report::Disposition;
using report::DkimResult;
using report::OverrideType;
using report::SpfResult;
using report::SpfScope;
using report::Verdict;

// Enumerators are stored by value. The last one of each bounds what is read; a new one is added
// after it, and none may change its value.
constexpr auto last_disposition = Disposition::reject;
constexpr auto last_verdict = Verdict::fail;
constexpr auto last_spf_result = SpfResult::permerror;
constexpr auto last_dkim_result = DkimResult::permerror;
constexpr auto last_scope = SpfScope::helo;
constexpr auto last_override = OverrideType::other;
static_assert(static_cast<int>(last_disposition) == 4 && static_cast<int>(last_verdict) == 2 &&
              static_cast<int>(last_spf_result) == 7 && static_cast<int>(last_dkim_result) == 7 &&
              static_cast<int>(last_scope) == 2 && static_cast<int>(last_override) == 7);

template <class Enum>
unsigned bits(Enum value) {
  return static_cast<unsigned>(value);
}

class Writer {
 public:
  explicit Writer(std::string& out) : m_out(out) {}

  void octet(unsigned value) { m_out += static_cast<char>(value); }

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) octet(static_cast<unsigned>(value & 0x7fU) | 0x80U);
    octet(static_cast<unsigned>(value));
  }

  void text(std::string_view value) {
    number(value.size());
    m_out += value;
  }

 private:
  std::string& m_out;
};

/// Reads what Writer wrote. Past the end, or on anything invalid, it yields zeros and is no longer
/// ok.
class Reader {
 public:
  explicit Reader(Blob in) : m_in(in) {}

  [[nodiscard]] bool ok() const { return m_ok; }
  [[nodiscard]] bool at_end() const { return m_in.empty(); }

  unsigned octet() {
    if (m_in.empty()) return broken();
    const unsigned value = m_in.front();
    m_in = m_in.subspan(1);
    return value;
  }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      const unsigned part = octet();
      if (!m_ok) return 0;
      value |= static_cast<std::uint64_t>(part & 0x7fU) << shift;
      if (part < 0x80) return value;
    }
    return broken();
  }

  /// The length of a list; each of its elements takes an octet or more.
  std::size_t count() {
    const auto value = number();
    return value <= m_in.size() ? value : broken();
  }

  std::string text() {
    const auto length = count();
    std::string value(reinterpret_cast<const char*>(m_in.data()), length);
    m_in = m_in.subspan(length);
    return value;
  }

  template <class Enum>
  Enum enumerator(unsigned value, Enum last) {
    return static_cast<Enum>(value <= bits(last) ? value : broken());
  }

 private:
  unsigned broken() {
    m_ok = false;
    return 0;
  }

  Blob m_in;
  bool m_ok = true;
};

}  // namespace

void encode(const Authentication& authentication,
            const std::function<RowId(const DomainName&)>& id_of, std::string& body) {
  body.clear();
  Writer out(body);
  const auto put_domain = [&](const std::optional<DomainName>& name) {
    out.number(name ? static_cast<std::uint64_t>(id_of(*name)) : 0);
  };

  put_domain(authentication.header_from);
  put_domain(authentication.envelope_from);
  out.octet((authentication.null_sender ? 0x80U : 0U) | bits(authentication.dkim_aligned) << 5U |
            bits(authentication.spf_aligned) << 3U | bits(authentication.disposition));
  out.number(authentication.spf.size());
  for (const auto& spf : authentication.spf) {
    put_domain(spf.domain);
    out.octet(bits(spf.scope) << 4U | bits(spf.result));
  }
  out.number(authentication.dkim.size());
  for (const auto& dkim : authentication.dkim) {
    put_domain(dkim.domain);
    out.octet(bits(dkim.result));
    out.text(dkim.selector);
  }
  out.number(authentication.reasons.size());
  for (const auto& reason : authentication.reasons) {
    out.octet(bits(reason.type));
    out.text(reason.comment);
  }
}

std::optional<Authentication> decode(Blob body,
                                     const std::function<const DomainName&(RowId)>& name_of) {
  Reader in(body);
  const auto take_domain = [&]() -> std::optional<DomainName> {
    const auto id = static_cast<RowId>(in.number());
    if (id == 0) return std::nullopt;
    return name_of(id);
  };

  Authentication result;
  result.header_from = take_domain();
  result.envelope_from = take_domain();
  const unsigned flags = in.octet();
  result.null_sender = (flags & 0x80U) != 0;
  result.dkim_aligned = in.enumerator(flags >> 5U & 3U, last_verdict);
  result.spf_aligned = in.enumerator(flags >> 3U & 3U, last_verdict);
  result.disposition = in.enumerator(flags & 7U, last_disposition);
  result.spf.resize(in.count());
  for (auto& spf : result.spf) {
    spf.domain = take_domain();
    const unsigned packed = in.octet();
    spf.scope = in.enumerator(packed >> 4U, last_scope);
    spf.result = in.enumerator(packed & 15U, last_spf_result);
  }
  result.dkim.resize(in.count());
  for (auto& dkim : result.dkim) {
    dkim.domain = take_domain();
    dkim.result = in.enumerator(in.octet(), last_dkim_result);
    dkim.selector = in.text();
  }
  result.reasons.resize(in.count());
  for (auto& reason : result.reasons) {
    reason.type = in.enumerator(in.octet(), last_override);
    reason.comment = in.text();
  }
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return result;
}

}  // namespace hardfail::store
