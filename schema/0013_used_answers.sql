-- What the runs that told of a change were judged by, so that the verdict can be derived again: the
-- latest of each domain. `settings` are options, as the command line takes them.
CREATE TABLE run_basis (
  run INTEGER PRIMARY KEY REFERENCES run,
  settings TEXT NOT NULL
) STRICT;

-- What they had from the DNS, held once however many runs had it. `aliases`, as PTR data, and
-- `records` are as RFC 1035, section 4.1.3 has them.
CREATE TABLE used_answer (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  type INTEGER NOT NULL,
  use TEXT NOT NULL,
  outcome TEXT NOT NULL,
  aliases BLOB NOT NULL,
  records BLOB NOT NULL,
  UNIQUE (name, type, use, outcome, aliases, records)
) STRICT;
CREATE TABLE run_answer (
  run INTEGER NOT NULL REFERENCES run_basis,
  answer INTEGER NOT NULL REFERENCES used_answer,
  PRIMARY KEY (run, answer)
) STRICT, WITHOUT ROWID;

-- Does another run have this answer too?
CREATE INDEX run_of_answer ON run_answer (answer, run);
