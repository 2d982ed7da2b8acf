-- Bank statements: files and their originals, the movements of the house's accounts.
-- Frozen once released: a change is a new file in this folder.

-- 对账单文件. Every statement that entered, once; all it left is covered by its fact.
CREATE TABLE statement_files (
  id            INTEGER PRIMARY KEY,
  seq           INTEGER NOT NULL UNIQUE REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  sha256        TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  path          TEXT NOT NULL,
  bytes         INTEGER NOT NULL CHECK (bytes > 0),
  encoding      TEXT NOT NULL CHECK (encoding IN ('utf-8', 'gb18030')),
  format        TEXT NOT NULL CHECK (format <> ''),
  rows_read     INTEGER NOT NULL CHECK (rows_read >= 0),
  imported      INTEGER NOT NULL CHECK (imported >= 0),
  known         INTEGER NOT NULL CHECK (known >= 0),
  changed       INTEGER NOT NULL CHECK (changed >= 0),
  quarantined   INTEGER NOT NULL CHECK (quarantined >= 0),
  control_rows  INTEGER NOT NULL CHECK (control_rows >= 0),
  controls      TEXT NOT NULL CHECK (json_valid(controls)),
  CHECK (rows_read = imported + known + changed + quarantined + control_rows)
) STRICT;

-- The original, in zstd frames that each start on a line.
CREATE TABLE statement_pieces (
  file_id    INTEGER NOT NULL REFERENCES statement_files (id),
  piece      INTEGER NOT NULL CHECK (piece >= 0),
  first_line INTEGER NOT NULL CHECK (first_line >= 1),
  bytes      INTEGER NOT NULL CHECK (bytes >= 0),
  frame      BLOB NOT NULL,
  PRIMARY KEY (file_id, piece)
) STRICT;

-- 账户段. What a file says of one account: the days it covers and the balances at both ends.
CREATE TABLE statement_parts (
  file_id     INTEGER NOT NULL REFERENCES statement_files (id),
  account     TEXT NOT NULL CHECK (account <> ''),
  currency    TEXT NOT NULL CHECK (currency <> ''),
  from_on     TEXT NOT NULL CHECK (from_on IS date(from_on)),
  to_on       TEXT NOT NULL CHECK (to_on IS date(to_on)),
  opening_fen INTEGER,
  closing_fen INTEGER,
  rows        INTEGER NOT NULL CHECK (rows >= 1),
  PRIMARY KEY (file_id, account, currency),
  CHECK (from_on <= to_on)
) STRICT;
CREATE INDEX statement_parts_by_account ON statement_parts (account, from_on);

-- 对账单行. place: its order in time within the file.
CREATE TABLE statement_rows (
  id                   INTEGER PRIMARY KEY,
  file_id              INTEGER NOT NULL REFERENCES statement_files (id),
  place                INTEGER NOT NULL CHECK (place >= 0),
  line                 INTEGER NOT NULL CHECK (line >= 1),
  account              TEXT NOT NULL CHECK (account <> ''),
  currency             TEXT NOT NULL CHECK (currency <> ''),
  posted_on            TEXT NOT NULL CHECK (posted_on IS date(posted_on)),
  second               INTEGER NOT NULL CHECK (second BETWEEN 0 AND 86400),
  amount_fen           INTEGER NOT NULL CHECK (amount_fen BETWEEN -1000000000000 AND 1000000000000),
  balance_fen          INTEGER,
  counterparty_name    TEXT NOT NULL,
  counterparty_account TEXT NOT NULL,
  text                 TEXT NOT NULL,
  bank_no              TEXT NOT NULL,
  identity             TEXT NOT NULL CHECK (identity <> '')
) STRICT;
CREATE INDEX statement_rows_by_day ON statement_rows (account, posted_on);
CREATE INDEX statement_rows_by_identity ON statement_rows (identity);
CREATE INDEX statement_rows_by_file ON statement_rows (file_id, place);

-- Older versions of changed rows: kept, no longer live.
CREATE TABLE statement_superseded (
  row_id     INTEGER PRIMARY KEY REFERENCES statement_rows (id),
  by_row_id  INTEGER NOT NULL REFERENCES statement_rows (id),
  by_file_id INTEGER NOT NULL REFERENCES statement_files (id)
) STRICT;
CREATE INDEX statement_superseded_by_file ON statement_superseded (by_file_id);

-- 隔离行. Rows that did not parse, kept whole; day is empty where it could not be read.
CREATE TABLE statement_quarantine (
  id      INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES statement_files (id),
  line    INTEGER NOT NULL CHECK (line >= 1),
  day     TEXT NOT NULL,
  heading TEXT NOT NULL,
  code    TEXT NOT NULL CHECK (code <> ''),
  excerpt TEXT NOT NULL,
  raw     TEXT NOT NULL
) STRICT;
CREATE INDEX statement_quarantine_by_file ON statement_quarantine (file_id);

CREATE TRIGGER statement_files_update BEFORE UPDATE ON statement_files
BEGIN SELECT RAISE(ABORT, 'statement_files: a file is never changed'); END;
CREATE TRIGGER statement_files_delete BEFORE DELETE ON statement_files
BEGIN SELECT RAISE(ABORT, 'statement_files: a file is never removed'); END;
CREATE TRIGGER statement_pieces_update BEFORE UPDATE ON statement_pieces
BEGIN SELECT RAISE(ABORT, 'statement_pieces: an original is never changed'); END;
CREATE TRIGGER statement_pieces_delete BEFORE DELETE ON statement_pieces
BEGIN SELECT RAISE(ABORT, 'statement_pieces: an original is never removed'); END;
CREATE TRIGGER statement_parts_update BEFORE UPDATE ON statement_parts
BEGIN SELECT RAISE(ABORT, 'statement_parts: never changed'); END;
CREATE TRIGGER statement_parts_delete BEFORE DELETE ON statement_parts
BEGIN SELECT RAISE(ABORT, 'statement_parts: never removed'); END;
CREATE TRIGGER statement_rows_update BEFORE UPDATE ON statement_rows
BEGIN SELECT RAISE(ABORT, 'statement_rows: a row is never changed'); END;
CREATE TRIGGER statement_rows_delete BEFORE DELETE ON statement_rows
BEGIN SELECT RAISE(ABORT, 'statement_rows: a row is never removed'); END;
CREATE TRIGGER statement_superseded_update BEFORE UPDATE ON statement_superseded
BEGIN SELECT RAISE(ABORT, 'statement_superseded: a version is never changed'); END;
CREATE TRIGGER statement_superseded_delete BEFORE DELETE ON statement_superseded
BEGIN SELECT RAISE(ABORT, 'statement_superseded: a version is never removed'); END;
CREATE TRIGGER statement_quarantine_update BEFORE UPDATE ON statement_quarantine
BEGIN SELECT RAISE(ABORT, 'statement_quarantine: a row is never changed'); END;
CREATE TRIGGER statement_quarantine_delete BEFORE DELETE ON statement_quarantine
BEGIN SELECT RAISE(ABORT, 'statement_quarantine: a row is never removed'); END;

-- INSERT OR REPLACE must not slip past the guards above, whatever the connection has set.
CREATE TRIGGER statement_files_insert BEFORE INSERT ON statement_files
WHEN EXISTS (SELECT 1 FROM statement_files WHERE id = NEW.id OR sha256 = NEW.sha256 OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'statement_files: a file is never replaced'); END;
CREATE TRIGGER statement_pieces_insert BEFORE INSERT ON statement_pieces
WHEN EXISTS (SELECT 1 FROM statement_pieces WHERE file_id = NEW.file_id AND piece = NEW.piece)
BEGIN SELECT RAISE(ABORT, 'statement_pieces: an original is never replaced'); END;
CREATE TRIGGER statement_parts_insert BEFORE INSERT ON statement_parts
WHEN EXISTS (SELECT 1 FROM statement_parts
  WHERE file_id = NEW.file_id AND account = NEW.account AND currency = NEW.currency)
BEGIN SELECT RAISE(ABORT, 'statement_parts: never replaced'); END;
CREATE TRIGGER statement_rows_insert BEFORE INSERT ON statement_rows
WHEN EXISTS (SELECT 1 FROM statement_rows WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'statement_rows: a row is never replaced'); END;
CREATE TRIGGER statement_superseded_insert BEFORE INSERT ON statement_superseded
WHEN EXISTS (SELECT 1 FROM statement_superseded WHERE row_id = NEW.row_id)
BEGIN SELECT RAISE(ABORT, 'statement_superseded: a version is never replaced'); END;
CREATE TRIGGER statement_quarantine_insert BEFORE INSERT ON statement_quarantine
WHEN EXISTS (SELECT 1 FROM statement_quarantine WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'statement_quarantine: a row is never replaced'); END;
