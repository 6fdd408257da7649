-- What query logs say of clients that a domain's listening term asked about, by the hour: a log
-- that is read again, grown or not, changes no count that it had whole. `client` and `resolver` are
-- addresses in 4 or 16 octets, `hour` counts from 1970.
CREATE TABLE heard (
  domain INTEGER NOT NULL REFERENCES domain,
  hour INTEGER NOT NULL,
  client BLOB NOT NULL,
  resolver BLOB NOT NULL,
  queries INTEGER NOT NULL,
  PRIMARY KEY (domain, hour, client, resolver)
) STRICT, WITHOUT ROWID;
