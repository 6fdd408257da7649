#include "after/swing.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace hardfail::analysis {
namespace {

/// Mail of one sender at one receiver swings by some tenths from week to week; campaigns by more.
constexpr double usual_variation = 0.2;
constexpr double spread_of_variations = 0.9;  ///< of their logarithm
constexpr double least_variation = 0.02;
constexpr double most_variation = 3.0;
constexpr unsigned variations = 28;
constexpr double days_in_week = 7;

/// How a week's gamma factor is shaped where so many of its days are looked at: days swing with
/// their week, and several weeks make up for each other.
double shape_of(double variation, double length) {
  return length / days_in_week / (variation * variation);
}

struct Fit {
  double factor = 1;
  double information = 0;  ///< of its logarithm
  double log_likelihood = 0;
};

Fit fit(std::span<const Stretch> weeks, double variation) {
  double seen = 0;
  double expected = 0;
  for (const auto& each : weeks) {
    seen += each.seen;
    expected += each.expected;
  }
  Fit fitted;
  fitted.factor = seen > 0 ? seen / expected : 0.5 / expected;
  constexpr int rounds = 4;  // weights hardly depend on the factor
  for (int i = 0; i < rounds; ++i) {
    double weighted_seen = 0;
    double weighted_expected = 0;
    for (const auto& each : weeks) {
      const auto mean = fitted.factor * each.expected;
      const auto weight = 1 / (1 + mean / shape_of(variation, each.days));
      weighted_seen += weight * each.seen;
      weighted_expected += weight * each.expected;
    }
    if (weighted_seen > 0) fitted.factor = weighted_seen / weighted_expected;
  }
  for (const auto& each : weeks) {
    const auto mean = fitted.factor * each.expected;
    const auto shape = shape_of(variation, each.days);
    fitted.information += mean / (1 + mean / shape);
    fitted.log_likelihood += boost::math::lgamma(each.seen + shape) - boost::math::lgamma(shape) -
                             shape * std::log1p(mean / shape) +
                             (each.seen > 0 ? each.seen * std::log(mean / (shape + mean)) : 0.0);
  }
  return fitted;
}

}  // namespace

Swing::Swing(std::span<const Stretch> weeks) {
  std::vector<double> logs;
  logs.reserve(variations);
  m_values.reserve(variations);
  const auto step = std::log(most_variation / least_variation) / (variations - 1);
  for (unsigned i = 0; i < variations; ++i) {
    const auto variation = least_variation * std::exp(step * i);
    const auto fitted = fit(weeks, variation);
    const auto away = std::log(variation / usual_variation) / spread_of_variations;
    // The factor is not known either: by Laplace's approximation.
    logs.push_back(fitted.log_likelihood - away * away / 2 - std::log(fitted.information) / 2);
    m_values.push_back({variation, 0, fitted.factor, 1 / fitted.information});
  }
  const auto largest = std::ranges::max(logs);
  double sum = 0;
  for (auto& each : logs) sum += each = std::exp(each - largest);
  m_explains = largest + std::log(sum);
  for (unsigned i = 0; i < variations; ++i) m_values[i].probability = logs[i] / sum;
}

double Swing::at_most(double seen, const Stretch& stretch, double relative_variance) const {
  double probability = 0;
  for (const auto& value : m_values) {
    const auto mean = value.factor * stretch.expected;
    const auto shape =
        1 / (1 / shape_of(value.variation, stretch.days) + value.variance + relative_variance);
    probability += value.probability * boost::math::ibeta(shape, seen + 1, shape / (shape + mean));
  }
  return std::min(probability, 1.0);
}

double Swing::at_most(const Stretch& stretch, double relative_variance) const {
  return at_most(stretch.seen, stretch, relative_variance);
}

double Swing::quantile(const Stretch& stretch, double relative_variance, double probability) const {
  double low = 0;
  double high = 2 * mean(stretch) + 10;
  while (at_most(high, stretch, relative_variance) < probability) high *= 2;
  while (high - low > 0.5) {
    const auto middle = (low + high) / 2;
    (at_most(middle, stretch, relative_variance) < probability ? low : high) = middle;
  }
  return std::ceil(high);
}

double Swing::mean(const Stretch& stretch) const {
  double mean = 0;
  for (const auto& value : m_values) mean += value.probability * value.factor * stretch.expected;
  return mean;
}

}  // namespace hardfail::analysis
