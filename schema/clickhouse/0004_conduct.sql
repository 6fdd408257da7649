-- What reporters do with mail that fails SPF: messages of a report, keyed as in `report`, that failed
-- it and were accepted all the same. No row for none, and where it was imported before this was
-- counted.
CREATE TABLE IF NOT EXISTS accepted_fail (
  policy UInt64,
  begins_at Int64,
  report FixedString(16),
  messages UInt64
) ENGINE = ReplacingMergeTree
PARTITION BY toUInt8(least(greatest(intDiv(begins_at, 31556952), 30), 80))
ORDER BY (policy, begins_at, report)
SETTINGS index_granularity = 1024
;
-- Reporters from whose reports nearly all of a domain's mail that -all can lose has vanished since
-- its record turned to -all: `expected` messages, and `seen` ones, as of the last run that found it.
CREATE TABLE IF NOT EXISTS refusal (
  reporter String,
  domain String,
  expected UInt64,
  seen UInt64,
  as_of Int64
) ENGINE = ReplacingMergeTree(as_of)
ORDER BY (reporter, domain)
