-- Receipts: files and their originals, entries in segments, what is derived from them.
-- Frozen once released: a change is a new file in this folder.

-- 文件. Every file that entered, once; its rows are covered by its SHA-256 in the journal.
CREATE TABLE files (
  id            INTEGER PRIMARY KEY,
  seq           INTEGER NOT NULL UNIQUE REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  sha256        TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  path          TEXT NOT NULL,
  bytes         INTEGER NOT NULL CHECK (bytes > 0),
  encoding      TEXT NOT NULL CHECK (encoding IN ('utf-8', 'gb18030')),
  format        TEXT NOT NULL CHECK (format <> ''),
  side          TEXT NOT NULL CHECK (side IN ('his', 'cashier', 'bank')),
  rows_read     INTEGER NOT NULL CHECK (rows_read >= 0),
  imported      INTEGER NOT NULL CHECK (imported >= 0),
  known         INTEGER NOT NULL CHECK (known >= 0),
  changed       INTEGER NOT NULL CHECK (changed >= 0),
  quarantined   INTEGER NOT NULL CHECK (quarantined >= 0),
  control_rows  INTEGER NOT NULL CHECK (control_rows >= 0),
  first_on      TEXT CHECK (first_on IS date(first_on)),
  last_on       TEXT CHECK (last_on IS date(last_on)),
  controls      TEXT NOT NULL CHECK (json_valid(controls)),
  CHECK (rows_read = imported + known + changed + quarantined + control_rows)
) STRICT;

-- The original, in zstd frames that each start on a line.
CREATE TABLE file_pieces (
  file_id    INTEGER NOT NULL REFERENCES files (id),
  piece      INTEGER NOT NULL CHECK (piece >= 0),
  first_line INTEGER NOT NULL CHECK (first_line >= 1),
  bytes      INTEGER NOT NULL CHECK (bytes >= 0),
  frame      BLOB NOT NULL,
  PRIMARY KEY (file_id, piece)
) STRICT;

-- 段. The entries one file brought for one day.
CREATE TABLE segments (
  id      INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES files (id),
  side    TEXT NOT NULL CHECK (side IN ('his', 'cashier', 'bank')),
  day     TEXT NOT NULL CHECK (day IS date(day)),
  rows    INTEGER NOT NULL CHECK (rows BETWEEN 1 AND 2097151)
) STRICT;
CREATE INDEX segments_by_day ON segments (day, side);
CREATE INDEX segments_by_side ON segments (side, day);
CREATE INDEX segments_by_file ON segments (file_id);

CREATE TABLE segment_fields (
  segment_id INTEGER NOT NULL REFERENCES segments (id),
  field      TEXT NOT NULL CHECK (field <> ''),
  data       BLOB NOT NULL,
  PRIMARY KEY (segment_id, field)
) STRICT;

-- Older versions of changed rows: kept, no longer live.
CREATE TABLE superseded (
  entry_id    INTEGER PRIMARY KEY,
  by_entry_id INTEGER NOT NULL,
  by_file_id  INTEGER NOT NULL REFERENCES files (id)
) STRICT;
CREATE INDEX superseded_by_file ON superseded (by_file_id);

-- 覆盖. Days (and one channel, or all) a file is the whole truth of its side for.
CREATE TABLE coverage (
  file_id INTEGER NOT NULL REFERENCES files (id),
  side    TEXT NOT NULL CHECK (side IN ('his', 'cashier', 'bank')),
  method  TEXT NOT NULL,
  from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
  to_on   TEXT NOT NULL CHECK (to_on IS date(to_on)),
  CHECK (from_on <= to_on)
) STRICT;
CREATE INDEX coverage_by_day ON coverage (to_on, from_on);
CREATE INDEX coverage_by_file ON coverage (file_id);

-- HIS refunds by the receipt they give back.
CREATE TABLE refunds (
  entry_id    INTEGER PRIMARY KEY,
  original_no TEXT NOT NULL,
  his_no      TEXT NOT NULL,
  day         TEXT NOT NULL CHECK (day IS date(day)),
  second      INTEGER NOT NULL CHECK (second BETWEEN 0 AND 86400),
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000000000)
) STRICT;
CREATE INDEX refunds_by_original ON refunds (original_no);

-- 存款. Bank deposits by the slip they name.
CREATE TABLE deposits (
  entry_id   INTEGER PRIMARY KEY,
  slip_no    TEXT NOT NULL,
  counts_on  TEXT NOT NULL CHECK (counts_on IS date(counts_on)),
  posted_on  TEXT NOT NULL CHECK (posted_on IS date(posted_on)),
  second     INTEGER NOT NULL CHECK (second BETWEEN 0 AND 86400),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000000000),
  line       INTEGER NOT NULL CHECK (line >= 1)
) STRICT;
CREATE INDEX deposits_by_day ON deposits (counts_on);

-- 隔离行. Rows that did not parse, kept whole.
CREATE TABLE quarantine (
  id        INTEGER PRIMARY KEY,
  file_id   INTEGER NOT NULL REFERENCES files (id),
  line      INTEGER NOT NULL CHECK (line >= 1),
  side      TEXT NOT NULL CHECK (side IN ('his', 'cashier', 'bank')),
  day       TEXT NOT NULL CHECK (day IS date(day)),
  method    TEXT NOT NULL,
  his_no    TEXT NOT NULL,
  order_no  TEXT NOT NULL,
  heading   TEXT NOT NULL,
  code      TEXT NOT NULL CHECK (code <> ''),
  excerpt   TEXT NOT NULL,
  raw       TEXT NOT NULL
) STRICT;
CREATE INDEX quarantine_by_day ON quarantine (day);
CREATE INDEX quarantine_by_file ON quarantine (file_id);

-- What a run said of a day. Derived: a later run of the same day takes its place, and the journal
-- keeps every run's counts and digest.
CREATE TABLE day_results (
  day    TEXT PRIMARY KEY CHECK (day IS date(day)),
  seq    INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  open   INTEGER NOT NULL CHECK (open >= 0),
  listed INTEGER NOT NULL CHECK (listed >= 0),
  differences_fen INTEGER NOT NULL CHECK (differences_fen >= 0),
  figures TEXT NOT NULL CHECK (json_valid(figures))
) STRICT;

CREATE TABLE exceptions (
  id             INTEGER PRIMARY KEY,
  day            TEXT NOT NULL REFERENCES day_results (day) DEFERRABLE INITIALLY DEFERRED,
  place          INTEGER NOT NULL CHECK (place >= 0),
  class          TEXT NOT NULL CHECK (class <> ''),
  state          TEXT NOT NULL CHECK (state <> ''),
  method         TEXT NOT NULL CHECK (method <> ''),
  cashier        TEXT NOT NULL,
  his_no         TEXT NOT NULL,
  order_no       TEXT NOT NULL,
  slip_no        TEXT NOT NULL,
  difference_fen INTEGER NOT NULL,
  rule           TEXT NOT NULL,
  body           TEXT NOT NULL CHECK (json_valid(body)),
  UNIQUE (day, place)
) STRICT;
CREATE INDEX exceptions_by_state ON exceptions (state, day, place);

CREATE TRIGGER files_update BEFORE UPDATE ON files
BEGIN SELECT RAISE(ABORT, 'files: a file is never changed'); END;
CREATE TRIGGER files_delete BEFORE DELETE ON files
BEGIN SELECT RAISE(ABORT, 'files: a file is never removed'); END;
CREATE TRIGGER file_pieces_update BEFORE UPDATE ON file_pieces
BEGIN SELECT RAISE(ABORT, 'file_pieces: an original is never changed'); END;
CREATE TRIGGER file_pieces_delete BEFORE DELETE ON file_pieces
BEGIN SELECT RAISE(ABORT, 'file_pieces: an original is never removed'); END;
CREATE TRIGGER segments_update BEFORE UPDATE ON segments
BEGIN SELECT RAISE(ABORT, 'segments: entries are never changed'); END;
CREATE TRIGGER segments_delete BEFORE DELETE ON segments
BEGIN SELECT RAISE(ABORT, 'segments: entries are never removed'); END;
CREATE TRIGGER segment_fields_update BEFORE UPDATE ON segment_fields
BEGIN SELECT RAISE(ABORT, 'segment_fields: entries are never changed'); END;
CREATE TRIGGER segment_fields_delete BEFORE DELETE ON segment_fields
BEGIN SELECT RAISE(ABORT, 'segment_fields: entries are never removed'); END;
CREATE TRIGGER superseded_update BEFORE UPDATE ON superseded
BEGIN SELECT RAISE(ABORT, 'superseded: a version is never changed'); END;
CREATE TRIGGER superseded_delete BEFORE DELETE ON superseded
BEGIN SELECT RAISE(ABORT, 'superseded: a version is never removed'); END;
CREATE TRIGGER coverage_update BEFORE UPDATE ON coverage
BEGIN SELECT RAISE(ABORT, 'coverage: never changed'); END;
CREATE TRIGGER coverage_delete BEFORE DELETE ON coverage
BEGIN SELECT RAISE(ABORT, 'coverage: never removed'); END;
CREATE TRIGGER quarantine_update BEFORE UPDATE ON quarantine
BEGIN SELECT RAISE(ABORT, 'quarantine: a row is never changed'); END;
CREATE TRIGGER quarantine_delete BEFORE DELETE ON quarantine
BEGIN SELECT RAISE(ABORT, 'quarantine: a row is never removed'); END;

-- INSERT OR REPLACE must not slip past the guards above, whatever the connection has set.
CREATE TRIGGER files_insert BEFORE INSERT ON files
WHEN EXISTS (SELECT 1 FROM files WHERE id = NEW.id OR sha256 = NEW.sha256 OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'files: a file is never replaced'); END;
CREATE TRIGGER file_pieces_insert BEFORE INSERT ON file_pieces
WHEN EXISTS (SELECT 1 FROM file_pieces WHERE file_id = NEW.file_id AND piece = NEW.piece)
BEGIN SELECT RAISE(ABORT, 'file_pieces: an original is never replaced'); END;
CREATE TRIGGER segments_insert BEFORE INSERT ON segments
WHEN EXISTS (SELECT 1 FROM segments WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'segments: entries are never replaced'); END;
CREATE TRIGGER segment_fields_insert BEFORE INSERT ON segment_fields
WHEN EXISTS (SELECT 1 FROM segment_fields WHERE segment_id = NEW.segment_id AND field = NEW.field)
BEGIN SELECT RAISE(ABORT, 'segment_fields: entries are never replaced'); END;
CREATE TRIGGER superseded_insert BEFORE INSERT ON superseded
WHEN EXISTS (SELECT 1 FROM superseded WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'superseded: a version is never replaced'); END;
CREATE TRIGGER quarantine_insert BEFORE INSERT ON quarantine
WHEN EXISTS (SELECT 1 FROM quarantine WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'quarantine: a row is never replaced'); END;
