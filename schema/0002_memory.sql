-- What outlives a run: what runs found, the operator's marks, and host names.

-- What a run found is kept in two tables under a number that runs with the same findings share.
-- NULL: saved before these tables existed.
ALTER TABLE run ADD COLUMN findings INTEGER;

-- The SPF records of the include tree, as published, by the name each was at.
CREATE TABLE run_record (
  findings INTEGER NOT NULL,
  domain INTEGER NOT NULL REFERENCES domain,
  text TEXT NOT NULL,
  PRIMARY KEY (findings, domain)
) STRICT, WITHOUT ROWID;

-- The sources of each class: addresses of 4 and of 16 octets, in order, one after the other.
CREATE TABLE run_class (
  findings INTEGER NOT NULL,
  class TEXT NOT NULL,
  ipv4 BLOB NOT NULL,
  ipv6 BLOB NOT NULL,
  PRIMARY KEY (findings, class)
) STRICT, WITHOUT ROWID;

-- The operator's own word on sources of a domain: `source` is an address, a network, or a name that
-- stands for itself and all names below it.
CREATE TABLE mark (
  domain INTEGER NOT NULL REFERENCES domain,
  source TEXT NOT NULL,
  class TEXT NOT NULL,
  note TEXT NOT NULL,
  marked_at INTEGER NOT NULL,
  PRIMARY KEY (domain, source)
) STRICT, WITHOUT ROWID;

-- What the DNS said about the name of an address; `name` is NULL where it has none.
CREATE TABLE host_name (
  source BLOB PRIMARY KEY,
  name TEXT,
  confirmed INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
