#include "hardfail/notify/notify.hpp"

#include "ways.hpp"

namespace hardfail::notify {

void tell(const Message& message, const Way& way, const Time& time) {
  std::visit([&](const auto& each) { tell_by(each, message, time); }, way);
}

}  // namespace hardfail::notify
