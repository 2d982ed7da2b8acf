-- Registry: employers, dues and payments, each as versions of what files brought.
-- Frozen once released: a change is a new file in this folder.

-- 登记文件. Every registry file that entered, once.
CREATE TABLE registry_files (
  id        INTEGER PRIMARY KEY,
  seq       INTEGER NOT NULL UNIQUE REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  sha256    TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  path      TEXT NOT NULL,
  bytes     INTEGER NOT NULL CHECK (bytes > 0),
  encoding  TEXT NOT NULL CHECK (encoding IN ('utf-8', 'gb18030')),
  format    TEXT NOT NULL CHECK (format <> ''),
  source    TEXT NOT NULL CHECK (source IN ('employers', 'dues', 'payments')),
  rows_read INTEGER NOT NULL CHECK (rows_read >= 0),
  imported  INTEGER NOT NULL CHECK (imported >= 0),
  known     INTEGER NOT NULL CHECK (known >= 0),
  changed   INTEGER NOT NULL CHECK (changed >= 0),
  rejected  INTEGER NOT NULL CHECK (rejected >= 0),
  CHECK (rows_read = imported + known + changed + rejected)
) STRICT;

-- The original, in zstd frames that each start on a line.
CREATE TABLE registry_pieces (
  file_id    INTEGER NOT NULL REFERENCES registry_files (id),
  piece      INTEGER NOT NULL CHECK (piece >= 0),
  first_line INTEGER NOT NULL CHECK (first_line >= 1),
  bytes      INTEGER NOT NULL CHECK (bytes >= 0),
  frame      BLOB NOT NULL,
  PRIMARY KEY (file_id, piece)
) STRICT;

-- 参保单位. One row for good; what is known of it stands in its versions.
CREATE TABLE employers (
  id   INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) = 18 AND code NOT GLOB '*[^0-9A-Z]*')
) STRICT;

CREATE TABLE employer_versions (
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  version     INTEGER NOT NULL CHECK (version >= 1),
  file_id     INTEGER NOT NULL REFERENCES registry_files (id),
  file_line   INTEGER NOT NULL CHECK (file_line >= 1),
  no          TEXT NOT NULL,
  name        TEXT NOT NULL CHECK (name <> ''),
  industry    TEXT NOT NULL,
  size        TEXT NOT NULL CHECK (size IN ('large', 'medium', 'small', 'micro', 'unclassed')),
  kind        TEXT NOT NULL,
  area        TEXT NOT NULL,
  officer     TEXT NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('normal', 'stopped', 'half_stopped', 'bankrupt', 'cancelled')),
  bankrupt_on TEXT NOT NULL CHECK (bankrupt_on = '' OR bankrupt_on IS date(bankrupt_on)),
  legal_representative TEXT NOT NULL,
  contact     TEXT NOT NULL,
  phone       TEXT NOT NULL,
  address     TEXT NOT NULL,
  bank        TEXT NOT NULL,
  account     TEXT NOT NULL,
  PRIMARY KEY (employer_id, version)
) STRICT, WITHOUT ROWID;

-- 应缴. The month is year × 100 + month, of any year.
CREATE TABLE dues (
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  month       INTEGER NOT NULL CHECK (month BETWEEN 101 AND 999912 AND month % 100 BETWEEN 1 AND 12),
  line        TEXT NOT NULL CHECK (line <> ''),
  portion     TEXT NOT NULL CHECK (portion IN ('individual', 'employer')),
  version     INTEGER NOT NULL CHECK (version >= 1),
  file_id     INTEGER NOT NULL REFERENCES registry_files (id),
  file_line   INTEGER NOT NULL CHECK (file_line >= 1),
  base_fen    INTEGER NOT NULL CHECK (base_fen BETWEEN 0 AND 1000000000000),
  rate_per_million INTEGER NOT NULL CHECK (rate_per_million BETWEEN 0 AND 1000000),
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000000000),
  due_on      TEXT NOT NULL CHECK (due_on IS date(due_on)),
  assessment  TEXT NOT NULL CHECK (assessment IN ('declared', 'undeclared', 'audit')),
  order_failed INTEGER NOT NULL CHECK (order_failed IN (0, 1)),
  deferred_from TEXT NOT NULL CHECK (deferred_from = '' OR deferred_from IS date(deferred_from)),
  repay_by    TEXT NOT NULL CHECK (repay_by = '' OR repay_by IS date(repay_by)),
  written_off_fen INTEGER NOT NULL CHECK (written_off_fen BETWEEN 0 AND 1000000000000),
  written_off_on TEXT NOT NULL CHECK (written_off_on = '' OR written_off_on IS date(written_off_on)),
  PRIMARY KEY (employer_id, month, line, portion, version),
  CHECK ((deferred_from = '') = (repay_by = '') AND deferred_from <= repay_by),
  CHECK ((written_off_on = '') = (written_off_fen = 0))
) STRICT, WITHOUT ROWID;

-- 实缴.
CREATE TABLE payments (
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  no          TEXT NOT NULL CHECK (no <> ''),
  version     INTEGER NOT NULL CHECK (version >= 1),
  file_id     INTEGER NOT NULL REFERENCES registry_files (id),
  file_line   INTEGER NOT NULL CHECK (file_line >= 1),
  paid_on     TEXT NOT NULL CHECK (paid_on IS date(paid_on)),
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000000000),
  line        TEXT NOT NULL,
  channel     TEXT NOT NULL,
  ticket_no   TEXT NOT NULL,
  PRIMARY KEY (employer_id, no, version)
) STRICT, WITHOUT ROWID;

-- A version is only ever added after the last one of its key, whatever the connection has set.
CREATE TRIGGER employers_only_added BEFORE INSERT ON employers
WHEN EXISTS (SELECT 1 FROM employers WHERE id = NEW.id OR code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'employers: an employer is never replaced'); END;
CREATE TRIGGER employers_update BEFORE UPDATE ON employers
BEGIN SELECT RAISE(ABORT, 'employers: a code stands for one employer for good'); END;
CREATE TRIGGER employers_delete BEFORE DELETE ON employers
BEGIN SELECT RAISE(ABORT, 'employers: an employer is never removed'); END;
CREATE TRIGGER employer_versions_insert BEFORE INSERT ON employer_versions
WHEN NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM employer_versions
  WHERE employer_id = NEW.employer_id)
BEGIN SELECT RAISE(ABORT, 'employer_versions: a version is only ever added after the last'); END;
CREATE TRIGGER employer_versions_update BEFORE UPDATE ON employer_versions
BEGIN SELECT RAISE(ABORT, 'employer_versions: a version is never changed'); END;
CREATE TRIGGER employer_versions_delete BEFORE DELETE ON employer_versions
BEGIN SELECT RAISE(ABORT, 'employer_versions: a version is never removed'); END;
CREATE TRIGGER dues_insert BEFORE INSERT ON dues
WHEN NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM dues
  WHERE employer_id = NEW.employer_id AND month = NEW.month AND line = NEW.line AND portion = NEW.portion)
BEGIN SELECT RAISE(ABORT, 'dues: a version is only ever added after the last'); END;
CREATE TRIGGER dues_update BEFORE UPDATE ON dues
BEGIN SELECT RAISE(ABORT, 'dues: a version is never changed'); END;
CREATE TRIGGER dues_delete BEFORE DELETE ON dues
BEGIN SELECT RAISE(ABORT, 'dues: a version is never removed'); END;
CREATE TRIGGER payments_insert BEFORE INSERT ON payments
WHEN NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM payments
  WHERE employer_id = NEW.employer_id AND no = NEW.no)
BEGIN SELECT RAISE(ABORT, 'payments: a version is only ever added after the last'); END;
CREATE TRIGGER payments_update BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments: a version is never changed'); END;
CREATE TRIGGER payments_delete BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments: a version is never removed'); END;
CREATE TRIGGER registry_files_insert BEFORE INSERT ON registry_files
WHEN EXISTS (SELECT 1 FROM registry_files WHERE id = NEW.id OR seq = NEW.seq OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'registry_files: a file is never replaced'); END;
CREATE TRIGGER registry_files_update BEFORE UPDATE ON registry_files
BEGIN SELECT RAISE(ABORT, 'registry_files: a file is never changed'); END;
CREATE TRIGGER registry_files_delete BEFORE DELETE ON registry_files
BEGIN SELECT RAISE(ABORT, 'registry_files: a file is never removed'); END;
CREATE TRIGGER registry_pieces_update BEFORE UPDATE ON registry_pieces
BEGIN SELECT RAISE(ABORT, 'registry_pieces: an original is never changed'); END;
CREATE TRIGGER registry_pieces_delete BEFORE DELETE ON registry_pieces
BEGIN SELECT RAISE(ABORT, 'registry_pieces: an original is never removed'); END;
