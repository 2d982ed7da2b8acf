//! Approvals against the facts that vouch for them: rounds, chains, steps, posts, stand-ins.
//!
//! Any fact may carry a step of approval, under `approval` in its body; a book of an older layout has none.

use rusqlite::Connection;

use super::Complaint;

/// A table, and a query for the first act that does not hold.
const CHECKS: &[(&str, &str)] = &[
    (
        "approval_rounds",
        "WITH said AS (SELECT seq, body -> 'approval' AS said FROM journal WHERE body -> 'approval' ->> 'verdict' = 'submit')
         SELECT coalesce(said.seq, own.seq) FROM said FULL JOIN approval_rounds AS own ON own.seq = said.seq
         WHERE said ->> 'kind' IS NOT kind OR said ->> 'subject' IS NOT subject OR said ->> 'number' IS NOT number
            OR said ->> 'title' IS NOT title OR said ->> 'policy' IS NOT policy
            OR said ->> 'amount_fen' IS NOT amount_fen OR said ->> 'sha256' IS NOT sha256 ORDER BY 1 LIMIT 1",
    ),
    (
        "approval_chains",
        "WITH said AS (SELECT seq, step.key AS place, step.value ->> 0 AS post, step.value ->> 1 AS days
           FROM journal, json_each(body, '$.approval.chain') AS step WHERE body -> 'approval' ->> 'verdict' = 'submit')
         SELECT coalesce(said.seq, own.round_seq) FROM said
         FULL JOIN approval_chains AS own ON own.round_seq = said.seq AND own.place = said.place
         WHERE said.post IS NOT own.post OR said.days IS NOT own.working_days ORDER BY 1 LIMIT 1",
    ),
    (
        "approval_steps",
        "WITH said AS (SELECT seq, actor, on_behalf, business_on, body -> 'approval' AS said
           FROM journal WHERE body -> 'approval' IS NOT NULL)
         SELECT coalesce(said.seq, own.seq) FROM said FULL JOIN approval_steps AS own ON own.seq = said.seq
         WHERE said ->> 'round_seq' IS NOT round_seq OR said ->> 'place' IS NOT place
            OR said ->> 'verdict' IS NOT verdict OR said ->> 'due_on' IS NOT due_on OR said ->> 'sha256' IS NOT sha256
            OR said.actor IS NOT own.actor OR said.on_behalf IS NOT own.on_behalf
            OR said.business_on IS NOT own.acted_on ORDER BY 1 LIMIT 1",
    ),
    (
        "tenures",
        "WITH said AS (SELECT seq, body -> 'rights' AS rights, post.value AS post
           FROM journal, json_each(body, '$.rights.posts') AS post
           WHERE kind = 'rights_granted' AND NOT body -> 'rights' ->> 'taken_back')
         SELECT coalesce(said.seq, own.seq) FROM said
         FULL JOIN tenures AS own ON own.seq = said.seq AND own.post = said.post
         WHERE rights ->> 'operator' IS NOT operator OR rights ->> 'from_on' IS NOT from_on
            OR rights ->> 'to_on' IS NOT to_on ORDER BY 1 LIMIT 1",
    ),
    (
        "tenure_ends",
        "WITH back AS (SELECT seq, body -> 'rights' ->> 'operator' AS operator, post.value AS post
           FROM journal, json_each(body, '$.rights.posts') AS post
           WHERE kind = 'rights_granted' AND body -> 'rights' ->> 'taken_back'),
         said AS (SELECT tenures.seq AS tenure_seq, tenures.post, min(back.seq) AS seq FROM tenures
           JOIN back ON back.operator = tenures.operator AND back.post = tenures.post AND back.seq > tenures.seq
           GROUP BY 1, 2)
         SELECT coalesce(said.seq, own.seq) FROM said
         FULL JOIN tenure_ends AS own ON own.tenure_seq = said.tenure_seq AND own.post = said.post
         WHERE said.seq IS NOT own.seq ORDER BY 1 LIMIT 1",
    ),
    (
        "stand_ins",
        "SELECT coalesce(said.seq, own.seq) FROM
           (SELECT seq, body FROM journal WHERE kind = 'stand_in_set') AS said
         FULL JOIN stand_ins AS own ON own.seq = said.seq
         WHERE body ->> 'principal' IS NOT principal OR body ->> 'deputy' IS NOT deputy
            OR body ->> 'from_on' IS NOT from_on OR body ->> 'to_on' IS NOT to_on ORDER BY 1 LIMIT 1",
    ),
    (
        "stand_in_ends",
        "SELECT coalesce(said.seq, own.seq) FROM
           (SELECT seq, body FROM journal WHERE kind = 'stand_in_ended') AS said
         FULL JOIN stand_in_ends AS own ON own.seq = said.seq
         WHERE body ->> 'ends_seq' IS NOT stand_in_seq ORDER BY 1 LIMIT 1",
    ),
];

/// Facts that speak of approvals, for a book that has no tables of them.
const ACTS: &str = "SELECT seq FROM journal WHERE body -> 'approval' IS NOT NULL
    OR kind IN ('rights_granted', 'stand_in_set', 'stand_in_ended') LIMIT 1";

/// Compares every table; one line for all.
pub(super) fn compare(connection: &Connection) -> Result<Option<String>, Complaint> {
    let laid_out = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'approval_steps')";
    let laid_out: bool = connection.query_row(laid_out, [], |row| row.get(0))?;
    let all = if laid_out { CHECKS } else { &[("approval_steps", ACTS)] };
    for (table, sql) in all {
        let broken: Option<i64> = connection.prepare(sql)?.query_map([], |row| row.get(0))?.next().transpose()?;
        if let Some(seq) = broken {
            let (zh, en) = (format!("{table} 与事实不符"), format!("{table} differs from its facts"));
            return Err(Complaint::at(seq, &zh, &en));
        }
    }
    Ok(laid_out.then(|| "ok approvals posts stand_ins".to_string()))
}
