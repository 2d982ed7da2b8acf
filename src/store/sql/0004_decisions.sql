-- Decisions of people on differences, the names differences keep from run to run, and the closing of days.
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

-- 关账步骤. Each is its fact in the journal.
CREATE TABLE day_steps (
  seq    INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  day    TEXT NOT NULL CHECK (day IS date(day)),
  step   TEXT NOT NULL CHECK (step IN ('declare', 'prepare', 'close', 'reopen')),
  side   TEXT NOT NULL CHECK (side = '' OR side IN ('his', 'cashier', 'bank')),
  actor  TEXT NOT NULL CHECK (actor <> ''),
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX day_steps_by_day ON day_steps (day, seq);

CREATE VIEW closed_days AS
  SELECT day FROM day_steps AS last
  WHERE step = 'close' AND NOT EXISTS (SELECT 1 FROM day_steps WHERE day = last.day AND seq > last.seq);

-- 前期未达. What files that came after a close mean for that day; its sealed figures stay.
CREATE TABLE adjustments (
  day       TEXT PRIMARY KEY CHECK (day IS date(day)),
  seq       INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  booked_on TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
  body      TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- 经办与复核不得为同一人, unless the book is a single person's.
CREATE TRIGGER day_steps_maker BEFORE INSERT ON day_steps
WHEN (NEW.step = 'close' OR NEW.step = 'reopen') AND (SELECT single_person FROM book) = 0
  AND NEW.actor IS (SELECT actor FROM day_steps WHERE day = NEW.day AND step = 'prepare' ORDER BY seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'day_steps: who prepared a day neither closes nor reopens it'); END;
CREATE TRIGGER day_steps_order BEFORE INSERT ON day_steps
WHEN (NEW.step = 'close' AND coalesce((SELECT step FROM day_steps WHERE day = NEW.day ORDER BY seq DESC LIMIT 1), '') <> 'prepare')
  OR (NEW.step = 'reopen' AND NEW.day NOT IN (SELECT day FROM closed_days))
  OR ((NEW.step = 'declare' OR NEW.step = 'prepare') AND NEW.day IN (SELECT day FROM closed_days))
BEGIN SELECT RAISE(ABORT, 'day_steps: not the next step of the day'); END;
CREATE TRIGGER day_steps_insert BEFORE INSERT ON day_steps
WHEN EXISTS (SELECT 1 FROM day_steps WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'day_steps: a step is only ever added after the last'); END;
CREATE TRIGGER day_steps_update BEFORE UPDATE ON day_steps
BEGIN SELECT RAISE(ABORT, 'day_steps: a step is never changed'); END;
CREATE TRIGGER day_steps_delete BEFORE DELETE ON day_steps
BEGIN SELECT RAISE(ABORT, 'day_steps: a step is never removed'); END;

-- No path writes into a closed day.
CREATE TRIGGER day_results_insert BEFORE INSERT ON day_results WHEN NEW.day IN (SELECT day FROM closed_days)
BEGIN SELECT RAISE(ABORT, 'day_results: the day is closed'); END;
CREATE TRIGGER day_results_update BEFORE UPDATE ON day_results WHEN OLD.day IN (SELECT day FROM closed_days)
BEGIN SELECT RAISE(ABORT, 'day_results: the day is closed'); END;
CREATE TRIGGER day_results_delete BEFORE DELETE ON day_results WHEN OLD.day IN (SELECT day FROM closed_days)
BEGIN SELECT RAISE(ABORT, 'day_results: the day is closed'); END;
CREATE TRIGGER exceptions_insert BEFORE INSERT ON exceptions WHEN NEW.day IN (SELECT day FROM closed_days)
BEGIN SELECT RAISE(ABORT, 'exceptions: the day is closed'); END;
CREATE TRIGGER exceptions_update BEFORE UPDATE ON exceptions WHEN OLD.day IN (SELECT day FROM closed_days)
BEGIN SELECT RAISE(ABORT, 'exceptions: the day is closed'); END;
CREATE TRIGGER exceptions_delete BEFORE DELETE ON exceptions WHEN OLD.day IN (SELECT day FROM closed_days)
BEGIN SELECT RAISE(ABORT, 'exceptions: the day is closed'); END;
