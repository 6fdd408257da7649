#include "lookup/describe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

std::string show(const IpAddress& address) { return address.to_string(); }

std::string show(const DomainName& name) { return printable(name.text()); }

std::string show(const dns::MailExchange& mx) {
  return fmt::format("{} {}", mx.preference, mx.host ? show(*mx.host) : ".");
}

std::string show(const dns::CharacterStrings& strings) {
  return printable_ascii(fmt::format("{}", fmt::join(strings, "")));
}

std::string show(const dns::Answer& answer) {
  if (answer.status != dns::Status::answered) return std::string(dns::describe(answer.status));
  std::string shown;
  for (const auto& record : answer.records) {
    if (!shown.empty()) shown += ", ";
    shown += std::visit([](const auto& data) { return show(data); }, record);
  }
  return shown;
}

}  // namespace

std::string_view name_of(dns::RecordType type) noexcept {
  switch (type) {
    case dns::RecordType::a:
      return "A";
    case dns::RecordType::ptr:
      return "PTR";
    case dns::RecordType::mx:
      return "MX";
    case dns::RecordType::txt:
      return "TXT";
    case dns::RecordType::aaaa:
      return "AAAA";
    case dns::RecordType::spf:
      return "SPF";
  }
  return {};
}

std::string describe(std::span<const dns::Question> questions) {
  std::string shown;
  for (const auto& question : questions) {
    if (!shown.empty()) shown += ", ";
    shown += show(question.name);
    shown += ' ';
    shown += name_of(question.type);
  }
  return shown;
}

std::string describe(std::span<const dns::Answer> answers) {
  std::string shown;
  for (const auto& answer : answers) {
    if (!shown.empty()) shown += "; ";
    shown += show(answer);
  }
  return shown;
}

Span term_span(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset).rfind(' ');
  const auto begin = before == std::string_view::npos ? 0 : before + 1;
  return {begin, std::min(text.find(' ', begin), text.size()) - begin};
}

}  // namespace hardfail::spf
