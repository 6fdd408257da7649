#include "engine.hpp"

#include <cstdlib>
#include <string>

#include "clickhouse/server.hpp"
#include "hardfail/store/clickhouse.hpp"

namespace hardfail::store::fixture {

class Engine::Place {
 public:
  std::string address = fresh_address();
};

Engine::Engine() : m_place(std::make_unique<Place>()) {}
Engine::~Engine() = default;

std::unique_ptr<Store> Engine::open(OpenMode mode) const {
  return open_clickhouse(*ClickHouseAddress::parse(m_place->address), std::nullopt, mode);
}

const std::filesystem::path* Engine::file() const noexcept { return nullptr; }

}  // namespace hardfail::store::fixture
