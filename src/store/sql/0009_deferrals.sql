-- Deferrals: applications, each a row for good with its rounds and steps; and the files that brought them.
-- Frozen once released: a change is a new file in this folder.

-- 缓缴申请. One row for good.
CREATE TABLE deferral_applications (
  id          INTEGER PRIMARY KEY,
  seq         INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  no          TEXT NOT NULL UNIQUE CHECK (no GLOB 'HJ[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*'),
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  entered_by  TEXT NOT NULL CHECK (entered_by <> '')
) STRICT;

-- 申请表. A round is never changed: what comes back is the next.
CREATE TABLE deferral_forms (
  application_id INTEGER NOT NULL REFERENCES deferral_applications (id),
  round        INTEGER NOT NULL CHECK (round >= 1),
  seq          INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  file_line    INTEGER NOT NULL CHECK (file_line >= 0),
  policy       TEXT NOT NULL CHECK (policy <> ''),
  line         TEXT NOT NULL CHECK (line <> ''),
  first_month  INTEGER NOT NULL CHECK (first_month BETWEEN 101 AND 999912 AND first_month % 100 BETWEEN 1 AND 12),
  last_month   INTEGER NOT NULL CHECK (last_month >= first_month AND last_month % 100 BETWEEN 1 AND 12),
  applied_on   TEXT NOT NULL CHECK (applied_on IS date(applied_on)),
  amount_fen   INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000000000),
  excluded_percent INTEGER NOT NULL CHECK (excluded_percent BETWEEN 0 AND 99),
  schedule     TEXT NOT NULL,
  facts        TEXT NOT NULL,
  papers       TEXT NOT NULL,
  publicised   INTEGER NOT NULL CHECK (publicised IN (0, 1)),
  signed       INTEGER NOT NULL CHECK (signed IN (0, 1)),
  undertaking  INTEGER NOT NULL CHECK (undertaking IN (0, 1)),
  cause        TEXT NOT NULL,
  PRIMARY KEY (application_id, round)
) STRICT, WITHOUT ROWID;

-- 申请的步骤.
CREATE TABLE deferral_steps (
  application_id INTEGER NOT NULL REFERENCES deferral_applications (id),
  step       INTEGER NOT NULL CHECK (step >= 1),
  seq        INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  action     TEXT NOT NULL
    CHECK (action IN ('submitted', 'returned', 'resubmitted', 'refused', 'withdrawn', 'granted', 'extended', 'revoked', 'person_left')),
  on_day     TEXT NOT NULL CHECK (on_day IS date(on_day)),
  actor      TEXT NOT NULL CHECK (actor <> ''),
  reason     TEXT NOT NULL,
  schedule   TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000000000),
  person     TEXT NOT NULL,
  person_event TEXT NOT NULL CHECK (person_event = '' OR person_event IN ('retires', 'transfers')),
  PRIMARY KEY (application_id, step),
  CHECK ((person = '') = (person_event = '')),
  CHECK ((action = 'person_left') = (person <> ''))
) STRICT, WITHOUT ROWID;

-- 申请清单文件. Every sheet of applications that entered, once, with its original.
CREATE TABLE deferral_files (
  id        INTEGER PRIMARY KEY,
  seq       INTEGER NOT NULL UNIQUE REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  sha256    TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  path      TEXT NOT NULL,
  rows_read INTEGER NOT NULL CHECK (rows_read >= 0),
  entered   INTEGER NOT NULL CHECK (entered >= 0),
  rejected  INTEGER NOT NULL CHECK (rejected >= 0),
  CHECK (rows_read = entered + rejected)
) STRICT;

CREATE TABLE deferral_pieces (
  file_id    INTEGER NOT NULL REFERENCES deferral_files (id),
  piece      INTEGER NOT NULL CHECK (piece >= 0),
  first_line INTEGER NOT NULL CHECK (first_line >= 1),
  bytes      INTEGER NOT NULL CHECK (bytes >= 0),
  frame      BLOB NOT NULL,
  PRIMARY KEY (file_id, piece)
) STRICT;

CREATE INDEX deferral_applications_by_employer ON deferral_applications (employer_id);
CREATE INDEX deferral_applications_by_seq ON deferral_applications (seq);
CREATE INDEX deferral_forms_by_seq ON deferral_forms (seq);
CREATE INDEX deferral_steps_by_seq ON deferral_steps (seq);

CREATE TRIGGER deferral_applications_insert BEFORE INSERT ON deferral_applications
WHEN EXISTS (SELECT 1 FROM deferral_applications WHERE id = NEW.id OR no = NEW.no)
BEGIN SELECT RAISE(ABORT, 'deferral_applications: an application is never replaced'); END;
CREATE TRIGGER deferral_applications_update BEFORE UPDATE ON deferral_applications
BEGIN SELECT RAISE(ABORT, 'deferral_applications: an application is never changed'); END;
CREATE TRIGGER deferral_applications_delete BEFORE DELETE ON deferral_applications
BEGIN SELECT RAISE(ABORT, 'deferral_applications: an application is never removed'); END;
CREATE TRIGGER deferral_forms_insert BEFORE INSERT ON deferral_forms
WHEN NEW.round IS NOT (SELECT coalesce(max(round), 0) + 1 FROM deferral_forms
  WHERE application_id = NEW.application_id)
BEGIN SELECT RAISE(ABORT, 'deferral_forms: a round is only ever added after the last'); END;
CREATE TRIGGER deferral_forms_update BEFORE UPDATE ON deferral_forms
BEGIN SELECT RAISE(ABORT, 'deferral_forms: a round is never changed'); END;
CREATE TRIGGER deferral_forms_delete BEFORE DELETE ON deferral_forms
BEGIN SELECT RAISE(ABORT, 'deferral_forms: a round is never removed'); END;
CREATE TRIGGER deferral_steps_insert BEFORE INSERT ON deferral_steps
WHEN NEW.step IS NOT (SELECT coalesce(max(step), 0) + 1 FROM deferral_steps
  WHERE application_id = NEW.application_id)
BEGIN SELECT RAISE(ABORT, 'deferral_steps: a step is only ever added after the last'); END;
CREATE TRIGGER deferral_steps_update BEFORE UPDATE ON deferral_steps
BEGIN SELECT RAISE(ABORT, 'deferral_steps: a step is never changed'); END;
CREATE TRIGGER deferral_steps_delete BEFORE DELETE ON deferral_steps
BEGIN SELECT RAISE(ABORT, 'deferral_steps: a step is never removed'); END;
CREATE TRIGGER deferral_files_insert BEFORE INSERT ON deferral_files
WHEN EXISTS (SELECT 1 FROM deferral_files WHERE id = NEW.id OR seq = NEW.seq OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'deferral_files: a file is never replaced'); END;
CREATE TRIGGER deferral_files_update BEFORE UPDATE ON deferral_files
BEGIN SELECT RAISE(ABORT, 'deferral_files: a file is never changed'); END;
CREATE TRIGGER deferral_files_delete BEFORE DELETE ON deferral_files
BEGIN SELECT RAISE(ABORT, 'deferral_files: a file is never removed'); END;
CREATE TRIGGER deferral_pieces_update BEFORE UPDATE ON deferral_pieces
BEGIN SELECT RAISE(ABORT, 'deferral_pieces: an original is never changed'); END;
CREATE TRIGGER deferral_pieces_delete BEFORE DELETE ON deferral_pieces
BEGIN SELECT RAISE(ABORT, 'deferral_pieces: an original is never removed'); END;
