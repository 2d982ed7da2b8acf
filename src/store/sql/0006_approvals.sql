-- Approval: rounds of subjects through their chains, the steps persons took, posts and stand-ins.
-- Frozen once released: a change is a new file in this folder.

-- 岗位授予. Which operator was granted which post, for which days; taken back only by a row of tenure_ends.
CREATE TABLE tenures (
  seq      INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  post     TEXT NOT NULL CHECK (post <> '' AND post NOT GLOB '*[^a-z_]*'),
  operator TEXT NOT NULL REFERENCES operators (name),
  from_on  TEXT NOT NULL CHECK (from_on IS date(from_on)),
  to_on    TEXT NOT NULL CHECK (to_on IS date(to_on) AND to_on >= from_on),
  PRIMARY KEY (seq, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX tenures_by_post ON tenures (post, operator);

CREATE TABLE tenure_ends (
  tenure_seq INTEGER NOT NULL,
  post       TEXT NOT NULL,
  seq        INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (tenure_seq, post),
  FOREIGN KEY (tenure_seq, post) REFERENCES tenures (seq, post)
) STRICT, WITHOUT ROWID;

-- 代岗. From–to, 30 days at most; ended early by a row of stand_in_ends.
CREATE TABLE stand_ins (
  seq       INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  principal TEXT NOT NULL REFERENCES operators (name),
  deputy    TEXT NOT NULL REFERENCES operators (name) CHECK (deputy <> principal),
  from_on   TEXT NOT NULL CHECK (from_on IS date(from_on)),
  to_on     TEXT NOT NULL CHECK (to_on IS date(to_on) AND to_on >= from_on
    AND julianday(to_on) - julianday(from_on) < 30)
) STRICT;

CREATE TABLE stand_in_ends (
  stand_in_seq INTEGER PRIMARY KEY REFERENCES stand_ins (seq),
  seq          INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- 审批轮次. kind is held to the shape of a code, so that a new subject needs no rebuilt table.
CREATE TABLE approval_rounds (
  seq        INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  kind       TEXT NOT NULL CHECK (kind <> '' AND kind NOT GLOB '*[^a-z_]*'),
  subject    TEXT NOT NULL CHECK (subject <> ''),
  number     INTEGER NOT NULL CHECK (number >= 1),
  title      TEXT NOT NULL,
  policy     TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN -900000000000000000 AND 900000000000000000),
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  UNIQUE (kind, subject, number)
) STRICT;

-- 审批环节. The chain of a round as it was when it was submitted; an empty post is open to every operator.
CREATE TABLE approval_chains (
  round_seq    INTEGER NOT NULL REFERENCES approval_rounds (seq),
  place        INTEGER NOT NULL CHECK (place >= 0),
  post         TEXT NOT NULL CHECK (post NOT GLOB '*[^a-z_]*'),
  working_days INTEGER NOT NULL CHECK (working_days >= 0),
  PRIMARY KEY (round_seq, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_steps (
  seq       INTEGER PRIMARY KEY REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  round_seq INTEGER NOT NULL REFERENCES approval_rounds (seq),
  place     INTEGER NOT NULL CHECK (place >= 0),
  verdict   TEXT NOT NULL CHECK (verdict IN ('submit', 'approve', 'return', 'refuse', 'withdraw')),
  actor     TEXT NOT NULL CHECK (actor <> ''),
  on_behalf TEXT NOT NULL,
  acted_on  TEXT NOT NULL CHECK (acted_on IS date(acted_on)),
  due_on    TEXT NOT NULL CHECK (due_on = '' OR due_on IS date(due_on)),
  sha256    TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')
) STRICT;
CREATE INDEX approval_steps_by_round ON approval_steps (round_seq, place);

-- Rounds that wait for a step, and for which post.
CREATE VIEW approvals_waiting AS
  SELECT one.seq AS round_seq, count(taken.seq) AS place
  FROM approval_rounds AS one JOIN approval_steps AS taken ON taken.round_seq = one.seq
  WHERE NOT EXISTS (SELECT 1 FROM approval_rounds AS later
    WHERE later.kind = one.kind AND later.subject = one.subject AND later.number > one.number)
  GROUP BY one.seq
  HAVING sum(taken.verdict <> 'submit' AND taken.verdict <> 'approve') = 0
    AND count(taken.seq) < (SELECT count(*) FROM approval_chains WHERE round_seq = one.seq);

-- The rule of src/domain/approval/rule.rs a second time, in the schema's own words.
CREATE TRIGGER approval_steps_order BEFORE INSERT ON approval_steps
WHEN NEW.verdict = 'submit' AND (NEW.place <> 0 OR EXISTS (SELECT 1 FROM approval_steps WHERE round_seq = NEW.round_seq))
  OR NEW.verdict <> 'submit' AND NEW.place IS NOT (SELECT place FROM approvals_waiting WHERE round_seq = NEW.round_seq)
BEGIN SELECT RAISE(ABORT, 'approval_steps: the round does not wait for this step'); END;

CREATE TRIGGER approval_steps_seen BEFORE INSERT ON approval_steps
WHEN NEW.verdict <> 'return' AND NEW.verdict <> 'withdraw'
  AND NEW.sha256 IS NOT (SELECT sha256 FROM approval_rounds WHERE seq = NEW.round_seq)
BEGIN SELECT RAISE(ABORT, 'approval_steps: the document is not the one submitted'); END;

CREATE TRIGGER approval_steps_stand_in BEFORE INSERT ON approval_steps
WHEN NEW.on_behalf <> '' AND NOT EXISTS (SELECT 1 FROM stand_ins
    WHERE principal = NEW.on_behalf AND deputy = NEW.actor AND NEW.acted_on BETWEEN from_on AND to_on
      AND seq NOT IN (SELECT stand_in_seq FROM stand_in_ends))
BEGIN SELECT RAISE(ABORT, 'approval_steps: the actor does not stand in for that person today'); END;

-- A post never granted is open; the administration of rights is then the first operator's.
CREATE TRIGGER approval_steps_post BEFORE INSERT ON approval_steps
WHEN NEW.verdict <> 'withdraw' AND (SELECT single_person FROM book) = 0 AND EXISTS (
  SELECT 1 FROM approval_chains AS step, (SELECT NEW.actor AS name UNION SELECT NEW.on_behalf) AS person
  WHERE step.round_seq = NEW.round_seq AND step.place = NEW.place AND step.post <> '' AND person.name <> ''
    AND NOT EXISTS (SELECT 1 FROM tenures WHERE tenures.post = step.post AND operator = person.name
      AND NEW.acted_on BETWEEN from_on AND to_on
      AND NOT EXISTS (SELECT 1 FROM tenure_ends WHERE tenure_seq = tenures.seq AND tenure_ends.post = tenures.post))
    AND (EXISTS (SELECT 1 FROM tenures WHERE tenures.post = step.post)
      OR (step.post = 'rights_administrator'
        AND person.name IS NOT (SELECT name FROM operators ORDER BY id LIMIT 1))))
BEGIN SELECT RAISE(ABORT, 'approval_steps: the post of this step is another person''s'); END;

-- 经办与审批不得为同一人: nobody answers for two steps of a round, as actor or as the one acted for.
CREATE TRIGGER approval_steps_maker BEFORE INSERT ON approval_steps
WHEN NEW.verdict <> 'submit' AND NEW.verdict <> 'withdraw' AND (SELECT single_person FROM book) = 0 AND (
  EXISTS (SELECT 1 FROM approval_steps WHERE round_seq = NEW.round_seq
    AND (actor IN (NEW.actor, NEW.on_behalf) OR (on_behalf <> '' AND on_behalf IN (NEW.actor, NEW.on_behalf))))
  OR EXISTS (SELECT 1 FROM approval_rounds WHERE seq = NEW.round_seq AND kind = 'rights'
    AND subject IN (NEW.actor, NEW.on_behalf)))
BEGIN SELECT RAISE(ABORT, 'approval_steps: who took a step of a round takes no other'); END;

CREATE TRIGGER approval_steps_withdraw BEFORE INSERT ON approval_steps
WHEN NEW.verdict = 'withdraw' AND NOT EXISTS (SELECT 1 FROM approval_steps
    WHERE round_seq = NEW.round_seq AND verdict = 'submit'
      AND (NEW.actor IN (actor, on_behalf) OR (NEW.on_behalf <> '' AND NEW.on_behalf IN (actor, on_behalf))))
BEGIN SELECT RAISE(ABORT, 'approval_steps: only who submitted a round withdraws it'); END;

-- 不相容岗位: what one person never holds together, on any day.
CREATE VIEW posts_apart AS
  WITH four (post) AS (VALUES ('business'), ('finance'), ('data'), ('audit')),
    money (post) AS (VALUES ('section_head'), ('finance_reviewer'), ('director'))
  SELECT a.post AS one, b.post AS other FROM four AS a, four AS b WHERE a.post <> b.post
  UNION ALL SELECT 'rights_administrator', post FROM money
  UNION ALL SELECT post, 'rights_administrator' FROM money;
CREATE TRIGGER tenures_apart BEFORE INSERT ON tenures
WHEN EXISTS (SELECT 1 FROM tenures AS held WHERE held.operator = NEW.operator
    AND held.from_on <= NEW.to_on AND NEW.from_on <= held.to_on
    AND NOT EXISTS (SELECT 1 FROM tenure_ends WHERE tenure_seq = held.seq AND tenure_ends.post = held.post)
    AND EXISTS (SELECT 1 FROM posts_apart WHERE one = held.post AND other = NEW.post))
BEGIN SELECT RAISE(ABORT, 'tenures: posts that one person must not hold together'); END;

-- 不得转代, and one deputy at a time.
CREATE TRIGGER stand_ins_chain BEFORE INSERT ON stand_ins
WHEN EXISTS (SELECT 1 FROM stand_ins AS other WHERE other.from_on <= NEW.to_on AND NEW.from_on <= other.to_on
    AND other.seq NOT IN (SELECT stand_in_seq FROM stand_in_ends)
    AND (other.principal IN (NEW.deputy, NEW.principal) OR other.deputy = NEW.principal))
BEGIN SELECT RAISE(ABORT, 'stand_ins: a stand-in is not passed on'); END;

-- Nothing of this is ever changed, removed or replaced.
CREATE TRIGGER tenures_insert BEFORE INSERT ON tenures
WHEN EXISTS (SELECT 1 FROM tenures WHERE seq > NEW.seq OR (seq = NEW.seq AND post = NEW.post))
BEGIN SELECT RAISE(ABORT, 'tenures: only ever added after the last'); END;
CREATE TRIGGER tenures_update BEFORE UPDATE ON tenures
BEGIN SELECT RAISE(ABORT, 'tenures: never changed'); END;
CREATE TRIGGER tenures_delete BEFORE DELETE ON tenures
BEGIN SELECT RAISE(ABORT, 'tenures: never removed'); END;
CREATE TRIGGER tenure_ends_insert BEFORE INSERT ON tenure_ends
WHEN EXISTS (SELECT 1 FROM tenure_ends WHERE tenure_seq = NEW.tenure_seq AND post = NEW.post)
BEGIN SELECT RAISE(ABORT, 'tenure_ends: ended once'); END;
CREATE TRIGGER tenure_ends_update BEFORE UPDATE ON tenure_ends
BEGIN SELECT RAISE(ABORT, 'tenure_ends: never changed'); END;
CREATE TRIGGER tenure_ends_delete BEFORE DELETE ON tenure_ends
BEGIN SELECT RAISE(ABORT, 'tenure_ends: never removed'); END;
CREATE TRIGGER stand_ins_insert BEFORE INSERT ON stand_ins
WHEN EXISTS (SELECT 1 FROM stand_ins WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'stand_ins: only ever added after the last'); END;
CREATE TRIGGER stand_ins_update BEFORE UPDATE ON stand_ins
BEGIN SELECT RAISE(ABORT, 'stand_ins: never changed'); END;
CREATE TRIGGER stand_ins_delete BEFORE DELETE ON stand_ins
BEGIN SELECT RAISE(ABORT, 'stand_ins: never removed'); END;
CREATE TRIGGER stand_in_ends_insert BEFORE INSERT ON stand_in_ends
WHEN EXISTS (SELECT 1 FROM stand_in_ends WHERE stand_in_seq = NEW.stand_in_seq)
BEGIN SELECT RAISE(ABORT, 'stand_in_ends: ended once'); END;
CREATE TRIGGER stand_in_ends_update BEFORE UPDATE ON stand_in_ends
BEGIN SELECT RAISE(ABORT, 'stand_in_ends: never changed'); END;
CREATE TRIGGER stand_in_ends_delete BEFORE DELETE ON stand_in_ends
BEGIN SELECT RAISE(ABORT, 'stand_in_ends: never removed'); END;
CREATE TRIGGER approval_rounds_insert BEFORE INSERT ON approval_rounds
WHEN EXISTS (SELECT 1 FROM approval_rounds WHERE seq >= NEW.seq)
  OR NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM approval_rounds
    WHERE kind = NEW.kind AND subject = NEW.subject)
BEGIN SELECT RAISE(ABORT, 'approval_rounds: only ever added after the last'); END;
CREATE TRIGGER approval_rounds_update BEFORE UPDATE ON approval_rounds
BEGIN SELECT RAISE(ABORT, 'approval_rounds: never changed'); END;
CREATE TRIGGER approval_rounds_delete BEFORE DELETE ON approval_rounds
BEGIN SELECT RAISE(ABORT, 'approval_rounds: never removed'); END;
CREATE TRIGGER approval_chains_insert BEFORE INSERT ON approval_chains
WHEN EXISTS (SELECT 1 FROM approval_chains WHERE round_seq = NEW.round_seq AND place >= NEW.place)
  OR EXISTS (SELECT 1 FROM approval_steps WHERE round_seq = NEW.round_seq)
BEGIN SELECT RAISE(ABORT, 'approval_chains: a chain is fixed at its submission'); END;
CREATE TRIGGER approval_chains_update BEFORE UPDATE ON approval_chains
BEGIN SELECT RAISE(ABORT, 'approval_chains: never changed'); END;
CREATE TRIGGER approval_chains_delete BEFORE DELETE ON approval_chains
BEGIN SELECT RAISE(ABORT, 'approval_chains: never removed'); END;
CREATE TRIGGER approval_steps_insert BEFORE INSERT ON approval_steps
WHEN EXISTS (SELECT 1 FROM approval_steps WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'approval_steps: only ever added after the last'); END;
CREATE TRIGGER approval_steps_update BEFORE UPDATE ON approval_steps
BEGIN SELECT RAISE(ABORT, 'approval_steps: never changed'); END;
CREATE TRIGGER approval_steps_delete BEFORE DELETE ON approval_steps
BEGIN SELECT RAISE(ABORT, 'approval_steps: never removed'); END;
