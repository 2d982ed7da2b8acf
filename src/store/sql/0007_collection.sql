-- Collection work: calls and promises, each row under the fact that wrote it.
-- Frozen once released: a change is a new file in this folder.

-- 催缴记录.
CREATE TABLE calls (
  seq         INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  called_on   TEXT NOT NULL CHECK (called_on IS date(called_on)),
  actor       TEXT NOT NULL CHECK (actor <> ''),
  result      TEXT NOT NULL CHECK (result <> ''),
  person      TEXT NOT NULL,
  note        TEXT NOT NULL,
  next_on     TEXT NOT NULL CHECK (next_on = '' OR next_on IS date(next_on))
) STRICT;
CREATE INDEX calls_of ON calls (employer_id, seq);

-- 承诺. Every change is a further version under the number of the first fact.
CREATE TABLE promises (
  promise     INTEGER NOT NULL,
  version     INTEGER NOT NULL CHECK (version >= 1),
  seq         INTEGER NOT NULL UNIQUE REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  said_on     TEXT NOT NULL CHECK (said_on IS date(said_on)),
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 1000000000000),
  pay_on      TEXT NOT NULL CHECK (pay_on IS date(pay_on)),
  grace_working_days INTEGER NOT NULL CHECK (grace_working_days BETWEEN 0 AND 366),
  withdrawn   INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  actor       TEXT NOT NULL CHECK (actor <> ''),
  reason      TEXT NOT NULL,
  PRIMARY KEY (promise, version),
  CHECK ((version = 1) = (promise = seq))
) STRICT, WITHOUT ROWID;
CREATE INDEX promises_of ON promises (employer_id, promise, version);

CREATE TRIGGER calls_insert BEFORE INSERT ON calls
WHEN EXISTS (SELECT 1 FROM calls WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'calls: a note is never replaced'); END;
CREATE TRIGGER calls_update BEFORE UPDATE ON calls
BEGIN SELECT RAISE(ABORT, 'calls: a note is never changed'); END;
CREATE TRIGGER calls_delete BEFORE DELETE ON calls
BEGIN SELECT RAISE(ABORT, 'calls: a note is never removed'); END;
CREATE TRIGGER promises_insert BEFORE INSERT ON promises
WHEN NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM promises WHERE promise = NEW.promise)
  OR EXISTS (SELECT 1 FROM promises WHERE promise = NEW.promise AND employer_id <> NEW.employer_id)
  OR EXISTS (SELECT 1 FROM promises WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'promises: a version is only ever added after the last, for the same employer'); END;
CREATE TRIGGER promises_update BEFORE UPDATE ON promises
BEGIN SELECT RAISE(ABORT, 'promises: a version is never changed'); END;
CREATE TRIGGER promises_delete BEFORE DELETE ON promises
BEGIN SELECT RAISE(ABORT, 'promises: a version is never removed'); END;

-- 还款协议 and its instalments; what ends one is a row of its own.
CREATE TABLE plans (
  plan        INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  employer_id INTEGER NOT NULL REFERENCES employers (id),
  made_on     TEXT NOT NULL CHECK (made_on IS date(made_on)),
  kind        TEXT NOT NULL CHECK (kind IN ('equal', 'growing', 'own')),
  grace_working_days INTEGER NOT NULL CHECK (grace_working_days BETWEEN 0 AND 366),
  remind_working_days INTEGER NOT NULL CHECK (remind_working_days BETWEEN 0 AND 366),
  breach_by   TEXT NOT NULL CHECK (breach_by IN ('instalment', 'new_arrears', 'either')),
  effect      TEXT NOT NULL CHECK (effect IN ('rest_due', 'resume', 'guarantee')),
  actor       TEXT NOT NULL CHECK (actor <> ''),
  note        TEXT NOT NULL
) STRICT;
CREATE INDEX plans_of ON plans (employer_id, plan);

CREATE TABLE plan_instalments (
  plan        INTEGER NOT NULL REFERENCES plans (plan),
  number      INTEGER NOT NULL CHECK (number >= 1),
  due_on      TEXT NOT NULL CHECK (due_on IS date(due_on)),
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 1000000000000),
  PRIMARY KEY (plan, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_ends (
  plan        INTEGER PRIMARY KEY REFERENCES plans (plan),
  seq         INTEGER NOT NULL UNIQUE REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  ended_on    TEXT NOT NULL CHECK (ended_on IS date(ended_on)),
  actor       TEXT NOT NULL CHECK (actor <> ''),
  reason      TEXT NOT NULL CHECK (reason <> '')
) STRICT;

CREATE TRIGGER plans_insert BEFORE INSERT ON plans
WHEN EXISTS (SELECT 1 FROM plans WHERE plan = NEW.plan)
BEGIN SELECT RAISE(ABORT, 'plans: a plan is never replaced'); END;
CREATE TRIGGER plans_update BEFORE UPDATE ON plans
BEGIN SELECT RAISE(ABORT, 'plans: a plan is never changed'); END;
CREATE TRIGGER plans_delete BEFORE DELETE ON plans
BEGIN SELECT RAISE(ABORT, 'plans: a plan is never removed'); END;
CREATE TRIGGER plan_instalments_insert BEFORE INSERT ON plan_instalments
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM plan_instalments WHERE plan = NEW.plan)
BEGIN SELECT RAISE(ABORT, 'plan_instalments: only ever added after the last'); END;
CREATE TRIGGER plan_instalments_update BEFORE UPDATE ON plan_instalments
BEGIN SELECT RAISE(ABORT, 'plan_instalments: an instalment is never changed'); END;
CREATE TRIGGER plan_instalments_delete BEFORE DELETE ON plan_instalments
BEGIN SELECT RAISE(ABORT, 'plan_instalments: an instalment is never removed'); END;
CREATE TRIGGER plan_ends_insert BEFORE INSERT ON plan_ends
WHEN EXISTS (SELECT 1 FROM plan_ends WHERE plan = NEW.plan OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'plan_ends: a plan ends once'); END;
CREATE TRIGGER plan_ends_update BEFORE UPDATE ON plan_ends
BEGIN SELECT RAISE(ABORT, 'plan_ends: an end is never changed'); END;
CREATE TRIGGER plan_ends_delete BEFORE DELETE ON plan_ends
BEGIN SELECT RAISE(ABORT, 'plan_ends: an end is never removed'); END;
