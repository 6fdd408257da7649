#pragma once

#include <span>
#include <vector>

namespace hardfail::analysis {

/// Mail of some days: what was seen, and what was expected but for a factor common to all.
struct Stretch {
  double seen = 0;
  double expected = 0;
  double days = 0;
};

/// How much a stream of mail swings from week to week, learned from some weeks of it, and what that
/// leaves to be expected of other days.
///
/// Messages of a week are Poisson about a mean that itself swings by a gamma factor, whose
/// coefficient of variation is not known: each value it may have counts by how well it explains the
/// weeks. A few weeks leave it wide open, which makes what is to be expected uncertain as it
/// should.
class Swing {
 public:
  explicit Swing(std::span<const Stretch> weeks);

  /// The probability that no more than `stretch.seen` is seen. `relative_variance` is of all that
  /// makes the stretch differ from the weeks before besides such swings.
  [[nodiscard]] double at_most(const Stretch& stretch, double relative_variance) const;

  /// The messages of which less is seen with this probability.
  [[nodiscard]] double quantile(const Stretch& stretch, double relative_variance,
                                double probability) const;

  /// How well what was expected of the weeks explains them, as the logarithm of a probability but
  /// for a constant of what was seen.
  [[nodiscard]] double explains() const noexcept { return m_explains; }

  /// The mean that is expected.
  [[nodiscard]] double mean(const Stretch& stretch) const;

 private:
  /// One value that the coefficient of variation may have.
  struct Value {
    double variation = 0;  ///< of a week's mean
    double probability = 0;
    double factor = 1;    ///< of what is expected
    double variance = 0;  ///< of that, relative
  };

  [[nodiscard]] double at_most(double seen, const Stretch& stretch, double relative_variance) const;

  std::vector<Value> m_values;
  double m_explains = 0;
};

}  // namespace hardfail::analysis
