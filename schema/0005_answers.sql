-- What the DNS answered about names that services publish SPF records under: `records` holds them as
-- RFC 1035, section 4.1.3 has them, none where the name has none of the type or does not exist.
CREATE TABLE dns_answer (
  name TEXT NOT NULL,
  type INTEGER NOT NULL,
  name_exists INTEGER NOT NULL,
  records BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (name, type)
) STRICT, WITHOUT ROWID;
