#include "hardfail/util/error.hpp"

#include <utility>

namespace hardfail {

Error::Error(Failure failure, const std::string& text, std::string advice)
    : std::runtime_error(text), m_failure(failure), m_advice(std::move(advice)) {}

InputError::InputError(const std::string& text, std::string advice)
    : Error(Failure::unusable_data, text, std::move(advice)) {}

}  // namespace hardfail
