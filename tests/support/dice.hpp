#pragma once

#include <fmt/format.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "memory_resolver.hpp"

namespace hardfail::test {

/// Records and zones drawn at random, from a fixed seed.
class Dice {
 public:
  /// What domain-specs may hold.
  enum class Targets { plain, with_macros };

  explicit Dice(unsigned seed, Targets targets = Targets::with_macros)
      : m_engine(seed), m_targets(targets) {}

  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(m_engine);
  }

  template <std::size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& choices) {
    return choices[below(N)];
  }

  std::string name() { return fmt::format("n{}.example.com", below(12)); }

  std::string address() {
    return below(4) == 0 ? fmt::format("2001:db8::{}", below(9))
                         : fmt::format("192.0.2.{}", below(9));
  }

  std::string record() {
    std::string text(one_of(std::array<std::string_view, 3>{"v=spf1", "V=SPF1 ", "v=spf1"}));
    for (auto terms = below(9); terms > 0; --terms) text += ' ' + term();
    if (below(12) == 0) text[below(text.size())] = static_cast<char>(below(256));
    return text;
  }

  void fill(MemoryResolver& dns) {
    using dns::RecordType;
    for (int i = 0; i < 12; ++i) {
      const auto name = fmt::format("n{}.example.com", i);
      if (below(8) != 0) dns.txt(name, record());
      if (below(15) == 0) dns.txt(name, record());
      for (auto n = below(4); n > 0; --n) dns.address(name, address());
      for (auto n = below(5) == 0 ? below(14) : 0; n > 0; --n) dns.mx(name, 10, this->name());
      if (below(9) == 0) dns.silent(name);
      if (below(20) == 0) dns.fail(name, RecordType::a).fail(name, RecordType::mx);
      if (below(20) == 0) dns.cname(name, this->name());
      const auto client = address();
      for (auto n = below(14); n > 0; --n) dns.ptr(client, this->name());
    }
  }

 private:
  std::string target() {
    if (m_targets == Targets::plain) return name();
    return std::string(one_of(std::array<std::string_view, 12>{"", "", "", "", "", "%{d}.",
                                                               "%{ir}.%{v}.", "%{p}.", "%{l1r-}.",
                                                               "%{h}.", "%{S}.", "..%%%_%-."})) +
           name();
  }

  std::string term() {
    const auto qualifier = one_of(std::array<std::string_view, 6>{"", "", "+", "-", "~", "?"});
    switch (below(14)) {
      case 0:
        return fmt::format("{}all", qualifier);
      case 1:
      case 2:
      case 3:
        return fmt::format("{}include:{}", qualifier, target());
      case 4:
        return fmt::format("{}a", qualifier);
      case 5:
        return fmt::format("{}a:{}/{}//{}", qualifier, target(), below(33), below(129));
      case 6:
        return fmt::format("{}mx:{}", qualifier, target());
      case 7:
        return fmt::format("{}ptr:{}", qualifier, target());
      case 8:
        return fmt::format("{}exists:{}", qualifier, target());
      case 9:
        return fmt::format("{}ip4:192.0.2.{}/{}", qualifier, below(9), below(33));
      case 10:
        return fmt::format("{}ip6:2001:db8::{}/{}", qualifier, below(9), below(129));
      case 11:
        return "redirect=" + target();
      case 12:
        return "exp=" + target();
      default:
        return "x-y=%{i}";
    }
  }

  std::mt19937 m_engine;
  Targets m_targets;
};

}  // namespace hardfail::test
