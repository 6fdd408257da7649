-- What each teller (standard output of `hardfail run`, or a [notify] section) has told of a domain
-- last; only what differs from that is news to it. `run` is NULL where nothing could be judged yet;
-- `telling` counts the teller's tellings.
CREATE TABLE told (
  teller TEXT NOT NULL,
  domain INTEGER NOT NULL REFERENCES domain,
  run INTEGER REFERENCES run,
  telling INTEGER NOT NULL,
  PRIMARY KEY (teller, domain)
) STRICT, WITHOUT ROWID;

-- The troubles it has told the begin of and not yet the end. `since` is the last sign of what is
-- missed.
CREATE TABLE told_trouble (
  teller TEXT NOT NULL,
  domain INTEGER NOT NULL REFERENCES domain,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (teller, domain, kind, subject)
) STRICT, WITHOUT ROWID;
