#include "import/file_disposal.hpp"

#include <doctest/doctest.h>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

ingest::InputSummary read_now(const std::filesystem::path& path) {
  ingest::InputSummary summary;
  summary.stamp = ingest::stamp_of(path);
  return summary;
}

}  // namespace

TEST_CASE("files go only when told that their reports are safe") {
  const test::Folder folder;
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  ImportOptions options;
  options.imported = Afterwards::move;
  options.move_to = folder / "done";
  options.rejected_to = folder / "bad";
  FileDisposal disposal(options, messages);
  CHECK(FileDisposal::is_wanted(options));

  const auto good = folder.write("in/a", "1");
  const auto same_name = folder.write("in/b/a", "2");
  const auto bad = folder.write("in/c", "3");
  const auto there = folder.write("done/d", "4");
  for (const auto& path : {good, same_name, there, good}) disposal.note(path, read_now(path));
  auto rejected = read_now(bad);
  rejected.rejections.push_back({bad.string(), {}, "why"});
  disposal.note(bad, rejected);
  CHECK(std::filesystem::exists(good));

  disposal.carry_out();
  CHECK(folder.read("done/a") == "1");
  CHECK(folder.read("done/a.2") == "2");
  CHECK(folder.read("done/d") == "4");
  CHECK(folder.read("bad/c") == "3");
  CHECK_FALSE(std::filesystem::exists(good));
  CHECK_FALSE(std::filesystem::exists(same_name));
  CHECK(err.str().empty());
}

TEST_CASE("a file that changed since it was read stays") {
  const test::Folder folder;
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  ImportOptions options;
  options.imported = Afterwards::remove;
  FileDisposal disposal(options, messages);
  const auto grown = folder.write("mbox", "one mail");
  const auto whole = folder.write("whole", "one mail");
  disposal.note(grown, read_now(grown));
  disposal.note(whole, read_now(whole));
  folder.write("mbox", "one mail, another mail");
  disposal.carry_out();
  CHECK(std::filesystem::exists(grown));
  CHECK_FALSE(std::filesystem::exists(whole));
  CHECK(err.str().find("has changed since it was read") != std::string::npos);
}

TEST_CASE("what was rejected stays where no place is named for it, and standard input is no file") {
  const test::Folder folder;
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  ImportOptions options;
  options.imported = Afterwards::remove;
  FileDisposal disposal(options, messages);
  const auto bad = folder.write("bad", "x");
  auto rejected = read_now(bad);
  rejected.rejections.push_back({bad.string(), "a.xml", "why"});
  disposal.note(bad, rejected);
  disposal.note("-", {});
  disposal.carry_out();
  CHECK(std::filesystem::exists(bad));
}

TEST_CASE("mail without a report stays, and so does a mailbox that holds some") {
  const test::Folder folder;
  const auto mail = folder.write("mail", "hello");
  const auto known = folder.write("known", "hello");
  const auto mixed = folder.write("mixed", "hello, and a report");
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  ImportOptions options;
  options.move_to = folder / "done";
  for (const auto afterwards : {Afterwards::move, Afterwards::remove}) {
    options.imported = afterwards;
    FileDisposal disposal(options, messages);
    auto summary = read_now(mail);
    summary.ordinary_mails = 1;
    disposal.note(mail, summary);
    summary = read_now(known);
    summary.known = true;
    disposal.note(known, summary);
    disposal.carry_out();
    CHECK(std::filesystem::exists(mail));
    CHECK(std::filesystem::exists(known));
  }
  FileDisposal disposal(options, messages);
  auto summary = read_now(mixed);
  summary.reports = 1;
  summary.has_other_mail = true;
  disposal.note(mixed, summary);
  disposal.carry_out();
  CHECK(std::filesystem::exists(mixed));
  CHECK(err.str().find("mixed holds more than reports and is left") != std::string::npos);
}

TEST_CASE("a path that is not a directory is refused at once") {
  const test::Folder folder;
  std::ostringstream err;
  Messages messages(err, Verbosity::normal);
  ImportOptions options;
  options.rejected_to = folder.write("file", "x");
  CHECK(test::failure_of([&] { FileDisposal(options, messages); }).starts_with("73 "));
}
