#include "lookup/answer_size.hpp"

namespace hardfail::spf {
namespace {

// RFC 1035, section 4; RFC 6891, section 6.1.2.
constexpr std::size_t header = 12;
constexpr std::size_t question_after_name = 4;
constexpr std::size_t record_before_data = 12;  // with a compressed owner
constexpr std::size_t edns = 11;
constexpr std::size_t longest_string = 255;

}  // namespace

std::size_t txt_record_size(std::size_t text) {
  return record_before_data + text + (text + longest_string - 1) / longest_string;
}

std::size_t txt_answer_size(const DomainName& name, const dns::Answer& txt) {
  std::size_t size = header + name.text().size() + 2 + question_after_name + edns;
  for (const auto& strings : txt.all<dns::CharacterStrings>()) {
    size += record_before_data;
    for (const auto& string : strings) size += 1 + string.size();
  }
  return size;
}

}  // namespace hardfail::spf
