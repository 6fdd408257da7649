#pragma once

#include "connection.hpp"

namespace hardfail::store {

/// Makes sure that the file is ours before anything is written to it, then gives it the latest
/// schema. Throws Error: unusable_data for another program's database or a newer schema, no_input
/// if there must be a schema and there is none yet.
void bring_up_to_date(Connection& connection, OpenMode mode);

}  // namespace hardfail::store
