#include "hardfail/dns/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hardfail/util/text.hpp"

namespace hardfail::dns {
namespace {

std::string show(const IpAddress& address) { return address.to_string(); }

std::string show(const DomainName& name) { return printable(name.text()); }

std::string show(const MailExchange& mx) {
  return fmt::format("{} {}", mx.preference, mx.host ? show(*mx.host) : ".");
}

std::string show(const CharacterStrings& strings) {
  return printable_ascii(fmt::format("{}", fmt::join(strings, "")));
}

std::string show(const Answer& answer) {
  if (answer.status != Status::answered) return std::string(describe(answer.status));
  std::string shown;
  for (const auto& record : answer.records) {
    if (!shown.empty()) shown += ", ";
    shown += std::visit([](const auto& data) { return show(data); }, record);
  }
  return shown;
}

}  // namespace

std::string_view name_of(RecordType type) noexcept {
  switch (type) {
    case RecordType::a:
      return "A";
    case RecordType::ptr:
      return "PTR";
    case RecordType::mx:
      return "MX";
    case RecordType::txt:
      return "TXT";
    case RecordType::aaaa:
      return "AAAA";
    case RecordType::spf:
      return "SPF";
  }
  return {};
}

std::string describe(std::span<const Question> questions) {
  std::string shown;
  for (const auto& question : questions) {
    if (!shown.empty()) shown += ", ";
    shown += show(question.name);
    shown += ' ';
    shown += name_of(question.type);
  }
  return shown;
}

std::string describe(std::span<const Answer> answers) {
  std::string shown;
  for (const auto& answer : answers) {
    if (!shown.empty()) shown += "; ";
    shown += show(answer);
  }
  return shown;
}

std::string_view name_of(Status status) noexcept {
  switch (status) {
    case Status::answered:
      return "answered";
    case Status::no_data:
      return "no_data";
    case Status::nx_domain:
      return "nx_domain";
    case Status::serv_fail:
      return "serv_fail";
    case Status::refused:
      return "refused";
    case Status::timeout:
      return "timeout";
    case Status::bad_answer:
      return "bad_answer";
  }
  return {};
}

std::optional<Status> parse_status(std::string_view name) noexcept {
  using enum Status;
  constexpr std::array all = {answered, no_data, nx_domain, serv_fail,
                              refused,  timeout, bad_answer};
  const auto* const found =
      std::ranges::find_if(all, [&](Status each) { return name_of(each) == name; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

}  // namespace hardfail::dns
