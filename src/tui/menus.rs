//! Views over the action table: hint line, help, action menu, places, palette, operators.
//!
//! Invariant: nothing here names an action by hand except the few that every hint line ends with.

use super::action::{Action, Group, Scope};
use super::keymap::Strokes;
use super::offer::Standing;
use super::pending::Pending;
use super::screen::{Answer, Can, ChoiceRow, ChoiceTitle, Ctx, HelpRow, Place};
use super::widgets::text::{cut, width};
use crate::text::lang::Lang;

const HINTS_LAST: [Action; 3] = [Action::Help, Action::Menu, Action::Back];
/// Blanks between two hints.
const BETWEEN: usize = 2;

/// The hint line: what this screen can do, then help, actions and back; what cannot be done now in brackets.
pub fn hints(standing: Standing<'_>, ctx: &Ctx<'_>, columns: usize) -> String {
    let scope = standing.scope();
    let hint = |action: Action, can: &Can| {
        let key = ctx.keymap.label(scope, action)?;
        let text = format!("{key}{}{}", if ctx.lang == Lang::En { " " } else { "" }, action.title(ctx.lang));
        Some(if *can == Can::Yes { text } else { format!("({text})") })
    };
    let last: Vec<String> = HINTS_LAST.iter().filter_map(|action| hint(*action, &standing.can(*action, ctx))).collect();
    let mut room = (columns + BETWEEN).saturating_sub(last.iter().map(|text| width(text) + BETWEEN).sum::<usize>());
    let mut shown = Vec::new();
    let own = |action: Action| action.scopes().contains(&scope) || action == Action::Open;
    let mut offered: Vec<(Action, Can)> =
        standing.offered(ctx).into_iter().filter(|(action, _)| own(*action) && !is_arrow(*action)).collect();
    // Enter is what is pressed most, so it stands first; then keys that always arrive.
    offered.sort_by_key(|(action, _)| {
        let keys = ctx.keymap.keys(scope, *action);
        (*action != Action::Open, keys.first().map(Strokes::print_order), *action)
    });
    for text in offered.iter().filter_map(|(action, can)| hint(*action, can)) {
        if width(&text) + BETWEEN <= room {
            room -= width(&text) + BETWEEN;
            shown.push(text);
        }
    }
    shown.extend(last);
    shown.join(&" ".repeat(BETWEEN))
}

fn is_arrow(action: Action) -> bool {
    matches!(action, Action::Up | Action::Down | Action::Left | Action::Right)
}

/// How an open sequence can go on.
pub fn which_key(scope: Scope, pending: &Pending, ctx: &Ctx<'_>, columns: usize) -> String {
    let begun: Vec<String> = pending.keys().iter().map(ToString::to_string).collect();
    let ways = ctx.keymap.continued(scope, pending.keys());
    let ways = ways.iter().map(|(strokes, action)| format!("{strokes} {}", action.title(ctx.lang)));
    cut(&format!("{} ..  {}", begun.join(" "), ways.collect::<Vec<_>>().join("  ")), columns)
}

/// Every key of a screen.
pub fn help(standing: Standing<'_>, ctx: &Ctx<'_>) -> Place {
    let rows = standing.offered(ctx).into_iter().map(|(action, can)| HelpRow {
        action,
        keys: ctx.keymap.keys(standing.scope(), action).iter().map(ToString::to_string).collect(),
        refusal: reason(can),
    });
    Place::Help(rows.filter(|row| !row.keys.is_empty()).collect())
}

/// The action menu of a screen.
pub fn actions(standing: Standing<'_>, ctx: &Ctx<'_>) -> Place {
    let offered = standing.offered(ctx).into_iter().filter(|(action, _)| !leads_nowhere(*action));
    let rows = offered.map(|(action, can)| row(action, can, standing.scope(), ctx));
    Place::Choice(ChoiceTitle::Actions, rows.collect())
}

/// Moves of a list are quicker by key, and a menu is not opened from itself.
fn leads_nowhere(action: Action) -> bool {
    action.scopes().contains(&Scope::List) && action.group() == Group::Move || action == Action::Menu
}

/// The main menu, a line a job: each place with the number it is chosen by on the home screen. What concerns the
/// program itself and has a number there stands at the end of the last line.
pub fn main_menu(ctx: &Ctx<'_>) -> Vec<(Group, Vec<(String, Action)>)> {
    let number = |action: Action| ctx.keymap.keys(Scope::Home, action).iter().find_map(Strokes::number);
    let of = |group: Group| {
        let last = group == Group::Office;
        let here = move |action: &Action| action.group() == group || last && action.group() == Group::Program;
        let items = Action::ALL.iter().copied().filter(here).filter_map(|action| Some((number(action)?, action)));
        let mut items: Vec<(String, Action)> = items.collect();
        // 0 leaves, so it stands last.
        items.sort_by_key(|(number, _)| (number.starts_with('0'), number.len(), number.clone()));
        (group, items)
    };
    Group::MENU.into_iter().map(of).filter(|(_, items)| !items.is_empty()).collect()
}

/// Where one can go from anywhere.
pub fn places(standing: Standing<'_>, ctx: &Ctx<'_>) -> Place {
    let going = |action: Action| action.group().is_place() || matches!(action, Action::Language | Action::Quit);
    let offered = standing.offered(ctx).into_iter().filter(|(action, _)| going(*action));
    let rows = offered.map(|(action, can)| row(action, can, standing.scope(), ctx));
    Place::Choice(ChoiceTitle::Menu, rows.collect())
}

/// Every action there is; those of other screens say where they belong.
pub fn palette(standing: Standing<'_>, ctx: &Ctx<'_>) -> Place {
    let offered = standing.offered(ctx).into_iter().filter(|(action, _)| *action != Action::Palette);
    let all = offered.chain(standing.elsewhere(ctx));
    let rows = all.map(|(action, can)| row(action, can, standing.scope(), ctx));
    Place::Choice(ChoiceTitle::Palette, rows.collect())
}

fn row(action: Action, can: Can, scope: Scope, ctx: &Ctx<'_>) -> ChoiceRow {
    let mut keys = ctx.keymap.keys(scope, action).into_iter();
    ChoiceRow {
        label: action.title(ctx.lang).to_owned(),
        // In a menu a digit chooses a row, so it is no key to learn from it.
        aside: keys.find(|strokes| strokes.number().is_none()).map_or_else(String::new, |strokes| strokes.to_string()),
        found_by: action.found_by(),
        refusal: reason(can),
        answer: Answer::Act(action),
    }
}

fn reason(can: Can) -> Option<String> {
    if let Can::No(reason) = can { Some(reason) } else { None }
}
