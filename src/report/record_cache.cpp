#include "record_cache.hpp"

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

constexpr std::string_view source_name = "source_ip";
constexpr std::string_view count_name = "count";
constexpr std::string_view start_of_record = "<record";
constexpr std::string_view end_of_record = "/record>";

/// Longer records are seldom alike.
constexpr std::size_t longest_key = 4096;

/// Of all keys together, which is some 30,000 records. Past it all are dropped: those in use come
/// back at the price of being parsed once more.
constexpr std::size_t most_octets = 16U << 20U;

/// The text of a source and a count at most.
constexpr std::size_t longest_texts = 64;

/// The XML of a record, cut where the texts of source and count begin and end.
struct Pieces {
  std::string_view before;
  std::string_view source;
  std::string_view between;
  std::string_view count;
  std::string_view after;
};

/// Where text stands.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The text of the first element that opens with `<name>`; nullopt where it holds more than text.
std::optional<Span> find_text(std::string_view xml, std::string_view name, std::size_t from) {
  for (auto at = xml.find('<', from); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    const auto tag = xml.substr(at + 1, name.size() + 1);
    if (!tag.starts_with(name) || !tag.ends_with('>')) continue;
    const auto begin = at + 1 + tag.size();
    const auto end = std::min(xml.find('<', begin), xml.size());
    if (!xml.substr(end).starts_with("</") || !xml.substr(end + 2).starts_with(tag)) break;
    return Span{begin, end};
  }
  return std::nullopt;
}

std::optional<Pieces> cut(std::string_view xml) {
  const auto source = find_text(xml, source_name, 0);
  if (!source) return std::nullopt;
  const auto count = find_text(xml, count_name, source->end);
  if (!count) return std::nullopt;
  return Pieces{xml.substr(0, source->begin),
                xml.substr(source->begin, source->end - source->begin),
                xml.substr(source->end, count->begin - source->end),
                xml.substr(count->begin, count->end - count->begin), xml.substr(count->end)};
}

/// The source in plain writing, which holds no markup.
std::optional<IpAddress> plain_source(const Pieces& pieces) {
  return IpAddress::parse(pieces.source);
}

/// The count in plain writing; nullopt past what needs a closer look.
std::optional<std::uint64_t> plain_count(const Pieces& pieces) {
  constexpr std::uint64_t most = 1'000'000'000;
  const auto count = parse_unsigned(pieces.count);
  return count && *count > 0 && *count <= most ? count : std::nullopt;
}

/// True if elements of that name have one start tag and one end tag, if any.
bool is_single(std::string_view xml, std::string_view name) {
  int tags = 0;
  for (auto at = xml.find(name); at != std::string_view::npos; at = xml.find(name, at + 1)) {
    const char before = at == 0 ? '\0' : xml[at - 1];
    if (before == '<' || before == '/' || before == ':') ++tags;
  }
  return tags <= 2;
}

void make_key(const Pieces& pieces, std::pmr::string& key) {
  key.assign(pieces.before).append(pieces.between).append(pieces.after);
}

}  // namespace

RecordCache::Kept::Kept() = default;

std::optional<RecordCache::Found> RecordCache::find(std::string_view text) {
  if (!m_kept || !text.starts_with(start_of_record)) return std::nullopt;
  const auto end = text.substr(0, m_kept->longest + longest_texts).find(end_of_record);
  if (end == std::string_view::npos) return std::nullopt;
  const auto xml = text.substr(0, end + end_of_record.size());
  const auto pieces = cut(xml);
  if (!pieces) return std::nullopt;
  make_key(*pieces, m_key);
  const auto known = m_kept->records.find(m_key);
  if (known == m_kept->records.end()) return std::nullopt;
  const auto source = plain_source(*pieces);
  const auto count = plain_count(*pieces);
  if (!source || !count) return std::nullopt;
  Found found{known->second, xml.size()};
  found.record.source = *source;
  found.record.messages = *count;
  return found;
}

void RecordCache::keep(std::string_view xml, const Record& record) {
  if (xml.size() > longest_key) return;
  const auto pieces = cut(xml);
  if (!pieces) return;
  make_key(*pieces, m_key);
  auto met = m_met[std::hash<std::pmr::string>{}(m_key) % m_met.size()];
  if (!met) {
    met = true;
    return;
  }
  const bool ends_once = xml.find(end_of_record) + end_of_record.size() == xml.size();
  // With no other element of either name the record got its source and count from these two.
  if (!ends_once || !is_single(xml, source_name) || !is_single(xml, count_name) ||
      plain_source(*pieces) != record.source || plain_count(*pieces) != record.messages) {
    return;
  }
  if (!m_kept || m_kept->octets + m_key.size() > most_octets) m_kept.emplace();
  if (!m_kept->records.try_emplace(m_key, record).second) return;
  m_kept->octets += m_key.size();
  m_kept->longest = std::max(m_kept->longest, m_key.size());
}

}  // namespace hardfail::report
