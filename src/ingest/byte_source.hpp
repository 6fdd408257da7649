#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// Octets read one after another, with a look ahead.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ByteSource(ByteSource&&) = delete;
  ByteSource& operator=(ByteSource&&) = delete;
  virtual ~ByteSource() = default;

  /// The next octets, as many as come at once; empty at the end. Valid until the next call of any
  /// member. Throws InputError where they cannot be had.
  [[nodiscard]] std::string_view next();

  /// The next `wanted` octets, or all that are left, without taking them.
  [[nodiscard]] std::string_view peek(std::size_t wanted);

  /// Gives back octets that were taken last.
  void give_back(std::string_view octets);

  /// How many octets there are in all, where reading may go on anywhere; nullopt for a stream.
  [[nodiscard]] virtual std::optional<std::uint64_t> size() const { return std::nullopt; }

  /// True once the octets have ended before what packed them says they should.
  [[nodiscard]] virtual bool is_cut_off() const { return false; }

  /// Goes on reading at `offset`. Pre: size() has a value.
  void seek(std::uint64_t offset);

 protected:
  /// What next() is without the look ahead.
  [[nodiscard]] virtual std::string_view read() = 0;
  virtual void move_to(std::uint64_t /*offset*/) {}

 private:
  std::string m_ahead;
  std::string m_taken;
};

/// Octets held by someone else for as long as this lives.
class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view octets) : m_octets(octets) {}
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return m_octets.size(); }

 private:
  [[nodiscard]] std::string_view read() override;
  void move_to(std::uint64_t offset) override;

  std::string_view m_octets;
  std::size_t m_at = 0;
};

/// A file, or standard input for "-".
class FileSource : public ByteSource {
 public:
  /// Throws InputError where it cannot be opened or is a directory.
  explicit FileSource(const std::filesystem::path& path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  FileSource(FileSource&&) = delete;
  FileSource& operator=(FileSource&&) = delete;

  [[nodiscard]] std::optional<std::uint64_t> size() const override { return m_size; }

  /// The octets read so far, or in all where that is known.
  [[nodiscard]] std::uint64_t octets() const noexcept { return m_size.value_or(m_position); }

  /// Where the next octet would be read.
  [[nodiscard]] std::uint64_t position() const noexcept { return m_position; }

  /// The file's state when it was opened; nullopt for standard input.
  [[nodiscard]] const std::optional<FileStamp>& stamp() const noexcept { return m_stamp; }

 private:
  [[nodiscard]] std::string_view read() override;
  void move_to(std::uint64_t offset) override;

  int m_descriptor;
  std::optional<std::uint64_t> m_size;
  std::optional<FileStamp> m_stamp;
  std::uint64_t m_position = 0;
  std::vector<char> m_buffer;
};

}  // namespace hardfail::ingest
