#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/report/parser.hpp"
#include "hardfail/report/record.hpp"
#include "warning_log.hpp"
#include "xml_tree.hpp"

namespace hardfail::report {

/// Reads records, one at a time, whatever the order of their elements.
class RecordReader {
 public:
  RecordReader(const ParserLimits& limits, WarningLog& log);

  /// The record that `xml` holds; nullopt, with a warning, where it does not say who sent how much.
  [[nodiscard]] std::optional<Record> read(std::string_view xml);

 private:
  /// Which elements that may stand once have been read.
  struct Said {
    bool disposition = false;
    bool dkim = false;
    bool spf = false;
  };

  void start();
  void read_elements(pugi::xml_node parent);
  void read_row_element(pugi::xml_node element);
  void read_policy_evaluated(pugi::xml_node evaluated);
  void read_reason(pugi::xml_node reason);
  void read_identifiers(pugi::xml_node identifiers);
  void read_auth_results(pugi::xml_node results);
  void read_dkim(pugi::xml_node signature);
  void read_spf(pugi::xml_node check);
  [[nodiscard]] std::optional<Record> assemble();

  void take_first(std::string& kept, pugi::xml_node element);
  void take_first(std::optional<DomainName>& kept, std::string_view text, std::string_view element);
  template <typename Value>
  void take_first(Value& kept, bool& said, std::string_view text, std::string_view element);
  template <typename Result>
  void keep(std::vector<Result>& results, Result result);

  ParserLimits m_limits;
  WarningLog& m_log;
  XmlTree m_tree;
  std::string m_scratch;
  std::string m_source;  ///< as written
  std::string m_count;
  Said m_said;
  bool m_has_capitals = false;  ///< in a name that is known in lower case
  std::optional<DomainName> m_envelope_to;
  Authentication m_authentication;
};

}  // namespace hardfail::report
