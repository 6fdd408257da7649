#include "imap_text.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <type_traits>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::transfer {
namespace {

struct CloseConverter {
  void operator()(iconv_t converter) const noexcept { iconv_close(converter); }
};
using Utf7Converter = std::unique_ptr<std::remove_pointer_t<iconv_t>, CloseConverter>;

Utf7Converter open_utf7() {
  iconv_t converter = iconv_open("UTF-7-IMAP", "UTF-8");
  // iconv_open() reports failure as the address -1.
  if (reinterpret_cast<std::intptr_t>(converter) == -1) {
    throw Error(Failure::internal, "the C library lacks the character set UTF-7-IMAP");
  }
  return Utf7Converter(converter);
}

std::optional<std::uint32_t> parse_uid(std::string_view text) {
  const auto number = parse_unsigned(text);
  if (!number || *number == 0 || *number > std::numeric_limits<std::uint32_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*number);
}

/// The word that follows `key`, up to a blank or a parenthesis; nullopt where there is none.
std::optional<std::string_view> word_after(std::string_view line, std::string_view key) {
  const auto upper = line.find(key);
  if (upper == std::string_view::npos) return std::nullopt;
  line.remove_prefix(upper + key.size());
  return line.substr(0, line.find_first_of(" )]"));
}

}  // namespace

std::string imap_folder_name(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  if (name.empty() || !is_utf8(name) || std::ranges::any_of(name, is_control)) {
    throw Error(Failure::usage,
                fmt::format("'{}' is not the name of a mail folder", printable(name)));
  }
  const auto converter = open_utf7();
  std::string in(name);
  std::string out(name.size() * 5 + 16, '\0');  // an octet of UTF-8 takes fewer than five
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size();
  std::size_t room = out.size();
  constexpr auto failed = static_cast<std::size_t>(-1);
  if (iconv(converter.get(), &from, &left, &to, &room) == failed ||
      iconv(converter.get(), nullptr, nullptr, &to, &room) == failed) {
    throw Error(Failure::usage,
                fmt::format("'{}' is not the name of a mail folder", printable(name)));
  }
  out.resize(out.size() - room);
  return out;
}

std::string imap_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::vector<std::string> uid_sets(std::span<const std::uint32_t> uids) {
  // libcurl takes so many lines for an answer, and a message that goes has one each.
  constexpr std::size_t most = 100;
  std::vector<std::uint32_t> sorted(uids.begin(), uids.end());
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < sorted.size();) {
    const bool is_new = i % most == 0;
    const auto end = std::min(sorted.size(), i / most * most + most);
    std::size_t last = i;
    while (last + 1 < end && sorted[last + 1] == sorted[last] + 1) ++last;
    const auto range =
        last == i ? std::to_string(sorted[i]) : fmt::format("{}:{}", sorted[i], sorted[last]);
    if (is_new) {
      sets.push_back(range);
    } else {
      sets.back() += ',' + range;
    }
    i = last + 1;
  }
  return sets;
}

std::vector<std::uint32_t> found_uids(std::string_view lines) {
  constexpr std::string_view begin = "* SEARCH ";
  std::vector<std::uint32_t> uids;
  for (const auto line : split(lines, '\n')) {
    if (!line.starts_with(begin)) continue;
    for (const auto word : split(trim(line.substr(begin.size())), ' ')) {
      if (const auto uid = parse_uid(word)) uids.push_back(*uid);
    }
  }
  return uids;
}

std::uint32_t count_of_messages(std::string_view lines) {
  std::uint32_t count = 0;
  for (const auto line : split(lines, '\n')) {
    const auto words = split(trim(line), ' ');
    if (words.size() != 3 || words[0] != "*" || words[2] != "EXISTS") continue;
    count = parse_uid(words[1]).value_or(0);
  }
  return count;
}

std::optional<std::uint32_t> find_uid_validity(std::string_view lines) {
  for (const auto line : split(lines, '\n')) {
    if (!line.starts_with("* OK [UIDVALIDITY ")) continue;
    if (const auto word = word_after(line, "UIDVALIDITY ")) return parse_uid(*word);
  }
  return std::nullopt;
}

bool has_capability(std::string_view lines, std::string_view name) {
  for (const auto line : split(lines, '\n')) {
    if (!line.starts_with("* CAPABILITY ")) continue;
    for (const auto word : split(trim(line), ' ')) {
      if (iequals(word, name)) return true;
    }
  }
  return false;
}

}  // namespace hardfail::transfer
