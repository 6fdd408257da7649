-- The end of the last period that a teller with a digest has told of a domain.
CREATE TABLE IF NOT EXISTS told_digest (
  teller String,
  domain String,
  until Int64
) ENGINE = ReplacingMergeTree
ORDER BY (teller, domain)
;
-- The inputs of `hardfail run` that it has told it could not read, until it can: `failure` is the
-- exit status that stands for why, `since` when it was told.
CREATE TABLE IF NOT EXISTS input_trouble (
  input String,
  failure Int64,
  since Int64,
  gone UInt8
) ENGINE = ReplacingMergeTree
ORDER BY input
