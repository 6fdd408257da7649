-- How often reports have been forgotten: an import that runs beside it remembers numbers of rows
-- that may be gone then.
CREATE TABLE upkeep (forgettings INTEGER NOT NULL) STRICT;
INSERT INTO upkeep VALUES (0);
