-- Collection work: who works which employer, and marks on employers; each row under the fact that wrote it.
-- Frozen once released: a change is a new file in this folder.

-- 专管员指派. The last one of an employer is in force; an empty name gives it back to the registry's.
CREATE TABLE assignments (
  seq         INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  officer     TEXT NOT NULL,
  PRIMARY KEY (seq, employer_id)
) STRICT, WITHOUT ROWID;

-- 单位标注. The last one of an employer and kind is in force; an empty value takes it off.
CREATE TABLE employer_marks (
  seq         INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  mark        TEXT NOT NULL CHECK (mark IN ('watch', 'blocked', 'debtor')),
  value       TEXT NOT NULL,
  note        TEXT NOT NULL,
  PRIMARY KEY (seq, employer_id, mark)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER assignments_insert BEFORE INSERT ON assignments
WHEN EXISTS (SELECT 1 FROM assignments WHERE seq = NEW.seq AND employer_id = NEW.employer_id)
BEGIN SELECT RAISE(ABORT, 'assignments: one is never replaced'); END;
CREATE TRIGGER assignments_update BEFORE UPDATE ON assignments
BEGIN SELECT RAISE(ABORT, 'assignments: one is never changed'); END;
CREATE TRIGGER assignments_delete BEFORE DELETE ON assignments
BEGIN SELECT RAISE(ABORT, 'assignments: one is never removed'); END;
CREATE TRIGGER employer_marks_insert BEFORE INSERT ON employer_marks
WHEN EXISTS (SELECT 1 FROM employer_marks WHERE seq = NEW.seq AND employer_id = NEW.employer_id AND mark = NEW.mark)
BEGIN SELECT RAISE(ABORT, 'employer_marks: a mark is never replaced'); END;
CREATE TRIGGER employer_marks_update BEFORE UPDATE ON employer_marks
BEGIN SELECT RAISE(ABORT, 'employer_marks: a mark is never changed'); END;
CREATE TRIGGER employer_marks_delete BEFORE DELETE ON employer_marks
BEGIN SELECT RAISE(ABORT, 'employer_marks: a mark is never removed'); END;

-- 任务. The last one of a year, measure, group and key is in force; zero takes it away.
CREATE TABLE targets (
  seq         INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  year        INTEGER NOT NULL CHECK (year BETWEEN 1992 AND 9999),
  measure     TEXT NOT NULL CHECK (measure IN ('collect', 'clear')),
  progress_by TEXT NOT NULL CHECK (progress_by IN ('line', 'area', 'officer', 'type')),
  key         TEXT NOT NULL CHECK (key <> ''),
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 100000000000000),
  PRIMARY KEY (seq, measure, progress_by, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER targets_insert BEFORE INSERT ON targets
WHEN EXISTS (SELECT 1 FROM targets WHERE seq = NEW.seq AND measure = NEW.measure
  AND progress_by = NEW.progress_by AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'targets: one is never replaced'); END;
CREATE TRIGGER targets_update BEFORE UPDATE ON targets
BEGIN SELECT RAISE(ABORT, 'targets: one is never changed'); END;
CREATE TRIGGER targets_delete BEFORE DELETE ON targets
BEGIN SELECT RAISE(ABORT, 'targets: one is never removed'); END;
