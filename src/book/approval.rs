//! Reads the chains of approval 审批链 from `approval/chains.toml`, the duties of posts 岗位职责 from
//! `approval/duties.toml`.
//!
//! Invariant: every chain has a submission and one step of approval at least, and says where it comes
//! from; every kind of subject has a chain that fits it whatever its policy and amount.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFiles, parse_toml};
use crate::domain::approval::SubjectKind;
use crate::domain::approval::chain::{ChainRule, ChainStep, Chains};
use crate::domain::approval::duty::{Duties, Duty};
use crate::domain::approval::people::Post;
use crate::domain::journal::FactKind;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;

/// Name of the rule file.
pub const FILE: &str = "approval/chains.toml";
/// Name of the file of duties.
pub const DUTIES: &str = "approval/duties.toml";
/// What a step is written with that any operator may take.
const ANY: &str = "any";
/// Steps of the longest chain, the submission included.
const STEPS_MAX: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChains {
    chain: Vec<RawChain>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChain {
    subject: Spanned<String>,
    #[serde(default)]
    policy: String,
    amount_from: Option<Spanned<String>>,
    steps: Spanned<Vec<RawStep>>,
    cite: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    post: Spanned<String>,
    #[serde(default)]
    working_days: u32,
}

/// Reads and checks the chains.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn load(files: &RuleFiles) -> Result<Chains, Rejection> {
    let Some(file) = files.get(FILE)? else {
        return Err(Rejection::RuleBook { file: FILE.into(), line: 0, what: "the file is missing".into() });
    };
    let raw: RawChains = parse_toml(&file)?;
    let mut rules = Vec::new();
    for chain in &raw.chain {
        let kind = SubjectKind::from_code(chain.subject.get_ref());
        let kind = kind.ok_or_else(|| file.wrong_at(&chain.subject, "no such subject of approval"))?;
        if chain.cite.get_ref().trim().is_empty() {
            return Err(file.wrong_at(&chain.cite, "cite says where the chain comes from"));
        }
        if !(2..=STEPS_MAX).contains(&chain.steps.get_ref().len()) {
            return Err(file.wrong_at(&chain.steps, "a chain has a submission and one to five steps of approval"));
        }
        let mut steps = Vec::new();
        for step in chain.steps.get_ref() {
            let post = match step.post.get_ref().as_str() {
                ANY => None,
                code => Some(Post::from_code(code).ok_or_else(|| file.wrong_at(&step.post, "no such post"))?),
            };
            steps.push(ChainStep { post, working_days: step.working_days });
        }
        let from = match &chain.amount_from {
            None => Money::ZERO,
            Some(text) => Money::parse_plain(text.get_ref())
                .ok_or_else(|| file.wrong_at(text, "an amount is written as \"100000.00\""))?,
        };
        rules.push(ChainRule { kind, policy: chain.policy.clone(), from, steps, cite: chain.cite.get_ref().clone() });
    }
    let chains = Chains { rules };
    match SubjectKind::ALL.iter().find(|kind| chains.find(**kind, "", Money::ZERO).is_none()) {
        Some(kind) => Err(file.wrong_on(1, &format!("no chain for every {}", kind.code()))),
        None => Ok(chains),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDuties {
    duty: Vec<RawDuty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDuty {
    facts: Vec<Spanned<String>>,
    posts: Vec<Spanned<String>>,
    cite: Spanned<String>,
}

/// Reads and checks the duties of posts.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn duties(files: &RuleFiles) -> Result<Duties, Rejection> {
    let Some(file) = files.get(DUTIES)? else {
        return Err(Rejection::RuleBook { file: DUTIES.into(), line: 0, what: "the file is missing".into() });
    };
    let raw: RawDuties = parse_toml(&file)?;
    let (mut found, mut named) = (Duties::default(), Vec::new());
    for duty in &raw.duty {
        if duty.cite.get_ref().trim().is_empty() {
            return Err(file.wrong_at(&duty.cite, "cite says where the duty comes from"));
        }
        let mut facts = Vec::new();
        for code in &duty.facts {
            let kind = FactKind::from_code(code.get_ref());
            let kind = kind.ok_or_else(|| file.wrong_at(code, "no such kind of fact"))?;
            if named.contains(&kind) {
                return Err(file.wrong_at(code, "this kind of fact stands in another duty already"));
            }
            named.push(kind);
            facts.push(kind);
        }
        let post =
            |code: &Spanned<String>| Post::from_code(code.get_ref()).ok_or_else(|| file.wrong_at(code, "no such post"));
        found.duties.push(Duty { facts, posts: duty.posts.iter().map(post).collect::<Result<_, _>>()? });
    }
    Ok(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Chains, Rejection> {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("approval")).unwrap();
        std::fs::write(directory.path().join(FILE), text).unwrap();
        load(&RuleFiles::new(Some(directory.path().into())))
    }

    #[test]
    fn a_chain_is_chosen_by_policy_and_amount_in_the_order_written() {
        let step = r#"steps = [{ post = "clerk" }, { post = "director" }]"#;
        let short = r#"steps = [{ post = "any" }, { post = "section_head", working_days = 2 }]"#;
        let text = format!(
            "[[chain]]\nsubject = \"day_close\"\npolicy = \"D2022\"\ncite = \"a\"\n{short}\n
             [[chain]]\nsubject = \"day_close\"\namount_from = \"100000.00\"\ncite = \"b\"\n{step}\n
             [[chain]]\nsubject = \"day_close\"\ncite = \"c\"\n{short}\n
             [[chain]]\nsubject = \"rights\"\ncite = \"d\"\n{short}\n"
        );
        let rest = SubjectKind::ALL.iter().filter(|kind| !matches!(kind, SubjectKind::DayClose | SubjectKind::Rights));
        let rest: String =
            rest.map(|kind| format!("[[chain]]\nsubject = \"{}\"\ncite = \"e\"\n{short}\n", kind.code())).collect();
        let chains = of(&format!("{text}{rest}")).unwrap();
        let cite = |policy: &str, fen: i64| {
            chains.find(SubjectKind::DayClose, policy, Money::from_fen(fen)).unwrap().cite.clone()
        };
        assert_eq!(
            [cite("D2022", 0), cite("", 9_999_999), cite("", 10_000_000), cite("", -10_000_000), cite("x", 1)],
            ["a", "c", "b", "b", "c"]
        );
    }

    #[test]
    fn a_wrong_duty_is_refused_by_its_line() {
        for (wrong, line) in [
            ("[[duty]]\nfacts = [\"flown\"]\nposts = [\"clerk\"]\ncite = \"x\"\n", 2),
            ("[[duty]]\nfacts = [\"day_prepared\", \"day_prepared\"]\nposts = [\"clerk\"]\ncite = \"x\"\n", 2),
            ("[[duty]]\nfacts = [\"day_prepared\"]\nposts = [\"king\"]\ncite = \"x\"\n", 3),
            ("[[duty]]\nfacts = [\"day_prepared\"]\nposts = [\"clerk\"]\ncite = \"\"\n", 4),
        ] {
            let directory = tempfile::tempdir().unwrap();
            std::fs::create_dir(directory.path().join("approval")).unwrap();
            std::fs::write(directory.path().join(DUTIES), wrong).unwrap();
            let refused = duties(&RuleFiles::new(Some(directory.path().into())));
            let Err(Rejection::RuleBook { line: found, .. }) = refused else { panic!("{wrong} passed") };
            assert_eq!(found, line, "{wrong}");
        }
        assert!(!duties(&RuleFiles::default()).unwrap().duties.is_empty());
    }

    #[test]
    fn a_wrong_chain_is_refused_by_its_line() {
        let good =
            "[[chain]]\nsubject = \"rights\"\ncite = \"x\"\nsteps = [{ post = \"any\" }, { post = \"audit\" }]\n";
        for (wrong, line) in [
            ("[[chain]]\nsubject = \"nothing\"\ncite = \"x\"\nsteps = []\n", 2),
            ("[[chain]]\nsubject = \"rights\"\ncite = \" \"\nsteps = []\n", 3),
            ("[[chain]]\nsubject = \"rights\"\ncite = \"x\"\nsteps = [{ post = \"any\" }]\n", 4),
            ("[[chain]]\nsubject = \"rights\"\ncite = \"x\"\nsteps = [{ post = \"king\" }, { post = \"any\" }]\n", 4),
            (
                "[[chain]]\nsubject = \"rights\"\ncite = \"x\"\namount_from = \"1e5\"\nsteps = [{ post = \"any\" }, { post = \"any\" }]\n",
                4,
            ),
            (good, 1),
        ] {
            let Err(Rejection::RuleBook { line: found, .. }) = of(wrong) else { panic!("{wrong} passed") };
            assert_eq!(found, line, "{wrong}");
        }
    }
}
