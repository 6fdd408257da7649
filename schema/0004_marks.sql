-- What the operator calls the sources that a mark is about; empty where it has no name.
ALTER TABLE mark ADD COLUMN name TEXT NOT NULL DEFAULT '';

-- The sources of a run that a mark calls so, whatever class they have: packed as in run_class.
CREATE TABLE run_mark (
  findings INTEGER NOT NULL,
  class TEXT NOT NULL,
  ipv4 BLOB NOT NULL,
  ipv6 BLOB NOT NULL,
  PRIMARY KEY (findings, class)
) STRICT, WITHOUT ROWID;
