#pragma once

#include <doctest/doctest.h>

/// CAPTURE() for a structured binding, which clang 14 lets no lambda hold.
#define CAPTURE_BOUND(binding) CAPTURE_BOUND_AS(DOCTEST_ANONYMOUS(bound_), binding)
#define CAPTURE_BOUND_AS(name, binding) \
  const auto& name = binding;           \
  INFO(#binding " := ", name)
