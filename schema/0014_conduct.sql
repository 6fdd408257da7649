-- What reporters do with mail that fails SPF. `accepted_fails`: messages of a report that failed it
-- and were accepted all the same. NULL: imported before this was counted.
ALTER TABLE report ADD COLUMN accepted_fails INTEGER;

-- How much of it did each reporter accept, and until when? Of reports that contradict each other
-- nobody can tell which is right.
CREATE INDEX report_accepted ON report (reporter, ends_at, accepted_fails)
  WHERE accepted_fails > 0 AND conflicting = 0;

-- Reporters from whose reports nearly all of a domain's mail that -all can lose has vanished since
-- its record turned to -all: `expected` messages, and `seen` ones, as of the last run that found it.
CREATE TABLE refusal (
  reporter TEXT NOT NULL,
  domain INTEGER NOT NULL REFERENCES domain,
  expected INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  PRIMARY KEY (reporter, domain)
) STRICT, WITHOUT ROWID;
