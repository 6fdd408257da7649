#include "engine.hpp"
#include "fixture.hpp"

namespace hardfail::store::fixture {

class Engine::Place {
 public:
  TemporaryDirectory directory;
  std::filesystem::path file = directory.database();
};

Engine::Engine() : m_place(std::make_unique<Place>()) {}
Engine::~Engine() = default;

std::unique_ptr<Store> Engine::open(OpenMode mode) const {
  return open_sqlite(m_place->file, mode);
}

const std::filesystem::path* Engine::file() const noexcept { return &m_place->file; }

}  // namespace hardfail::store::fixture
