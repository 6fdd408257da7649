#include "openspf_suite.hpp"

#include <yaml-cpp/yaml.h>
#include <zlib.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hardfail {
namespace {

using nlohmann::json;

void add_json_name(MemoryResolver& dns, const std::string& name, const json& types) {
  for (const auto& [type, values] : types.items()) {
    if (type == "_timeout") {
      dns.silent(name);
      continue;
    }
    for (const auto& value : values) {
      if (type == "A" || type == "AAAA") {
        dns.address(name, value.get<std::string>());
      } else if (type == "MX") {
        dns.mx(name, value.at(0).get<std::uint16_t>(), value.at(1).get<std::string>());
      } else if (type == "PTR") {
        dns.add(name, DomainName::parse(value.get<std::string>()).value());
      } else if (type == "CNAME") {
        dns.cname(name, value.get<std::string>());
      } else if (type == "TXT") {
        dns.add(name, value.get<dns::CharacterStrings>());
      } else if (type != "SPF") {
        throw std::runtime_error("unknown record type " + type);
      }
    }
  }
}

std::string gunzip(const std::filesystem::path& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile_s*)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw std::runtime_error("cannot open " + path.string());
  std::string text;
  std::array<char, 65536> chunk{};
  int length = 0;
  while ((length = gzread(file.get(), chunk.data(), chunk.size())) > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(length));
  }
  if (length < 0) throw std::runtime_error("cannot unpack " + path.string());
  return text;
}

dns::CharacterStrings strings_of(const YAML::Node& value) {
  if (value.IsSequence()) return value.as<dns::CharacterStrings>();
  return {value.Scalar()};
}

void add_yaml_record(MemoryResolver& dns, const std::string& name, const std::string& type,
                     const YAML::Node& value) {
  if (type == "A" || type == "AAAA") {
    dns.address(name, value.Scalar());
  } else if (type == "MX") {
    dns.mx(name, value[0].as<std::uint16_t>(), value[1].Scalar());
  } else if (type == "PTR") {
    dns.add(name, DomainName::parse(value.Scalar()).value());
  } else if (type == "CNAME") {
    dns.cname(name, value.Scalar());
  } else if (type == "TXT") {
    if (value.IsScalar() && value.Scalar() == "NONE") return;
    dns.add(name, strings_of(value));
  } else if (type != "SPF") {
    throw std::runtime_error("unknown record type " + type);
  }
}

void add_yaml_name(MemoryResolver& dns, const std::string& name, const YAML::Node& entries) {
  bool has_txt = false;
  for (const auto& entry : entries) has_txt = has_txt || (entry.IsMap() && entry["TXT"]);
  for (const auto& entry : entries) {
    if (entry.IsScalar()) {
      if (entry.Scalar() != "TIMEOUT") throw std::runtime_error("unknown entry for " + name);
      dns.silent(name);
      continue;
    }
    for (const auto& record : entry) {
      const auto type = record.first.Scalar();
      add_yaml_record(dns, name, type == "SPF" && !has_txt ? "TXT" : type, record.second);
    }
  }
}

}  // namespace

std::vector<OpenspfScenario> read_openspf_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<OpenspfScenario> scenarios;
  for (const auto& document : json::parse(file)) {
    OpenspfScenario scenario{document.at("description"), std::make_unique<MemoryResolver>(), {}};
    for (const auto& [name, types] : document.at("zone").items()) {
      add_json_name(*scenario.dns, name, types);
    }
    for (const auto& [name, test] : document.at("tests").items()) {
      const auto& explanation = test.at("explanation");
      scenario.cases.push_back(
          {name, test.at("helo"), test.at("host"), test.at("mailfrom"), test.at("result").at(0),
           explanation.is_null() ? std::nullopt : std::optional(explanation.get<std::string>())});
    }
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

std::vector<OpenspfScenario> read_openspf_yaml(const std::filesystem::path& path) {
  std::vector<OpenspfScenario> scenarios;
  for (const auto& document : YAML::LoadAll(gunzip(path))) {
    OpenspfScenario scenario{
        document["description"].Scalar(), std::make_unique<MemoryResolver>(), {}};
    for (const auto& name : document["zonedata"]) {
      add_yaml_name(*scenario.dns, name.first.Scalar(), name.second);
    }
    for (const auto& test : document["tests"]) {
      const auto& fields = test.second;
      const auto& result = fields["result"];
      const auto& explanation = fields["explanation"];
      scenario.cases.push_back({test.first.Scalar(), fields["helo"].Scalar(),
                                fields["host"].Scalar(), fields["mailfrom"].Scalar(),
                                result.IsSequence() ? result[0].Scalar() : result.Scalar(),
                                explanation ? std::optional(explanation.Scalar()) : std::nullopt});
    }
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

}  // namespace hardfail
