-- Laid out for bulk: the same names and authentication results repeat endlessly, so each is held
-- once and rows refer to it by a small integer; each index serves a named query.
-- Moments are seconds since 1970-01-01T00:00:00Z. Nothing but whole reports is ever deleted, and what they alone refer to.

-- A name in the DNS. `reversed` is its labels from the right, each closed by a dot
-- ("com.example.mail."), so that a domain and all names below it are one range of the index.
CREATE TABLE domain (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  reversed TEXT NOT NULL UNIQUE
) STRICT;

-- An organisation that sends reports.
CREATE TABLE reporter (
  id INTEGER PRIMARY KEY,
  org_name TEXT NOT NULL UNIQUE
) STRICT;

-- Everything a row says except who sent how much, held once however many rows say it. `body` is the
-- whole of it (src/store/authentication_codec.hpp); the header from leads it, so that what one
-- report adds lands in few pages of the index. `spf_domain` is the identity that SPF was checked
-- for.
CREATE TABLE authentication (
  id INTEGER PRIMARY KEY,
  header_from INTEGER REFERENCES domain,
  spf_domain INTEGER REFERENCES domain,
  body BLOB NOT NULL UNIQUE
) STRICT;

-- A row of a report. The rows of one report have consecutive ids, so they need neither a column
-- for it nor an index. `source` is the address in 4 or 16 octets.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  source BLOB NOT NULL,
  messages INTEGER NOT NULL,
  authentication INTEGER NOT NULL REFERENCES authentication,
  envelope_to INTEGER REFERENCES domain
) STRICT;

-- A report; its rows are those with first_record <= record.id < first_record + records.
-- `conflicting`: another body is held under the same identity.
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  domain INTEGER NOT NULL REFERENCES domain,
  reporter INTEGER NOT NULL REFERENCES reporter,
  begins_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  report_id TEXT NOT NULL,
  body_hash INTEGER NOT NULL,
  conflicting INTEGER NOT NULL DEFAULT 0,
  first_record INTEGER NOT NULL,
  records INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  imported_at INTEGER NOT NULL DEFAULT (unixepoch()),
  path TEXT NOT NULL,
  member TEXT NOT NULL,
  email TEXT NOT NULL,
  extra_contact_info TEXT NOT NULL,
  version TEXT NOT NULL,
  generator TEXT NOT NULL,
  policy_p TEXT NOT NULL,
  policy_sp TEXT NOT NULL,
  policy_np TEXT NOT NULL,
  policy_adkim TEXT NOT NULL,
  policy_aspf TEXT NOT NULL,
  policy_pct TEXT NOT NULL,
  policy_fo TEXT NOT NULL,
  policy_testing TEXT NOT NULL,
  policy_discovery_method TEXT NOT NULL
) STRICT;

-- Is this report held already? And: which reports of a domain meet a window?
CREATE UNIQUE INDEX report_identity
  ON report (domain, begins_at, ends_at, reporter, report_id, body_hash);

CREATE TABLE report_warning (
  report INTEGER NOT NULL REFERENCES report,
  number INTEGER NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (report, number)
) STRICT, WITHOUT ROWID;

-- Every domain that rows of a report name as header from or SPF identity: mail with a domain's
-- envelope stands in the reports of other domains' owners too.
CREATE TABLE report_domain (
  domain INTEGER NOT NULL REFERENCES domain,
  report INTEGER NOT NULL REFERENCES report,
  PRIMARY KEY (domain, report)
) STRICT, WITHOUT ROWID;

-- An input that could not be read.
CREATE TABLE rejected_input (
  path TEXT NOT NULL,
  member TEXT NOT NULL,
  rejected_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (path, member)
) STRICT, WITHOUT ROWID;

-- What a readiness run concluded.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  domain INTEGER NOT NULL REFERENCES domain,
  run_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  spf_record TEXT NOT NULL
) STRICT;

-- Which was the last run of a domain?
CREATE INDEX run_of_domain ON run (domain, run_at);
