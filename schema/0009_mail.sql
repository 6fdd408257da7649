-- Mails that were fetched from mailboxes, until they are no longer there: what they held is in the
-- database, so they need not be fetched again, and may be marked, moved or deleted. Of a folder
-- whose generation changes all are forgotten, since ids name other mails then.
CREATE TABLE mail_folder (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  generation TEXT NOT NULL
) STRICT;
CREATE TABLE mail (
  folder INTEGER NOT NULL REFERENCES mail_folder (id),
  name TEXT NOT NULL,
  has_report INTEGER NOT NULL,
  PRIMARY KEY (folder, name)
) STRICT, WITHOUT ROWID;
