#include "hardfail/dns/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <map>
#include <new>
#include <sstream>
#include <system_error>
#include <unordered_map>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "ldns_data.hpp"

namespace hardfail::dns {
namespace {

using std::chrono::seconds;

struct RecordSet {
  std::vector<RecordData> records;
  seconds ttl = seconds::max();
};

struct Alias {
  DomainName target;
  seconds ttl;
};

/// What is held at one name. One that holds nothing exists because a name below it does.
struct Node {
  std::map<RecordType, RecordSet> sets;
  std::optional<Alias> alias;    ///< CNAME
  std::optional<Alias> subtree;  ///< DNAME: where the names below this one are found
};

/// The records of one master file.
class Zone {
 public:
  /// Takes in one record. The text says what is wrong with it, empty where nothing is.
  [[nodiscard]] std::string add(const ldns_rr* record);

  [[nodiscard]] Answer answer(const Question& question) const;

 private:
  struct Synthesis {
    std::optional<DomainName> target;
    seconds ttl;
  };

  Node& node_at(const DomainName& name);
  [[nodiscard]] const Node* find(const DomainName& name) const;
  [[nodiscard]] std::optional<Synthesis> synthesise(const DomainName& name) const;

  std::unordered_map<DomainName, Node> m_nodes;
  seconds m_void_ttl{0};
};

/// The name and every name above it, all of which now exist (RFC 4592, section 2.2.2).
Node& Zone::node_at(const DomainName& name) {
  for (auto above = name.parent(); above; above = above->parent()) {
    if (!m_nodes.try_emplace(*above).second) break;
  }
  return m_nodes[name];
}

std::string Zone::add(const ldns_rr* record) {
  if (ldns_rr_get_class(record) != LDNS_RR_CLASS_IN) return "a class other than IN";
  if (ldns_dname_label_count(ldns_rr_owner(record)) == 0) {
    m_void_ttl = void_ttl(record).value_or(m_void_ttl);
    return {};  // a Question cannot name the root, so nothing else of it is wanted
  }

  const auto owner = to_name(ldns_rr_owner(record));
  if (!owner) return "an owner name with a dot inside a label";
  const seconds ttl(ldns_rr_ttl(record));
  Node& node = node_at(*owner);
  if (ldns_rr_get_type(record) == LDNS_RR_TYPE_CNAME) {
    const auto target = alias_target(record);
    if (!target) return "a CNAME to a name that cannot be asked for";
    if (node.alias) return "a second CNAME at one name";
    node.alias = Alias{*target, ttl};
  } else if (ldns_rr_get_type(record) == LDNS_RR_TYPE_DNAME) {
    const auto target = alias_target(record);
    if (!target) return "a DNAME to a name that cannot be asked for";
    if (node.subtree) return "a second DNAME at one name";
    node.subtree = Alias{*target, ttl};
  } else if (const auto type = record_type(record)) {
    auto data = to_data(record, *type);
    if (!data) return "data that this program cannot hold";
    RecordSet& set = node.sets[*type];
    set.records.push_back(std::move(*data));
    set.ttl = std::min(set.ttl, ttl);
  }
  // RFC 1034, section 3.6.2; authoritative servers refuse such a zone.
  if (node.alias && (node.subtree || !node.sets.empty())) return "a CNAME beside other records";
  return {};
}

const Node* Zone::find(const DomainName& name) const {
  if (const auto exact = m_nodes.find(name); exact != m_nodes.end()) return &exact->second;

  // RFC 4592, section 3.3.1: only a wildcard right below the closest encloser stands in.
  auto encloser = name.parent();
  while (encloser && !m_nodes.contains(*encloser)) encloser = encloser->parent();
  const auto wildcard = encloser ? encloser->child("*") : DomainName::parse("*");
  const auto found = wildcard ? m_nodes.find(*wildcard) : m_nodes.end();
  return found == m_nodes.end() ? nullptr : &found->second;
}

/// The alias of `name` that a DNAME above it makes (RFC 6672, section 2.2): the topmost one, which
/// hides whatever is below it. The target is nullopt where it would be too long.
std::optional<Zone::Synthesis> Zone::synthesise(const DomainName& name) const {
  std::optional<Synthesis> made;
  for (auto above = name.parent(); above; above = above->parent()) {
    const auto node = m_nodes.find(*above);
    if (node == m_nodes.end() || !node->second.subtree) continue;
    const auto& [target, ttl] = *node->second.subtree;
    auto prefix = name.text();
    prefix.resize(prefix.size() - above->text().size());
    made = Synthesis{DomainName::parse(prefix + target.text()), ttl};
  }
  return made;
}

Answer Zone::answer(const Question& question) const {
  Answer answer{Status::no_data, {}, seconds::max()};
  DomainName name = question.name;
  const auto follow = [&](const DomainName& target, seconds ttl) {
    name = target;
    answer.chain.push_back(name);
    answer.ttl = std::min(answer.ttl, ttl);
  };
  while (answer.chain.size() <= longest_alias_chain) {
    if (const auto made = synthesise(name)) {
      if (!made->target) return {Status::bad_answer, {}, {}, std::move(answer.chain)};
      follow(*made->target, made->ttl);
      continue;
    }
    const Node* node = find(name);
    if (node == nullptr) {
      answer.status = Status::nx_domain;
      break;
    }
    if (const auto set = node->sets.find(question.type); set != node->sets.end()) {
      answer.status = Status::answered;
      answer.records = set->second.records;
      answer.ttl = std::min(answer.ttl, set->second.ttl);
      return answer;
    }
    if (!node->alias) break;
    follow(node->alias->target, node->alias->ttl);
  }
  answer.ttl = std::min(answer.ttl, m_void_ttl);
  return answer;
}

class ZoneResolver final : public Resolver {
 public:
  explicit ZoneResolver(Zone zone) : m_zone(std::move(zone)) {}

  std::vector<Answer> ask_all(std::span<const Question> questions, Deadline /*deadline*/) override {
    std::vector<Answer> answers;
    answers.reserve(questions.size());
    for (const Question& question : questions) answers.push_back(m_zone.answer(question));
    return answers;
  }

 private:
  Zone m_zone;
};

struct FileCloser {
  void operator()(std::FILE* file) const noexcept {
    std::fclose(file);  // NOLINT(cert-err33-c): it was only read, so closing loses nothing
  }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

/// Reads the text of a master file record by record, with what one line hands on to the next.
class MasterFile {
 public:
  /// `name` is what messages call it.
  MasterFile(std::string text, std::string name)
      : m_text(std::move(text)), m_name(std::move(name)) {
    // ldns takes the end of the file for a closing parenthesis. A last directive, which an open
    // one swallows, brings it to light.
    m_text += "\n$ORIGIN .\n";
    m_lines = std::count(m_text.begin(), m_text.end(), '\n');
    m_file.reset(fmemopen(m_text.data(), m_text.size(), "r"));
    if (!m_file || ldns_str2rdf_dname(&m_origin, ".") != LDNS_STATUS_OK) throw std::bad_alloc();
  }
  MasterFile(const MasterFile&) = delete;
  MasterFile& operator=(const MasterFile&) = delete;
  ~MasterFile() {
    ldns_rdf_deep_free(m_origin);
    ldns_rdf_deep_free(m_previous);
  }

  [[nodiscard]] Zone read() {
    Zone zone;
    while (std::feof(m_file.get()) == 0) read_entry(zone);
    return zone;
  }

 private:
  void read_entry(Zone& zone) {
    m_entry = m_next_line;
    ldns_rr* parsed = nullptr;
    const ldns_status status =
        ldns_rr_new_frm_fp_l(&parsed, m_file.get(), &m_ttl, &m_origin, &m_previous, &m_next_line);
    const LdnsRecord record(parsed);
    if (status == LDNS_STATUS_SYNTAX_EMPTY || status == LDNS_STATUS_SYNTAX_TTL ||
        status == LDNS_STATUS_SYNTAX_ORIGIN) {
      return;
    }
    if (status == LDNS_STATUS_SYNTAX_INCLUDE) refuse("$INCLUDE is not supported");
    if (m_next_line > m_lines) refuse("a parenthesis is not closed");
    if (status != LDNS_STATUS_OK) refuse(ldns_get_errorstr_by_id(status));
    if (const std::string fault = zone.add(record.get()); !fault.empty()) refuse(fault);
  }

  [[noreturn]] void refuse(std::string_view reason) const {
    throw Error(Failure::unusable_data, fmt::format("{}, line {}: {}", m_name, line(), reason),
                "fix the line; the form is that of RFC 1035, section 5");
  }

  /// The line the entry starts on. ldns takes the blank lines around an entry with it.
  [[nodiscard]] int line() const {
    std::istringstream lines(m_text);
    int number = 0;
    for (std::string text; std::getline(lines, text);) {
      const std::string_view content = trim(text);
      if (++number >= m_entry && !content.empty() && !content.starts_with(';')) break;
    }
    return number;
  }

  std::string m_text;
  std::string m_name;
  File m_file;  // reads m_text
  std::ptrdiff_t m_lines = 0;
  int m_next_line = 1;
  int m_entry = 1;  // the line of the current entry, or of what is blank before it
  std::uint32_t m_ttl = 0;
  ldns_rdf* m_origin = nullptr;    // owned; ldns replaces it at $ORIGIN
  ldns_rdf* m_previous = nullptr;  // owned; the owner of the last record
};

std::unique_ptr<Resolver> read_zone(std::string text, std::string name) {
  return std::make_unique<ZoneResolver>(MasterFile(std::move(text), std::move(name)).read());
}

}  // namespace

std::unique_ptr<Resolver> load_zone(const std::filesystem::path& path) {
  const std::string name = fmt::format("the zone file {}", printable(path.string()));
  std::string text;
  const File file(std::fopen(path.c_str(), "re"));
  if (file) {
    std::array<char, 1 << 16> part{};
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), file.get())) {
      text.append(part.data(), size);
    }
  }
  if (!file || std::ferror(file.get()) != 0) {
    throw Error(Failure::no_input,
                fmt::format("{} cannot be read: {}", name, std::generic_category().message(errno)),
                "name a master file that can be read");
  }
  return read_zone(std::move(text), name);
}

std::unique_ptr<Resolver> parse_zone(std::string_view text) {
  return read_zone(std::string(text), "the zone text");
}

}  // namespace hardfail::dns
