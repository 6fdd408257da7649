#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

bool is_error(Status status) noexcept { return status != Status::answered && !is_void(status); }

bool is_void(Status status) noexcept {
  return status == Status::no_data || status == Status::nx_domain;
}

std::string_view describe(Status status) noexcept {
  switch (status) {
    case Status::answered:
      return "answered";
    case Status::no_data:
      return "no record of this type";
    case Status::nx_domain:
      return "NXDOMAIN";
    case Status::serv_fail:
      return "SERVFAIL";
    case Status::refused:
      return "REFUSED";
    case Status::timeout:
      return "no answer in time";
    case Status::bad_answer:
      return "unusable answer";
  }
  return {};
}

}  // namespace hardfail::dns
