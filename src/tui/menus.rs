//! Views over the action table: footer, help, action menu, places, operators.
//!
//! Invariant: nothing here names an action by hand except the few that every footer ends with.

use super::action::{Action, Scope};
use super::keymap::Keymap;
use super::screen::{Answer, Can, ChoiceRow, ChoiceTitle, Ctx, HelpRow, Place, Screen};
use super::widgets::text::width;
use crate::text::lang::Lang;

const FOOTER_LAST: [Action; 3] = [Action::Help, Action::Menu, Action::Back];

/// Actions that have something to do on a screen, its own first, with whether they can be done now.
fn present(screen: Option<&dyn Screen>, ctx: &Ctx<'_>) -> Vec<(Action, Can)> {
    let Some(screen) = screen else { return Vec::new() };
    let of = |scope: Scope| Action::ALL.iter().filter(move |action| action.scopes().contains(&scope));
    let own = of(screen.scope()).chain(of(Scope::List)).map(|action| (*action, screen.can(*action, ctx)));
    let global = of(Scope::Global).map(|action| (*action, Can::Yes));
    own.chain(global).filter(|(_, can)| *can != Can::Absent).collect()
}

/// The hint line: what this screen can do, then help, actions and back; what cannot be done now in brackets.
pub fn footer(screen: Option<&dyn Screen>, keymap: &Keymap, ctx: &Ctx<'_>, columns: usize) -> String {
    let scope = screen.map_or(Scope::Home, Screen::scope);
    let hint = |action: Action, can: &Can| {
        let key = keymap.label(scope, action)?;
        let text = format!("{key}{}{}", if ctx.lang == Lang::En { " " } else { "" }, action.title(ctx.lang));
        Some(if *can == Can::Yes { text } else { format!("({text})") })
    };
    let last: Vec<String> = FOOTER_LAST.iter().filter_map(|action| hint(*action, &Can::Yes)).collect();
    let mut room = (columns + 2).saturating_sub(last.iter().map(|text| width(text) + 2).sum::<usize>());
    let mut shown = Vec::new();
    let mut offered = present(screen, ctx);
    // Enter is what is pressed most, so it stands first.
    offered.sort_by_key(|(action, _)| *action != Action::Open);
    for (action, can) in offered {
        let quiet = matches!(action, Action::Up | Action::Down | Action::Left | Action::Right);
        if quiet || (!action.scopes().contains(&scope) && action != Action::Open) {
            continue;
        }
        let Some(text) = hint(action, &can) else { continue };
        if width(&text) + 2 > room {
            continue;
        }
        room -= width(&text) + 2;
        shown.push(text);
    }
    shown.extend(last);
    shown.join("  ")
}

/// Every key of a screen.
pub fn help(screen: Option<&dyn Screen>, keymap: &Keymap, ctx: &Ctx<'_>) -> Place {
    let scope = screen.map_or(Scope::Home, Screen::scope);
    let rows = present(screen, ctx).into_iter().map(|(action, _)| HelpRow {
        action,
        keys: keymap.keys(scope, action).iter().map(ToString::to_string).collect(),
        own: !action.scopes().contains(&Scope::Global),
    });
    Place::Help(rows.filter(|row| !row.keys.is_empty()).collect())
}

/// The action menu of a screen.
pub fn actions(screen: Option<&dyn Screen>, keymap: &Keymap, ctx: &Ctx<'_>) -> Place {
    let scope = screen.map_or(Scope::Home, Screen::scope);
    let rows = present(screen, ctx).into_iter().filter(|(action, _)| !moves(*action)).map(|(action, can)| {
        let refusal = if let Can::No(reason) = can { Some(reason) } else { None };
        row(action, keymap.label(scope, action), refusal, ctx.lang)
    });
    Place::Choice(ChoiceTitle::Actions, rows.collect())
}

fn moves(action: Action) -> bool {
    action.scopes().contains(&Scope::List) && action != Action::Open || action == Action::Menu
}

/// Where one can go from anywhere.
pub fn places(lang: Lang, keymap: &Keymap) -> Place {
    let going = [
        Action::GoCalendar,
        Action::GoImport,
        Action::GoExceptions,
        Action::GoOperators,
        Action::GoSite,
        Action::Language,
        Action::Home,
        Action::Quit,
    ];
    let rows = going.iter().map(|action| row(*action, keymap.label(Scope::Global, *action), None, lang));
    Place::Choice(ChoiceTitle::Menu, rows.collect())
}

fn row(action: Action, key: Option<String>, refusal: Option<String>, lang: Lang) -> ChoiceRow {
    ChoiceRow {
        label: action.title(lang).to_owned(),
        aside: key.unwrap_or_default(),
        found_by: format!("{} {} {}", action.pinyin(), action.id(), action.title(Lang::En).to_lowercase()),
        refusal,
        answer: Answer::Act(action),
    }
}
