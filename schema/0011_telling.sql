-- The end of the last period that a teller ([notify] section with a digest) has told of a domain.
CREATE TABLE told_digest (
  teller TEXT NOT NULL,
  domain INTEGER NOT NULL REFERENCES domain,
  until INTEGER NOT NULL,
  PRIMARY KEY (teller, domain)
) STRICT, WITHOUT ROWID;

-- The inputs of `hardfail run` that it has told it could not read, until it can: `failure` is the
-- exit status that stands for why, `since` when it was told.
CREATE TABLE input_trouble (
  input TEXT PRIMARY KEY,
  failure INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
