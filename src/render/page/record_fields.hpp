#pragma once

#include "hardfail/analysis/assessment.hpp"
#include "page/template.hpp"

namespace hardfail::render {

/// What to do, step by step, and what to publish, each record with what differs from today's.
void add_todo(const analysis::Assessment& assessment, Fields& page);

/// The domain's record today, what is wrong with it and what it refers to.
void add_spf(const spf::Survey& survey, Fields& page);

/// The DMARC policy, and what it asks for.
void add_dmarc(const dmarc::Policy& policy, Fields& page);

}  // namespace hardfail::render
