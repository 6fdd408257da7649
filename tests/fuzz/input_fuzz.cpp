// A file of any kind: it yields what it yields again, and where it yields nothing it says why.
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "fuzz.hpp"
#include "hardfail/ingest/ingest.hpp"

namespace {

using namespace hardfail;

/// A file without a name.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view octets) : m_descriptor(memfd_create("input", MFD_CLOEXEC)) {
    fuzz::require(m_descriptor >= 0, "there is a file in memory");
    fuzz::require(
        write(m_descriptor, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()),
        "the file takes the octets");
  }
  ~MemoryFile() { close(m_descriptor); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  MemoryFile(MemoryFile&&) = delete;
  MemoryFile& operator=(MemoryFile&&) = delete;

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(m_descriptor); }

 private:
  int m_descriptor;
};

class Counter : public ingest::Sink {
 public:
  void record(report::Record&& record) override {
    ++m_open;
    m_messages += record.messages;
  }
  void report(report::Report&& report, std::string_view /*member*/) override {
    fuzz::require(report.records == m_open, "a report has the records before it");
    fuzz::require(report.messages == m_messages, "a report has the messages of its records");
    discard();
    ++reports;
  }
  void discard() override { m_open = m_messages = 0; }

  std::uint64_t reports = 0;

 private:
  std::uint64_t m_open = 0;
  std::uint64_t m_messages = 0;
};

struct Reading {
  ingest::InputSummary summary;
  std::uint64_t reports = 0;
};

Reading read(const MemoryFile& file) {
  ingest::Limits limits;
  limits.unpacked_octets = 8U << 20U;
  limits.members = 200;
  limits.mail_octets = 1U << 20U;
  limits.report.records = 10'000;
  Counter counter;
  auto summary = ingest::read_input(file.path(), limits, counter);
  return {std::move(summary), counter.reports};
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(fuzz::octets_of(data, size));
  const auto [summary, reports] = read(file);
  fuzz::require(summary.reports == reports, "every report is counted");
  fuzz::require(reports + summary.skipped + summary.ordinary_mails + summary.rejections.size() > 0,
                "an input without a report is told");
  for (const auto& rejection : summary.rejections) {
    fuzz::require(!rejection.reason.empty(), "a rejection says why");
  }
  const auto again = read(file);
  fuzz::require(again.reports == reports && again.summary.digest == summary.digest &&
                    again.summary.rejections.size() == summary.rejections.size(),
                "a file yields the same again");
  return 0;
}
