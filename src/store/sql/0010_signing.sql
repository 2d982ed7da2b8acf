-- 签批口令: one row a password set; an empty hash is a reset. Argon2id with the cost it was made by.
CREATE TABLE signing_passwords (
  seq        INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  operator   TEXT NOT NULL REFERENCES operators (name),
  memory_kib INTEGER NOT NULL CHECK (memory_kib >= 0),
  passes     INTEGER NOT NULL CHECK (passes >= 0),
  lanes      INTEGER NOT NULL CHECK (lanes >= 0),
  salt       BLOB NOT NULL,
  hash       BLOB NOT NULL,
  CHECK ((length(salt) = 16 AND length(hash) = 32 AND memory_kib > 0 AND passes > 0 AND lanes > 0)
    OR (length(salt) = 0 AND length(hash) = 0 AND memory_kib = 0 AND passes = 0 AND lanes = 0))
) STRICT;
CREATE INDEX signing_passwords_by_operator ON signing_passwords (operator, seq);

-- 输入口令: each attempt, written before its answer is shown; "is_right" 1 or 0.
CREATE TABLE signing_attempts (
  seq      INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  operator TEXT NOT NULL REFERENCES operators (name),
  at_utc   TEXT NOT NULL CHECK (at_utc <> ''),
  is_right INTEGER NOT NULL CHECK (is_right IN (0, 1))
) STRICT;
CREATE INDEX signing_attempts_by_operator ON signing_attempts (operator, seq);

CREATE TRIGGER signing_passwords_insert BEFORE INSERT ON signing_passwords
WHEN EXISTS (SELECT 1 FROM signing_passwords WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'signing_passwords: only ever added after the last'); END;
CREATE TRIGGER signing_passwords_update BEFORE UPDATE ON signing_passwords
BEGIN SELECT RAISE(ABORT, 'signing_passwords: never changed'); END;
CREATE TRIGGER signing_passwords_delete BEFORE DELETE ON signing_passwords
BEGIN SELECT RAISE(ABORT, 'signing_passwords: never removed'); END;
CREATE TRIGGER signing_attempts_insert BEFORE INSERT ON signing_attempts
WHEN EXISTS (SELECT 1 FROM signing_attempts WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'signing_attempts: only ever added after the last'); END;
CREATE TRIGGER signing_attempts_update BEFORE UPDATE ON signing_attempts
BEGIN SELECT RAISE(ABORT, 'signing_attempts: never changed'); END;
CREATE TRIGGER signing_attempts_delete BEFORE DELETE ON signing_attempts
BEGIN SELECT RAISE(ABORT, 'signing_attempts: never removed'); END;
