-- Input files that were read whole, with nothing rejected and nothing lost, by the SHA-256 digest
-- of their octets: the same octets would bring the same reports again, so they need not be unpacked
-- and parsed to be recognised as duplicates.
CREATE TABLE input (
  digest BLOB PRIMARY KEY,
  reports INTEGER NOT NULL,
  skipped INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
