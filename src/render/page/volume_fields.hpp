#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "page/template.hpp"

namespace hardfail::render {

/// The mail of the last days against that of as many before; left out where that is less than a
/// week each.
void add_periods(const analysis::Volume& volume, Fields& page);

/// Mail by day and class, as a table and as the JSON that the chart is drawn from.
void add_days(const analysis::Volume& volume, Fields& page);

/// The days with reports, a week a column.
void add_calendar(const analysis::Evidence& evidence, const analysis::Volume& volume, Fields& page);

/// Who reported how much.
void add_reporters(const analysis::Volume& volume, Fields& page);

}  // namespace hardfail::render
