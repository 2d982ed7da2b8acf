//! The second person 复核人: the one place that says who may confirm what another asked for.
//!
//! Invariant: nobody confirms what they asked for themselves, unless the book is a single person's.

use super::super::Refusal;
use crate::domain::chase::ChaseRejection;
use crate::domain::journal::Actor;
use crate::domain::rejection::Rejection;
use crate::store::Reader;

/// Refuses whoever took part in an earlier step, for oneself or for another.
///
/// # Errors
/// [`ChaseRejection::SecondPerson`] with the name; when the book cannot be read.
pub fn second_person(reader: &Reader, actor: &Actor, earlier: &[&str]) -> Result<(), Refusal> {
    let alone = reader.book()?.is_some_and(|book| book.single_person);
    let took_part = |name: &String| earlier.contains(&name.as_str());
    match [&actor.name, &actor.on_behalf].into_iter().find(|name| took_part(name)) {
        Some(name) if !alone => Err(Rejection::from(ChaseRejection::SecondPerson(name.clone())).into()),
        Some(_) | None => Ok(()),
    }
}
