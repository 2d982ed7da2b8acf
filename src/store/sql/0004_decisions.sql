-- Decisions of people on differences, and the names differences keep from run to run.
-- Frozen once released: a change is a new file in this folder.

-- What a run says is derived: without the keys below it cannot be worked on, so days are matched again.
DELETE FROM exceptions;
DELETE FROM day_results;

-- The fact that says what a day's result is now: the run, or the last decision after it.
ALTER TABLE day_results ADD COLUMN said_seq INTEGER NOT NULL DEFAULT 0;

-- 差异键. The name of a case by content.
ALTER TABLE exceptions ADD COLUMN key TEXT NOT NULL DEFAULT '';
CREATE INDEX exceptions_by_key ON exceptions (key);

-- Which days a decision speaks of. The decision itself is its fact in the journal.
CREATE TABLE decision_days (
  day TEXT NOT NULL CHECK (day IS date(day)),
  seq INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (day, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_days_by_seq ON decision_days (seq);

CREATE TRIGGER decision_days_update BEFORE UPDATE ON decision_days
BEGIN SELECT RAISE(ABORT, 'decision_days: a decision is never moved'); END;
CREATE TRIGGER decision_days_delete BEFORE DELETE ON decision_days
BEGIN SELECT RAISE(ABORT, 'decision_days: a decision is undone, never removed'); END;
CREATE TRIGGER decision_days_insert BEFORE INSERT ON decision_days
WHEN EXISTS (SELECT 1 FROM decision_days WHERE day = NEW.day AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'decision_days: a decision is never replaced'); END;
