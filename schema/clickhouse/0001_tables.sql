-- Bulk rows are keyed by digests of what they say, so that the same report makes the same rows
-- wherever and however often it is inserted, and of equal keys the last row inserted counts.
-- Statements are separated by a line with a semicolon alone; each can be run again.
-- Moments are seconds since 1970-01-01T00:00:00Z. Partitions are years, the odd ones together.

-- A row of a report, `number` its place in it; it counts only if `report` holds its report.
-- `policy` is the first 8 octets of SHA-256 of the domain the report was published for, `source` an
-- address in 16 octets, IPv4 mapped (RFC 4291, section 2.5.5.2).
CREATE TABLE IF NOT EXISTS record (
  policy UInt64,
  begins_at Int64,
  report FixedString(16),
  number UInt32,
  source FixedString(16),
  messages UInt64,
  authentication UInt64,
  envelope_to String
) ENGINE = ReplacingMergeTree
PARTITION BY toUInt8(least(greatest(intDiv(begins_at, 31556952), 30), 80))
ORDER BY (policy, begins_at, report, number)
SETTINGS index_granularity = 2048
;
-- A report: `identity` is the digest of organisation, id, domain and period, `report` that of the
-- identity and the body. Written after all its rows: what makes them count. `life` is raised when
-- it is forgotten and when it is imported again: life % 3 is 0 for one that is held, 1 for one whose rows are
-- being deleted, 2 for one that is gone. `sequence` orders reports by when they came.
CREATE TABLE IF NOT EXISTS report (
  policy UInt64,
  begins_at Int64,
  report FixedString(16),
  life UInt32,
  identity FixedString(16),
  sequence UInt64,
  ends_at Int64,
  domain String,
  org_name String,
  report_id String,
  records UInt64,
  messages UInt64,
  imported_at Int64,
  path String,
  member String,
  email String,
  extra_contact_info String,
  version String,
  generator String,
  policy_p String,
  policy_sp String,
  policy_np String,
  policy_adkim String,
  policy_aspf String,
  policy_pct String,
  policy_fo String,
  policy_testing String,
  policy_discovery_method String,
  warning_codes Array(String),
  warning_texts Array(String),
  warning_counts Array(UInt64),
  body_hash UInt64
) ENGINE = ReplacingMergeTree(life)
PARTITION BY toUInt8(least(greatest(intDiv(begins_at, 31556952), 30), 80))
ORDER BY (policy, begins_at, report)
SETTINGS index_granularity = 1024
;
-- Every domain that rows of a report name as header from or SPF identity, its labels from the right
-- ("com.example.mail."), so that a domain and all names below it are one range of the key.
CREATE TABLE IF NOT EXISTS mention (
  name String,
  begins_at Int64,
  report FixedString(16),
  policy UInt64
) ENGINE = ReplacingMergeTree
PARTITION BY toUInt8(least(greatest(intDiv(begins_at, 31556952), 30), 80))
ORDER BY (name, begins_at, report)
SETTINGS index_granularity = 1024
;
-- Everything a row says except who sent how much, under the name of its header from and under that
-- of its SPF identity, as in `mention`; '' where it has neither. `body` is the whole of it, in which
-- numbers stand for `names` (src/store/authentication_codec.hpp).
CREATE TABLE IF NOT EXISTS authentication (
  name String,
  authentication UInt64,
  names Array(String),
  body String
) ENGINE = ReplacingMergeTree
ORDER BY (name, authentication)
SETTINGS index_granularity = 1024
;
-- The rest is small. A row is changed by inserting it anew, and deleted by inserting it with `gone`.

-- An input that was read whole, by the SHA-256 digest of its octets.
CREATE TABLE IF NOT EXISTS input (
  digest FixedString(32),
  reports UInt64,
  skipped UInt64
) ENGINE = ReplacingMergeTree
ORDER BY digest
;
-- An input that could not be read.
CREATE TABLE IF NOT EXISTS rejected_input (
  path String,
  member String,
  rejected_at Int64,
  reason String,
  gone UInt8
) ENGINE = ReplacingMergeTree
ORDER BY (path, member)
;
-- The generation of a folder of mails, and the mails known of each generation.
CREATE TABLE IF NOT EXISTS mail_folder (
  address String,
  generation String
) ENGINE = ReplacingMergeTree
ORDER BY address
;
CREATE TABLE IF NOT EXISTS mail (
  address String,
  generation String,
  name String,
  has_report UInt8,
  gone UInt8
) ENGINE = ReplacingMergeTree
ORDER BY (address, generation, name)
;
-- The operator's own word on sources of a domain.
CREATE TABLE IF NOT EXISTS mark (
  domain String,
  source String,
  class String,
  note String,
  name String,
  marked_at Int64,
  gone UInt8
) ENGINE = ReplacingMergeTree
ORDER BY (domain, source)
;
-- What the DNS said about the name of an address; '' where it has none.
CREATE TABLE IF NOT EXISTS host_name (
  source FixedString(16),
  name String,
  confirmed UInt8,
  expires_at Int64
) ENGINE = ReplacingMergeTree
ORDER BY source
;
-- What the DNS answered about names that services publish SPF records under.
CREATE TABLE IF NOT EXISTS dns_answer (
  name String,
  type UInt16,
  name_exists UInt8,
  records String,
  expires_at Int64
) ENGINE = ReplacingMergeTree
ORDER BY (name, type)
;
-- Runs in a row that found the same: from `run_at` to `last_at`, so many. `id` orders them by when
-- they were saved.
CREATE TABLE IF NOT EXISTS run (
  domain String,
  id UInt64,
  run_at Int64,
  last_at Int64,
  runs UInt64,
  state String,
  spf_record String,
  findings FixedString(16),
  is_news UInt8,
  gone UInt8
) ENGINE = ReplacingMergeTree
ORDER BY (domain, id)
;
-- What runs found, under the digest of all of it. `kind` is "record" (an SPF record, `id` its name),
-- "class" or "mark" (the addresses of a class, in order, one after the other), or "sender".
CREATE TABLE IF NOT EXISTS finding (
  findings FixedString(16),
  kind String,
  id String,
  text String,
  class String,
  ipv4 String,
  ipv6 String
) ENGINE = ReplacingMergeTree
ORDER BY (findings, kind, id)
;
-- What each teller has told of a domain last; `run` is 0 where nothing could be judged yet.
CREATE TABLE IF NOT EXISTS told (
  teller String,
  domain String,
  run UInt64,
  telling UInt64,
  trouble_kinds Array(String),
  trouble_subjects Array(String),
  trouble_names Array(String),
  trouble_since Array(Int64),
  gone UInt8
) ENGINE = ReplacingMergeTree
ORDER BY (teller, domain)
