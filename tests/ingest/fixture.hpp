#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// Keeps what comes, and drops what is discarded, as a database would.
class Collector : public Sink {
 public:
  struct Held {
    report::Report report;
    std::string member;
    std::vector<report::Record> records;
  };

  void record(report::Record&& record) override { m_pending.push_back(std::move(record)); }
  void report(report::Report&& report, std::string_view member) override {
    reports.push_back({std::move(report), std::string(member), std::move(m_pending)});
    m_pending.clear();
  }
  void discard() override {
    m_pending.clear();
    ++discards;
  }

  [[nodiscard]] bool has_leftovers() const { return !m_pending.empty(); }

  std::vector<Held> reports;
  unsigned discards = 0;

 private:
  std::vector<report::Record> m_pending;
};

/// Counts only, so that a report of any size fits.
class Counter : public Sink {
 public:
  void record(report::Record&& record) override {
    ++m_pending_records;
    m_pending_messages += record.messages;
  }
  void report(report::Report&& /*report*/, std::string_view /*member*/) override {
    records += m_pending_records;
    messages += m_pending_messages;
    discard();
  }
  void discard() override { m_pending_records = m_pending_messages = 0; }

  std::uint64_t records = 0;
  std::uint64_t messages = 0;

 private:
  std::uint64_t m_pending_records = 0;
  std::uint64_t m_pending_messages = 0;
};

/// A directory that goes when the test does.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "hardfail-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    m_path = name;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(m_path); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  TemporaryDirectory(TemporaryDirectory&&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

  /// Writes a file and gives its path.
  [[nodiscard]] std::filesystem::path file(const std::string& name, std::string_view octets) const {
    const auto path = m_path / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << octets;
    return path;
  }

 private:
  std::filesystem::path m_path;
};

/// What became of octets read as a file.
struct Outcome {
  InputSummary summary;
  Collector sink;
};

inline void read_octets(std::string_view octets, Outcome& outcome, const Limits& limits = {}) {
  const TemporaryDirectory directory;
  outcome.summary = read_input(directory.file("input", octets), limits, outcome.sink);
}

inline std::string gzip(std::string_view octets) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string packed(deflateBound(&stream, octets.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(octets.data()));
  stream.avail_in = static_cast<uInt>(octets.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("deflate");
  return packed;
}

struct File {
  std::string name;
  std::string contents;
};

/// How to write an archive; `filter` is one of libarchive's.
struct Packing {
  std::string format = "zip";
  std::string options{};
  std::string filter{};
  std::string password{};
  bool sizes_first = true;  ///< false makes a zip with data descriptors
};

inline std::string pack(const std::vector<File>& files, const Packing& packing = {}) {
  std::size_t room = std::size_t{1} << 20U;
  for (const auto& file : files) room += file.contents.size();
  std::string octets(room, '\0');
  std::size_t used = 0;
  struct archive* const archive = archive_write_new();
  const auto require = [archive](int status) {
    // A name beyond ASCII is a warning.
    if (status < ARCHIVE_WARN) throw std::runtime_error(archive_error_string(archive));
  };
  require(archive_write_set_format_by_name(archive, packing.format.c_str()));
  if (!packing.filter.empty()) {
    require(archive_write_add_filter_by_name(archive, packing.filter.c_str()));
  }
  if (!packing.options.empty())
    require(archive_write_set_options(archive, packing.options.c_str()));
  if (!packing.password.empty()) {
    require(archive_write_set_passphrase(archive, packing.password.c_str()));
  }
  require(archive_write_open_memory(archive, octets.data(), octets.size(), &used));
  for (const auto& file : files) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_filetype(entry, file.name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    if (packing.sizes_first) {
      archive_entry_set_size(entry, static_cast<la_int64_t>(file.contents.size()));
    }
    require(archive_write_header(archive, entry));
    if (!file.contents.empty()) {
      archive_write_data(archive, file.contents.data(), file.contents.size());
    }
    archive_entry_free(entry);
  }
  require(archive_write_close(archive));
  archive_write_free(archive);
  octets.resize(used);
  return octets;
}

inline std::string record_xml(std::uint64_t count = 2) {
  return "<record><row><source_ip>192.0.2.1</source_ip><count>" + std::to_string(count) +
         "</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>"
         "</policy_evaluated></row><identifiers><header_from>example.com</header_from>"
         "</identifiers><auth_results><spf><domain>example.com</domain><result>softfail</result>"
         "</spf></auth_results></record>\n";
}

inline std::string report_xml(const std::string& id = "1",
                              const std::string& records = record_xml()) {
  return "<?xml version=\"1.0\"?>\n<feedback><report_metadata><org_name>receiver.example</org_name>"
         "<email>dmarc@receiver.example</email><report_id>" +
         id +
         "</report_id><date_range><begin>1700000000</begin><end>1700086399</end></date_range>"
         "</report_metadata><policy_published><domain>example.com</domain><p>none</p>"
         "</policy_published>" +
         records + "</feedback>\n";
}

}  // namespace hardfail::ingest
