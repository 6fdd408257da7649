-- Runs in a row that found the same share one row: from `run_at` to `last_at`, so many.
ALTER TABLE run ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
UPDATE run SET last_at = run_at;
ALTER TABLE run ADD COLUMN runs INTEGER NOT NULL DEFAULT 1;

-- Whether the first of them told of something that had changed. NULL: saved before this was noted.
ALTER TABLE run ADD COLUMN is_news INTEGER;
