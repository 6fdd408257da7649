#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// What is read at once, in octets.
inline constexpr std::size_t chunk_octets = 64U << 10U;

/// Octets read in sequence, with look-ahead.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ByteSource(ByteSource&&) = delete;
  ByteSource& operator=(ByteSource&&) = delete;
  virtual ~ByteSource() = default;

  /// The next octets, as many as come at once; empty at the end. Valid until any member is called
  /// again. Throws InputError where they cannot be read.
  [[nodiscard]] std::string_view next();

  /// The next `wanted` octets, or all that are left, without consuming them.
  [[nodiscard]] std::string_view peek(std::size_t wanted);

  /// Puts back octets, the last that were consumed.
  void give_back(std::string_view octets);

  /// How many octets there are in all, if the source can seek; nullopt for a stream.
  [[nodiscard]] virtual std::optional<std::uint64_t> size() const { return std::nullopt; }

  /// The offset of the next octet of a source that is an input itself.
  [[nodiscard]] virtual std::uint64_t position() const noexcept { return 0; }

  /// The octets in all where that is known, else those read so far.
  [[nodiscard]] std::uint64_t octets() const { return size().value_or(position()); }

  /// True once the octets have ended sooner than their container says they should.
  [[nodiscard]] virtual bool is_cut_off() const { return false; }

  /// Continues reading at `offset`. Pre: size() has a value.
  void seek(std::uint64_t offset);

 protected:
  /// next() without the look-ahead.
  [[nodiscard]] virtual std::string_view read() = 0;
  virtual void move_to(std::uint64_t /*offset*/) {}

 private:
  std::string m_ahead;
  std::string m_taken;
};

/// Octets in memory, which must outlive this.
class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view octets) : m_octets(octets) {}
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return m_octets.size(); }
  [[nodiscard]] std::uint64_t position() const noexcept override { return m_at; }

 private:
  [[nodiscard]] std::string_view read() override;
  void move_to(std::uint64_t offset) override;

  std::string_view m_octets;
  std::size_t m_at = 0;
};

/// A file, or standard input for "-".
class FileSource : public ByteSource {
 public:
  /// `waiting` is called several times a second while there is nothing to read, and may throw.
  /// Throws InputError where it cannot be opened or is a directory.
  explicit FileSource(
      const std::filesystem::path& path, std::function<void()> waiting = [] {});
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  FileSource(FileSource&&) = delete;
  FileSource& operator=(FileSource&&) = delete;

  [[nodiscard]] std::optional<std::uint64_t> size() const override { return m_size; }
  [[nodiscard]] std::uint64_t position() const noexcept override { return m_position; }

  /// The state of the file when it was opened; nullopt for standard input.
  [[nodiscard]] const std::optional<FileStamp>& stamp() const noexcept { return m_stamp; }

 private:
  [[nodiscard]] std::string_view read() override;
  void move_to(std::uint64_t offset) override;

  void wait_for_octets() const;

  std::function<void()> m_waiting;
  int m_descriptor;
  std::optional<std::uint64_t> m_size;
  std::optional<FileStamp> m_stamp;
  std::uint64_t m_position = 0;
  std::vector<char> m_buffer;
};

}  // namespace hardfail::ingest
