//! Duties 岗位职责: which post may leave which kind of fact, as data.
//!
//! Invariant: a kind of fact that no duty names is open to every operator, and so is a duty none of whose
//! posts was ever granted to anybody: a house without posts loses nothing.

use super::people::{People, Post};
use crate::domain::day::BusinessDay;
use crate::domain::journal::{Actor, FactKind};

/// 职责. What these posts may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Kinds of facts.
    pub facts: Vec<FactKind>,
    /// Posts, one of which suffices.
    pub posts: Vec<Post>,
}

/// 岗位职责表.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// The duties; a kind of fact stands in one of them at most.
    pub duties: Vec<Duty>,
}

/// 不在可办岗位. Who lacks which posts, one of which would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// Who.
    pub name: String,
    /// Which posts may do it.
    pub posts: Vec<Post>,
}

impl Duties {
    /// Posts that may leave a kind of fact; empty where everybody may.
    pub fn posts(&self, kind: FactKind) -> &[Post] {
        self.duties.iter().find(|duty| duty.facts.contains(&kind)).map_or(&[], |duty| duty.posts.as_slice())
    }

    /// Who of an actor and the person acted for may not; `None` where both may.
    pub fn barred(&self, kind: FactKind, people: &People, actor: &Actor, on: BusinessDay) -> Option<Barred> {
        let posts = self.posts(kind);
        if people.single_person || !posts.iter().any(|post| people.is_granted(*post)) {
            return None;
        }
        let may = |name: &&String| people.posts_of(name, on).iter().any(|post| posts.contains(post));
        let names = [&actor.name, &actor.on_behalf].into_iter().filter(|name| !name.is_empty());
        let lacking = names.into_iter().find(|name| !may(name))?;
        Some(Barred { name: lacking.clone(), posts: posts.to_vec() })
    }
}
