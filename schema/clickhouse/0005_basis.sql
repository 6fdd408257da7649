-- What the runs that told of a change were judged by, so that the verdict can be derived again: the
-- latest of each domain. `settings` are options, as the command line takes them; the rest is what
-- they had from the DNS, with `aliases`, as PTR data, and `records` as RFC 1035, section 4.1.3 has
-- them.
CREATE TABLE IF NOT EXISTS run_basis (
  domain String,
  run UInt64,
  settings String,
  uses Array(String),
  names Array(String),
  types Array(Int64),
  outcomes Array(String),
  aliases Array(String),
  records Array(String),
  gone UInt8
) ENGINE = ReplacingMergeTree
ORDER BY (domain, run)
