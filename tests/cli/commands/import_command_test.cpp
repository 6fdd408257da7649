#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "import/interrupts.hpp"
#include "program.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

constexpr std::string_view report = R"(<?xml version="1.0"?>
<feedback><report_metadata><org_name>receiver.example</org_name><email>d@receiver.example</email>
<report_id>1</report_id><date_range><begin>1790121600</begin><end>1790207999</end></date_range>
</report_metadata><policy_published><domain>example.com</domain><p>none</p></policy_published>
<record><row><source_ip>192.0.2.1</source_ip><count>28</count><policy_evaluated>
<disposition>none</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated></row>
<identifiers><header_from>example.com</header_from></identifiers>
<auth_results><spf><domain>example.com</domain><result>pass</result></spf></auth_results></record>
</feedback>)";

struct Ran {
  int status = 0;
  std::string out, err;
};

Ran run(const test::Folder& folder, std::vector<std::string> arguments) {
  test::Surroundings around;
  arguments.insert(arguments.begin(), {"--db", (folder / "test.db").string(), "--format", "json"});
  Ran ran;
  ran.status = run_program(arguments, around.environment());
  ran.out = around.out.str();
  ran.err = around.err.str();
  return ran;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("with --quiet an import says nothing unless something was rejected") {
  const test::Folder folder;
  const auto quietly = [&](const std::string& path, const std::string& format) {
    test::Surroundings around;
    const std::vector<std::string> arguments = {
        "--db", (folder / "test.db").string(), "--quiet", "--format", format, "import", path};
    const int status = run_program(arguments, around.environment());
    return std::to_string(status) + around.out.str() + around.err.str();
  };
  const auto good = folder.write("in/a.xml", report).string();
  CHECK(quietly(good, "text") == "0");
  CHECK(quietly(good, "text") == "0");
  CHECK(has(quietly(good, "json"), "hardfail.import/1"));
  const auto told = quietly(folder.write("in/b.xml", "<feedback").string(), "text");
  CHECK(has(told, "1"));
  CHECK(has(told, "b.xml: "));
}

TEST_CASE("a report goes in once") {
  const test::Folder folder;
  const auto path = folder.write("in/a.xml", report).string();
  const auto first = run(folder, {"import", path});
  CHECK(first.status == 0);
  CHECK(first.err.empty());
  CHECK(has(first.out, "\"reports\": 1,"));
  CHECK(has(first.out, "\"messages\": 28,"));
  const auto again = run(folder, {"import", path});
  CHECK(again.status == 0);
  CHECK(has(again.out, "\"reports\": 0,"));
  CHECK(has(again.out, "\"duplicates\": 1,"));
  CHECK(has(again.out, "\"rows\": 0,"));
}

TEST_CASE("what is rejected is named in answer and errors, and the rest goes in") {
  const test::Folder folder;
  folder.write("in/a.xml", report);
  const auto bad = folder.write("in/b.xml", "no report\n").string();
  const auto ran = run(folder, {"import", (folder / "in").string()});
  CHECK(ran.status == 1);
  CHECK(ran.err.starts_with("hardfail: " + bad + ": "));
  CHECK(has(ran.out, "\"path\": \"" + bad + "\""));
  CHECK(has(ran.out, "\"files\": 2,"));
  CHECK(has(ran.out, "\"reports\": 1,"));

  const auto listed = run(folder, {"reports"});
  CHECK(listed.status == 0);
  CHECK(has(listed.out, "\"report_id\": \"1\""));
  CHECK(has(listed.out, "\"path\": \"" + bad + "\""));
  CHECK(run(folder, {"reports", "--domain", "other.example"}).status == 66);
}

TEST_CASE("what was rejected is no longer listed once the same file could be read") {
  const test::Folder folder;
  const auto path = folder.write("in/a.xml", "no report\n").string();
  CHECK(run(folder, {"import", path}).status == 1);
  CHECK(has(run(folder, {"reports"}).out, "is text"));
  folder.write("in/a.xml", report);
  CHECK(run(folder, {"import", path}).status == 0);
  CHECK_FALSE(has(run(folder, {"reports"}).out, "is text"));
}

TEST_CASE("a file is read again where it was rejected or lost something, and its copy is not") {
  const test::Folder folder;
  const auto whole = folder.write("whole.xml", report).string();
  const auto cut = folder.write("cut.xml", report.substr(0, report.size() - 12)).string();
  const auto bad = folder.write("bad.xml", "no report\n").string();
  const auto copy = folder.write("copy.xml", report).string();
  CHECK(run(folder, {"import", cut, whole, bad}).status == 1);
  // Past this limit whatever is read is rejected.
  const auto ran = run(folder, {"import", "--limit-record-octets", "100", cut, copy, bad});
  CHECK(has(ran.out, "\"duplicates\": 1,"));
  CHECK(has(ran.err, cut));
  CHECK(has(ran.err, bad));
  CHECK_FALSE(has(ran.err, copy));
}

TEST_CASE("an interrupted import keeps what it read, and says so") {
  const test::Folder folder;
  const auto path = folder.write("in/a.xml", report).string();
  Interrupts held;  // so that the signal waits for the import
  REQUIRE(raise(SIGINT) == 0);
  const auto ran = run(folder, {"import", path});
  CHECK_FALSE(held.seen());
  CHECK(ran.status == 130);
  CHECK(has(ran.err, "interrupted"));
  CHECK(has(ran.out, "\"interrupted\": true"));
}

TEST_CASE("what was imported is moved or deleted, what was rejected goes where it is told to") {
  const test::Folder folder;
  folder.write("in/a.xml", report);
  folder.write("in/b.xml", "no report");
  const auto in = (folder / "in").string();
  const auto bad = (folder / "bad").string();
  const auto ran =
      run(folder, {"import", "--move-to", (folder / "done").string(), "--rejected-to", bad, in});
  CHECK(ran.status == 1);
  CHECK(folder.read("done/a.xml") == report);
  CHECK(folder.read("bad/b.xml") == "no report");
  CHECK(std::filesystem::is_empty(folder / "in"));

  CHECK(run(folder, {"import", "--delete", (folder / "done").string()}).status == 0);
  CHECK(std::filesystem::is_empty(folder / "done"));
}

TEST_CASE("a limit that is passed is named as the option that sets it") {
  const test::Folder folder;
  const auto path = folder.write("a.xml", report).string();
  const auto ran = run(folder, {"import", "--limit-record-octets", "100", path});
  CHECK(ran.status == 1);
  CHECK(has(ran.err, "(--limit-record-octets)"));
}

TEST_CASE("an interrupt at once ends an import that waits for input, and what was read is kept") {
  const test::Folder folder;
  const auto read = folder.write("a.xml", report).string();
  const auto fifo = (folder / "fifo").string();
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  for (const std::string jobs : {"1", "2"}) {
    CAPTURE(jobs);
    // It inherits that the signal is held back, so that only the import can take it.
    const Interrupts held_back;
    std::thread sender([&] {
      const int descriptor = open(fifo.c_str(), O_WRONLY | O_CLOEXEC);  // once the import reads it
      kill(getpid(), SIGTERM);
      std::this_thread::sleep_for(std::chrono::seconds(2));
      close(descriptor);
    });
    const auto started = std::chrono::steady_clock::now();
    const auto ran = run(folder, {"import", "--jobs", jobs, read, fifo});
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(2));
    sender.join();
    CHECK(ran.status == 130);
    CHECK(has(ran.err, "interrupted"));
    CHECK(has(run(folder, {"domains"}).out, "example.com"));
  }
}
