#include "openspf_suite.hpp"

#include <yaml-cpp/yaml.h>
#include <zlib.h>

#include <array>
#include <stdexcept>

namespace hardfail {
namespace {

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

void add_record(MemoryResolver& dns, const std::string& name, const std::string& type,
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

void add_name(MemoryResolver& dns, const std::string& name, const YAML::Node& entries) {
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
      add_record(dns, name, type == "SPF" && !has_txt ? "TXT" : type, record.second);
    }
  }
}

}  // namespace

std::vector<OpenspfScenario> read_openspf(const std::filesystem::path& path) {
  std::vector<OpenspfScenario> scenarios;
  for (const auto& document : YAML::LoadAll(gunzip(path))) {
    OpenspfScenario scenario{
        document["description"].Scalar(), std::make_unique<MemoryResolver>(), {}};
    for (const auto& name : document["zonedata"]) {
      add_name(*scenario.dns, name.first.Scalar(), name.second);
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
