#pragma once

#include <filesystem>
#include <memory>

#include "hardfail/store/store.hpp"

namespace hardfail::store::fixture {

/// A database of its own for a test, of the engine that the test program is linked with.
class Engine {
 public:
  Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  Engine(Engine&&) = delete;
  Engine& operator=(Engine&&) = delete;
  ~Engine();

  [[nodiscard]] std::unique_ptr<Store> open(OpenMode mode = OpenMode::create) const;

  /// The file that the database is in, for what only SQL can show; nullptr on a server.
  [[nodiscard]] const std::filesystem::path* file() const noexcept;

 private:
  class Place;
  std::unique_ptr<Place> m_place;
};

}  // namespace hardfail::store::fixture
