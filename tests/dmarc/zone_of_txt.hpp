#pragma once

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::test {

/// A DNS of TXT records, and of hosts that have an address and nothing else.
class ZoneOfTxt final : public dns::Resolver {
 public:
  std::map<std::string, std::vector<std::string>> txt;
  std::vector<std::string> hosts;
  std::vector<std::string> broken;  ///< names that end in SERVFAIL

  using Resolver::ask_all;
  std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                   dns::Deadline) override {
    std::vector<dns::Answer> answers;
    for (const auto& question : questions) answers.push_back(answer(question));
    return answers;
  }

 private:
  /// True for a name with records and for one above such a name.
  [[nodiscard]] bool exists(const DomainName& name) const {
    return std::ranges::any_of(txt, [&](const auto& entry) {
      return DomainName::parse(entry.first)->is_at_or_below(name);
    });
  }

  dns::Answer answer(const dns::Question& question) const {
    const auto& name = question.name.text();
    dns::Answer answer;
    answer.status = exists(question.name) ? dns::Status::no_data : dns::Status::nx_domain;
    if (std::ranges::find(broken, name) != broken.end()) answer.status = dns::Status::serv_fail;
    if (std::ranges::find(hosts, name) != hosts.end()) {
      answer.status = dns::Status::no_data;
      if (question.type == dns::RecordType::a) {
        answer.records.emplace_back(*IpAddress::parse("192.0.2.1"));
      }
    }
    if (const auto at = txt.find(name); at != txt.end() && question.type == dns::RecordType::txt) {
      // In two strings, which a reader has to join.
      for (const auto& text : at->second) {
        answer.records.emplace_back(
            dns::CharacterStrings{text.substr(0, text.size() / 2), text.substr(text.size() / 2)});
      }
    }
    if (!answer.records.empty()) answer.status = dns::Status::answered;
    return answer;
  }
};

}  // namespace hardfail::test
