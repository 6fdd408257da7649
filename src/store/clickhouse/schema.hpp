#pragma once

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// Brings the tables up to date, and makes the database where the mode says so. Two that do this at
/// once wait for each other. Throws as open_clickhouse() does.
void bring_up_to_date(Client& client, OpenMode mode);

}  // namespace hardfail::store::clickhouse
