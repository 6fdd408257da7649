#include "hardfail/ingest/pipeline.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::ingest;

namespace {

/// Writes down what it is told, call by call.
class Log final : public Receiver {
 public:
  explicit Log(std::size_t most_inputs = SIZE_MAX) : m_most_inputs(most_inputs) {}

  void begin(const std::filesystem::path& path) override {
    calls.push_back("begin " + path.filename().string());
  }
  void record(report::Record&& record) override {
    calls.push_back("record " + std::to_string(record.messages));
  }
  void report(report::Report&& report, std::string_view member) override {
    calls.push_back("report " + report.report_id + " in " + std::string(member));
  }
  void discard() override { calls.emplace_back("discard"); }
  Next end(InputSummary&& summary) override {
    calls.push_back("end " + std::to_string(summary.reports) + ' ' +
                    std::to_string(summary.rejections.size()));
    return ++m_inputs == m_most_inputs ? Next::stop : Next::go_on;
  }

  std::vector<std::string> calls;

 private:
  std::size_t m_inputs = 0;
  std::size_t m_most_inputs;
};

/// Gives up as soon as an input has nothing to say.
class Impatient final : public Receiver {
 public:
  struct GivenUp {};

  void begin(const std::filesystem::path& path) override { begun = path.filename().string(); }
  void record(report::Record&& /*record*/) override {}
  void report(report::Report&& /*report*/, std::string_view /*member*/) override { ++reports; }
  void discard() override {}
  void waiting() override { throw GivenUp{}; }
  Next end(InputSummary&& /*summary*/) override { return Next::go_on; }

  std::string begun;
  int reports = 0;
};

std::string many_records(std::uint64_t number) {
  std::string records;
  for (std::uint64_t i = 1; i <= number; ++i) records += record_xml(i);
  return records;
}

/// Inputs of all sorts: small and large ones, several reports, none, damaged ones, none at all.
std::vector<std::filesystem::path> inputs(const TemporaryDirectory& directory) {
  std::vector<std::filesystem::path> paths;
  for (unsigned i = 0; i < 40; ++i) {
    const auto id = std::to_string(i);
    const auto xml = report_xml(id, many_records(i % 10 == 3 ? 20'000 : i));
    paths.push_back(directory.file(
        "f" + id, i % 7 == 5   ? xml.substr(0, xml.size() / 2) + "</feedback"
                  : i % 7 == 6 ? "<feedback>" + many_records(5000)
                  : i % 4 == 1 ? pack({{"a.xml", xml}, {"b.xml", report_xml("b" + id)}})
                  : i % 4 == 2 ? "no report"
                               : gzip(xml)));
  }
  paths.insert(paths.begin() + 7, directory.path() / "missing");
  return paths;
}

}  // namespace

TEST_CASE("the receiver is told the same whatever the number of jobs") {
  const TemporaryDirectory directory;
  const auto paths = inputs(directory);
  Log alone;
  read_inputs(paths, {}, {}, 1, alone);
  CHECK(alone.calls.size() > 60'000);
  for (const unsigned jobs : {2U, 3U, 16U}) {
    CAPTURE(jobs);
    Log beside;
    read_inputs(paths, {}, {}, jobs, beside);
    CHECK((beside.calls == alone.calls));
  }
}

TEST_CASE("no input is begun after the receiver has had enough") {
  const TemporaryDirectory directory;
  const auto paths = inputs(directory);
  for (const unsigned jobs : {1U, 4U}) {
    Log log(2);
    read_inputs(paths, {}, {}, jobs, log);
    CHECK(std::ranges::count_if(log.calls,
                                [](const auto& call) { return call.starts_with("begin"); }) == 2);
  }
}

TEST_CASE("what the receiver throws ends the reading, whatever the readers are at") {
  class Thrower final : public Receiver {
   public:
    void begin(const std::filesystem::path& /*path*/) override {}
    void record(report::Record&& /*record*/) override {
      if (++m_records == 25'000) throw std::domain_error("enough");
    }
    void report(report::Report&& /*report*/, std::string_view /*member*/) override {}
    void discard() override {}
    Next end(InputSummary&& /*summary*/) override { return Next::go_on; }

   private:
    unsigned m_records = 0;
  };
  const TemporaryDirectory directory;
  const auto paths = inputs(directory);
  for (const unsigned jobs : {1U, 2U, 8U}) {
    Thrower thrower;
    CHECK_THROWS_AS(read_inputs(paths, {}, {}, jobs, thrower), std::domain_error);
  }
}

TEST_CASE("no inputs mean no work") {
  Log log;
  read_inputs({}, {}, {}, 4, log);
  CHECK(log.calls.empty());
}

TEST_CASE("a receiver can give up an input that is silent, even one that nobody writes to") {
  const TemporaryDirectory directory;
  const auto unopened = directory.path() / "unopened";
  const auto silent = directory.path() / "silent";
  REQUIRE(mkfifo(unopened.c_str(), 0600) == 0);
  REQUIRE(mkfifo(silent.c_str(), 0600) == 0);
  const int writer = open(silent.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(writer >= 0);
  const std::vector<std::filesystem::path> paths = {directory.file("a.xml", report_xml("a")),
                                                    unopened, silent};
  for (const unsigned jobs : {1U, 3U}) {
    CAPTURE(jobs);
    for (const auto* first : {&unopened, &silent}) {
      Impatient receiver;
      const std::vector<std::filesystem::path> order = {paths[0], *first, paths[1], paths[2]};
      CHECK_THROWS_AS(read_inputs(order, {}, {}, jobs, receiver), const Impatient::GivenUp&);
      CHECK(receiver.begun == first->filename().string());
      CHECK(receiver.reports == 1);
    }
  }
  close(writer);
}

TEST_CASE("a FIFO is read to the end of what is written into it, with pauses") {
  const TemporaryDirectory directory;
  const auto fifo = directory.path() / "fifo";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  const auto xml = report_xml("a", many_records(3));
  std::thread writer([&] {
    const int descriptor = open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
    const auto half = xml.size() / 2;
    CHECK(write(descriptor, xml.data(), half) == static_cast<ssize_t>(half));
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
    CHECK(write(descriptor, xml.data() + half, xml.size() - half) ==
          static_cast<ssize_t>(xml.size() - half));
    close(descriptor);
  });
  Log log;
  read_inputs(std::vector<std::filesystem::path>{fifo}, {}, {}, 1, log);
  writer.join();
  CHECK(log.calls.back() == "end 1 0");
}
