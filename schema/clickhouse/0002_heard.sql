-- What query logs say of clients that a domain's listening term asked about, by the hour, which
-- counts from 1970: of rows alike the one with the most queries counts, so that a log that is read
-- again, grown or not, changes no count that it had whole.
CREATE TABLE IF NOT EXISTS heard (
  domain String,
  hour Int64,
  client FixedString(16),
  resolver FixedString(16),
  queries UInt64
) ENGINE = ReplacingMergeTree(queries)
ORDER BY (domain, hour, client, resolver)
