-- What the senders of a run were called: of those that something vouches for, the largest. Their
-- sources are packed as in run_class, which has them all.
CREATE TABLE run_sender (
  findings INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  class TEXT NOT NULL,
  ipv4 BLOB NOT NULL,
  ipv6 BLOB NOT NULL,
  PRIMARY KEY (findings, id)
) STRICT, WITHOUT ROWID;
