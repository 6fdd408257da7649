-- The end of the last period that a teller ([notify] section with a digest) has told of a domain.
CREATE TABLE told_digest (
  teller TEXT NOT NULL,
  domain INTEGER NOT NULL REFERENCES domain,
  until INTEGER NOT NULL,
  PRIMARY KEY (teller, domain)
) STRICT, WITHOUT ROWID;
