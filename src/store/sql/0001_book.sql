-- The kernel of a book: who it belongs to, its operators, its journal, the rule files in force.
-- Frozen once released: a change is a new file in this folder.

CREATE TABLE migrations (
  n          INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
  applied_at TEXT NOT NULL
) STRICT;

-- 账套. One row; everything but the single-person state stands for good.
CREATE TABLE book (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  book_id       TEXT NOT NULL CHECK (length(book_id) = 32 AND book_id NOT GLOB '*[^0-9a-f]*'),
  title         TEXT NOT NULL CHECK (title <> ''),
  created_at    TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%SZ', created_at)),
  demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),
  single_person INTEGER NOT NULL CHECK (single_person IN (0, 1))
) STRICT;

-- 日志. Append-only; each row carries the hash of all its columns and of the row before.
-- kind is held to the shape of a code, not to a list, so that a new kind of fact needs no rebuilt table.
CREATE TABLE journal (
  seq           INTEGER PRIMARY KEY CHECK (seq >= 1),
  version       INTEGER NOT NULL CHECK (version >= 1),
  at_utc        TEXT NOT NULL CHECK (at_utc IS strftime('%Y-%m-%dT%H:%M:%SZ', at_utc)),
  business_on   TEXT NOT NULL CHECK (business_on IS date(business_on)),
  rehearsal     INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
  actor         TEXT NOT NULL CHECK (actor <> ''),
  on_behalf     TEXT NOT NULL,
  operation_id  TEXT NOT NULL UNIQUE CHECK (length(operation_id) = 32 AND operation_id NOT GLOB '*[^0-9a-f]*'),
  kind          TEXT NOT NULL CHECK (kind <> '' AND kind NOT GLOB '*[^a-z_]*'),
  subject       TEXT NOT NULL,
  reason        TEXT NOT NULL,
  body          TEXT NOT NULL CHECK (json_valid(body)),
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64 AND previous_hash NOT GLOB '*[^0-9a-f]*'),
  hash          TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*')
) STRICT;

-- 操作员. An account may be bound to several operators (the demonstration book does that).
CREATE TABLE operators (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE CHECK (name <> '' AND length(name) <= 32),
  os_account TEXT NOT NULL CHECK (os_account <> '' AND length(os_account) <= 64),
  uid        INTEGER CHECK (uid BETWEEN 0 AND 4294967295),
  bound_on   TEXT NOT NULL CHECK (bound_on IS date(bound_on)),
  added_seq  INTEGER NOT NULL UNIQUE REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  note       TEXT NOT NULL
) STRICT;
CREATE INDEX operators_by_account ON operators (os_account, id);

-- 规则文件. Every version of the house's own rule files, as journalled.
CREATE TABLE rule_files (
  id     INTEGER PRIMARY KEY,
  seq    INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  name   TEXT NOT NULL CHECK (name <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  text   TEXT NOT NULL,
  UNIQUE (seq, name)
) STRICT;
CREATE INDEX rule_files_by_name ON rule_files (name, id);

-- INSERT OR REPLACE deletes without asking a DELETE trigger unless recursive_triggers is on, so the
-- insert guards refuse any row that would displace another, whatever the connection has set.
CREATE TRIGGER journal_insert BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  OR NEW.previous_hash IS NOT coalesce(
       (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1),
       '0000000000000000000000000000000000000000000000000000000000000000')
  OR EXISTS (SELECT 1 FROM journal WHERE operation_id = NEW.operation_id)
BEGIN SELECT RAISE(ABORT, 'journal: a fact is only ever added after the last'); END;
CREATE TRIGGER journal_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: a fact is never changed'); END;
CREATE TRIGGER journal_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: a fact is never removed'); END;

CREATE TRIGGER rule_files_insert BEFORE INSERT ON rule_files
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM rule_files)
  OR EXISTS (SELECT 1 FROM rule_files WHERE seq = NEW.seq AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'rule_files: a version is only ever added after the last'); END;
CREATE TRIGGER rule_files_update BEFORE UPDATE ON rule_files
BEGIN SELECT RAISE(ABORT, 'rule_files: a version is never changed'); END;
CREATE TRIGGER rule_files_delete BEFORE DELETE ON rule_files
BEGIN SELECT RAISE(ABORT, 'rule_files: a version is never removed'); END;

CREATE TRIGGER operators_insert BEFORE INSERT ON operators
WHEN EXISTS (SELECT 1 FROM operators WHERE id = NEW.id OR name = NEW.name OR added_seq = NEW.added_seq)
BEGIN SELECT RAISE(ABORT, 'operators: an operator is never replaced'); END;
CREATE TRIGGER operators_update BEFORE UPDATE OF id, name, added_seq ON operators
BEGIN SELECT RAISE(ABORT, 'operators: a name stands for one person for good'); END;
CREATE TRIGGER operators_delete BEFORE DELETE ON operators
BEGIN SELECT RAISE(ABORT, 'operators: an operator is never removed'); END;

CREATE TRIGGER book_insert BEFORE INSERT ON book
WHEN EXISTS (SELECT 1 FROM book)
BEGIN SELECT RAISE(ABORT, 'book: there is only one'); END;
CREATE TRIGGER book_update BEFORE UPDATE ON book
WHEN NEW.id IS NOT OLD.id OR NEW.book_id IS NOT OLD.book_id OR NEW.title IS NOT OLD.title
  OR NEW.created_at IS NOT OLD.created_at OR NEW.demonstration IS NOT OLD.demonstration
  OR (OLD.single_person = 0 AND NEW.single_person = 1
      AND (SELECT count(*) FROM operators) > 1)
BEGIN SELECT RAISE(ABORT, 'book: what a book is stands for good'); END;
CREATE TRIGGER book_delete BEFORE DELETE ON book
BEGIN SELECT RAISE(ABORT, 'book: never removed'); END;
