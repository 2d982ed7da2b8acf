//! Keys: every map whole, every fault named by line, every key that help lists doing what help says.

use sanhe::text::lang::Lang;
use sanhe::tui::Setting;
use sanhe::tui::action::{Action, Group, Scope};
use sanhe::tui::desk::Desk;
use sanhe::tui::find;
use sanhe::tui::keymap::{Keymap, Layer, Meaning, Strokes};
use sanhe::tui::menus;
use sanhe::tui::offer::Standing;
use sanhe::tui::screen::{Answer, CaseFilter, ChoiceRow, Ctx, Place, Screen};
use sanhe::tui::screens;

use crate::fake::{Book, FakeDesk, Step, day};
use crate::stations::STATIONS;
use crate::{Played, WIDE, play_with, steps, zh};

fn maps() -> Vec<Keymap> {
    Keymap::names().into_iter().map(|name| Keymap::named(name).unwrap()).collect()
}

fn play(map: &Keymap, lang: Lang, script: Vec<Step>) -> Played {
    play_with(Setting { keymap: map.clone(), ..Setting::plain(lang).unwrap() }, Book::Full, WIDE, script)
}

/// A script of the default map in the keys of another: `f9` becomes whatever that map has for the same action.
fn with(map: &Keymap, script: &str) -> Played {
    play(map, Lang::Zh, steps(script))
}

fn pressed(strokes: &Strokes) -> String {
    strokes.written()
}

#[test]
fn every_map_that_comes_along_is_whole() {
    assert_eq!(Keymap::names(), ["default", "5250", "vim", "yonyou"]);
    for name in Keymap::names() {
        let map = Keymap::named(name).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!(map.name(), name);
    }
}

#[test]
fn every_action_is_reached_without_letters_in_every_map() {
    for map in maps() {
        for action in Action::ALL {
            for scope in action.scopes().iter().filter(|scope| **scope != Scope::Global) {
                let safe = map.keys(*scope, *action).iter().any(Strokes::passes_input_method);
                assert!(safe, "{}: {} on {}", map.name(), action.id(), scope.code());
            }
            let anywhere = Scope::ALL.iter().any(|scope| {
                map.bound(*scope)
                    .iter()
                    .any(|(bound, keys)| bound == action && keys.iter().any(Strokes::passes_input_method))
            });
            assert!(anywhere, "{}: {}", map.name(), action.id());
        }
    }
}

/// Sentences name these two by their keys in every map.
#[test]
fn enter_opens_and_esc_goes_back_in_every_map() {
    for map in maps() {
        for (scope, _) in STATIONS {
            let meaning = |text: &str| map.meaning(*scope, Strokes::parse(text).unwrap().keys());
            assert_eq!(meaning("esc"), Meaning::Action(Action::Back), "{} {scope:?}", map.name());
            assert_eq!(meaning("enter"), Meaning::Action(Action::Open), "{} {scope:?}", map.name());
        }
    }
}

#[test]
fn every_function_key_is_alt_and_its_digit_as_well() {
    let spare =
        ["alt-1", "alt-2", "alt-3", "alt-4", "alt-5", "alt-6", "alt-7", "alt-8", "alt-9", "alt-0", "alt--", "alt-="];
    for map in maps() {
        every_function_key_of(&map, &spare);
    }
}

fn every_function_key_of(map: &Keymap, spare: &[&str]) {
    let mut bound = 0;
    for scope in Scope::ALL {
        for (number, spare) in (1..).zip(spare) {
            let meaning = |text: &str| map.meaning(*scope, Strokes::parse(text).unwrap().keys());
            let function = meaning(&format!("f{number}"));
            assert_eq!(function, meaning(spare), "{}: F{number} on {}", map.name(), scope.code());
            bound += usize::from(matches!(function, Meaning::Action(_)));
        }
    }
    assert!(bound >= 80, "only {bound}");
}

/// What stands in a file, the line that is wrong, what is said of it.
const FAULTS: &[(&str, usize, &str, &str)] = &[
    ("[global]\n\"f7\" = \"app.fly\"\n", 2, "没有操作 \"app.fly\"", "there is no action \"app.fly\""),
    ("[global]\n\n\"f13\" = \"app.help\"\n", 3, "没有 \"f13\" 这个键", "there is no key \"f13\""),
    ("[global]\n\"g F13\" = \"app.help\"\n", 2, "没有 \"F13\" 这个键", "there is no key \"F13\""),
    ("[global]\n\"ctrl-h\" = \"app.help\"\n", 2, "Ctrl+H 不能用", "Ctrl+H cannot be used"),
    ("[global]\n\"ctrl-m\" = \"app.help\"\n", 2, "Ctrl+M 不能用", "Ctrl+M cannot be used"),
    ("[global]\n\"ctrl-i\" = \"app.help\"\n", 2, "Ctrl+I 不能用", "Ctrl+I cannot be used"),
    ("[global]\n\"ctrl-[\" = \"app.help\"\n", 2, "Ctrl+[ 不能用", "Ctrl+[ cannot be used"),
    ("[global]\n\"ctrl-s\" = \"app.help\"\n", 2, "Ctrl+S 不能用", "Ctrl+S cannot be used"),
    ("[global]\n\"g ctrl-q\" = \"app.help\"\n", 2, "Ctrl+Q 不能用", "Ctrl+Q cannot be used"),
    ("[bord]\n\"x\" = \"board.grouping\"\n", 1, "没有键区 [bord]", "there is no section [bord]"),
    ("colour = \"red\"\n", 1, "colour 不是键区", "colour is no section"),
    (
        "extends = \"emacs\"\n",
        1,
        "没有键表 \"emacs\"; 可用: default, 5250",
        "no key map \"emacs\"; there are: default, 5250",
    ),
    ("[board]\n\"x\" = 7\n", 2, "x 后面要写带引号的操作名", "beside x an action in quotes is needed"),
    (
        "[board]\n\"x\" = \"exceptions.filter\"\n",
        2,
        "exceptions.filter 不能放在 [board]",
        "exceptions.filter does not belong into [board]",
    ),
    (
        "[board]\n\"x\" = \"board.grouping\"\n\"x\" = \"day.reconcile\"\n",
        3,
        "x 在 [board] 里写了两次",
        "x stands twice in [board]",
    ),
    (
        "[board]\n\"x y\" = \"board.grouping\"\n\"x  y\" = \"day.reconcile\"\n",
        3,
        "x y 在 [board] 里写了两次",
        "x y stands twice in [board]",
    ),
    (
        "[board]\n\"f1\" = \"board.grouping\"\n",
        2,
        "F1 在 [board] 与 [global] 意思不同",
        "F1 in [board] already means something in [global]",
    ),
    (
        "[global]\n\"f8\" = \"app.refresh\"\n",
        2,
        "F8 在 [calendar] 与 [global] 意思不同",
        "F8 in [calendar] already means something in [global]",
    ),
    (
        "[list]\n\"k k\" = \"list.first\"\n",
        2,
        "k k 永远按不到: k 已是一个操作",
        "k k can never be reached: k is an action already",
    ),
    (
        "[global]\n\"r r\" = \"app.refresh\"\n",
        2,
        "r r 永远按不到: r 已是一个操作",
        "r r can never be reached: r is an action",
    ),
    (
        "[list]\n\"g g\" = \"list.first\"\n\"g\" = \"list.last\"\n",
        2,
        "g g 永远按不到: g 已是一个操作",
        "g g can never be reached",
    ),
    ("[board]\n\"x\" = \"-\"\n", 2, "x 在 [board] 本来就没有操作", "x does nothing in [board]"),
    ("[global]\n\"ctrl-c\" = \"-\"\n", 2, "app.quit 在 [global] 没有键了", "app.quit has no key left in [global]"),
    (
        "[global]\n\"f2\" = \"-\"\n\"alt-2\" = \"-\"\n",
        2,
        "app.actions 在 [global] 没有键了",
        "app.actions has no key left",
    ),
    (
        "[global]\n\"f1\" = \"-\"\n\"alt-1\" = \"-\"\n\"?\" = \"-\"\n",
        2,
        "app.help 在 [global] 没有键了",
        "app.help has no key left",
    ),
    (
        "[global]\n\"f12\" = \"-\"\n\"alt-=\" = \"-\"\n\"esc\" = \"-\"\n",
        2,
        "app.back 在 [global] 没有键了",
        "app.back has no key left",
    ),
    (
        "[board]\n\"f8\" = \"-\"\n\"alt-8\" = \"-\"\n",
        2,
        "day.reconcile 在 [board] 没有开着输入法也按得到的键",
        "day.reconcile has no key in [board] that an input method leaves alone",
    ),
    ("[global\n\"x\" = \"y\"\n", 1, "不是合法的 TOML", "no TOML"),
];

#[test]
fn every_fault_of_a_key_file_is_named_by_line_in_both_languages() {
    for (text, line, zh, en) in FAULTS {
        let faults = Keymap::changed(None, Layer { file: "keys.toml", text }).err().unwrap_or_default();
        for (lang, said) in [(Lang::Zh, zh), (Lang::En, en)] {
            let sentences: Vec<String> = faults.iter().map(|fault| fault.sentence(lang)).collect();
            let place = format!("keys.toml:{line}: ");
            let named = sentences.iter().any(|sentence| sentence.starts_with(&place) && sentence.contains(said));
            assert!(named, "{text}: {sentences:?}");
        }
    }
}

#[test]
fn all_faults_of_a_file_are_said_at_once_in_the_order_of_their_lines() {
    let text = "[board]\n\"x\" = \"app.fly\"\n[bord]\n[raw]\n\"f13\" = \"raw.next\"\n";
    let faults = Keymap::changed(None, Layer { file: "k", text }).unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn a_file_of_one_s_own_changes_the_map_it_extends() {
    let text = "extends = \"vim\"\n[global]\n\"f7\" = \"go.calendar\"\n[exceptions]\n\"f7\" = \"-\"\n\"alt-7\" = \"-\"\n\"f9\" = \"exceptions.filter\"\n[entries]\n\"f7\" = \"-\"\n\"alt-7\" = \"-\"\n\"f9\" = \"exceptions.filter\"\n[employers]\n\"f7\" = \"-\"\n\"alt-7\" = \"-\"\n\"f9\" = \"exceptions.filter\"\n[employer]\n\"f7\" = \"-\"\n\"alt-7\" = \"-\"\n\"f9\" = \"exceptions.filter\"\n[ageing]\n\"f7\" = \"-\"\n\"alt-7\" = \"-\"\n\"f9\" = \"exceptions.filter\"\n[import]\n\"f7\" = \"-\"\n\"alt-7\" = \"-\"\n\"f9\" = \"import.read_as\"\n[eligibility]\n\"f7\" = \"-\"\n\"alt-7\" = \"-\"\n\"f9\" = \"exceptions.filter\"\n";
    let layer = Layer { file: "own.toml", text };
    let map = Keymap::changed(None, layer).unwrap();
    assert_eq!(map.name(), "vim + own.toml");
    assert_eq!(map.label(Scope::List, Action::Last).as_deref(), Some("End"));
    assert_eq!(with(&map, "f7").text().lines().next(), zh("1").text().lines().next());
    assert_eq!(with(&map, "3 f9").said(), zh("3 f7").said());
    // Asked for by name, the other map is the one that is changed.
    let small = Layer { text: "extends = \"vim\"\n[global]\n\"ctrl-g\" = \"app.home\"\n", ..layer };
    assert_eq!(Keymap::changed(Some("5250"), small).unwrap().name(), "5250 + own.toml");
}

#[test]
fn keys_one_after_the_other_are_one_key() {
    let vim = Keymap::named("vim").unwrap();
    let calendar = with(&vim, "1");
    assert_eq!(with(&vim, "1 down down g g").text(), calendar.text());
    assert_eq!(with(&vim, "1 down G").text(), with(&vim, "1 end").text());
    // Half a sequence shows nothing and does nothing.
    assert_eq!(with(&vim, "1 g").text(), calendar.text());
    assert_eq!(with(&vim, "1 g esc").text(), calendar.text());
    assert_eq!(with(&vim, "1 g q").said(), "! 此处没有用到 g q 键; F1 看全部键");
    assert!(with(&vim, "Z Z").left);
}

#[test]
fn how_a_sequence_goes_on_is_shown_after_a_pause_only() {
    let vim = Keymap::named("vim").unwrap();
    let hint = |script: &str| with(&vim, script).text().lines().last().unwrap().to_owned();
    assert_eq!(hint("1 g"), hint("1"));
    assert_eq!(hint("1 g pause"), "g ..  g 到首行  t 对账日历  i 导入文件  x 待处理差异  o 操作员  h 退出到菜单");
    assert_eq!(hint("1 g pause g"), hint("1"));
    assert_eq!(hint("1 g pause esc"), hint("1"));
}

/// Every key of every screen in every map: what help lists is what happens.
#[test]
fn every_key_that_help_lists_does_what_help_says() {
    for map in maps() {
        for (scope, script) in STATIONS {
            every_key_of(&map, *scope, script);
        }
    }
}

fn every_key_of(map: &Keymap, scope: Scope, script: &str) {
    let default = Keymap::embedded().unwrap();
    let script = in_keys_of(map, script);
    let before = with(map, &script);
    let help = match scope {
        Scope::Help => before.text() + &with(map, &format!("{script} end")).text(),
        _ => with(map, &format!("{script} f1")).text() + &with(map, &format!("{script} f1 end")).text(),
    };
    let mut tried = 0;
    for action in Action::ALL {
        let keys = map.keys(scope, *action);
        let label = keys.iter().map(ToString::to_string).collect::<Vec<_>>().join("  ");
        let listed = |line: &str| {
            line.starts_with(&format!("  {label} ")) && line.contains(&format!(" {}", action.title(Lang::Zh)))
        };
        if keys.is_empty() || !help.lines().any(listed) {
            continue;
        }
        let mut reference = None;
        for strokes in keys {
            // Where a map says the same as the default, the default was tried.
            if map.name() != default.name() && default.meaning(scope, strokes.keys()) == Meaning::Action(*action) {
                tried += 1;
                continue;
            }
            let reference = reference.get_or_insert_with(|| done_by_name(map, scope, &script, *action));
            let after = with(map, &format!("{script} {}{}", pressed(&strokes), awaited(scope, *action)));
            let place = format!("{} {scope:?}: {strokes} ({})", map.name(), action.id());
            assert!(after.text() != before.text() || after.left, "{place} does nothing");
            tried += 1;
            if let Some(reference) = reference {
                // What cannot be done is refused in the same words, from the palette with the palette still open.
                if reference.said().starts_with("! ") {
                    assert_eq!(after.said(), reference.said(), "{place}");
                    continue;
                }
                assert_eq!(after.left, reference.left, "{place}");
                assert!(after.left || after.text() == reference.text(), "{place}: {}", after.text());
            }
        }
    }
    assert!(tried >= 12, "{} {scope:?}: help lists only {tried} keys", map.name());
}

/// What the palette does for the same action. Not asked where it would act on another screen than the key (menus
/// and help make room for it), where work on another thread decides what is drawn, and of the palette itself.
fn done_by_name(map: &Keymap, scope: Scope, script: &str, action: Action) -> Option<Played> {
    let works = action.group() == Group::Work || scope == Scope::Import && action == Action::Open;
    let other = matches!(scope, Scope::Choice | Scope::Help) || works;
    let by_name = !other && action != Action::Palette;
    by_name.then(|| with(map, &format!("{script} ctrl-p \"{}\" enter{}", action.id(), awaited(scope, action))))
}

/// What is waited for after a key whose work decides what is drawn.
fn awaited(scope: Scope, action: Action) -> &'static str {
    if (scope, action) == (Scope::Counterparts, Action::Open) { " wait" } else { "" }
}

/// Stations are written in the keys of the default map; F4, F9, F10 and F11 may be others elsewhere.
fn in_keys_of(map: &Keymap, script: &str) -> String {
    let default = Keymap::embedded().unwrap();
    let translate = |word: &str| {
        let function = word.strip_prefix('f').is_some_and(|number| number.parse::<u8>().is_ok());
        let strokes = Strokes::parse(word).ok().filter(|_| function)?;
        let of = |scope: &Scope| match default.meaning(*scope, strokes.keys()) {
            Meaning::Action(action) => map.keys(*scope, action).first().map(pressed),
            Meaning::Beginning | Meaning::Nothing => None,
        };
        [Scope::Global, Scope::Exception].iter().find_map(of)
    };
    script.split(' ').map(|word| translate(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
}

/// Colon, two letters and Enter do whatever can be done, and find where to do whatever cannot.
#[test]
fn every_action_is_four_keys_away_at_most() {
    let map = Keymap::embedded().unwrap();
    let desk = FakeDesk::new(Book::Full);
    let info = desk.info();
    for place in
        [Place::Home, Place::Calendar, Place::Board(day(0)), Place::Exceptions(CaseFilter::default()), Place::Import]
    {
        for lang in [Lang::Zh, Lang::En] {
            let ctx = Ctx { lang, info: &info, busy: false, keymap: &map };
            let mut screen = screens::open(place.clone());
            screen.load(&desk, &ctx);
            let standing = Standing { screen: screen.as_ref() as &dyn Screen, depth: 2 };
            let Place::Choice(_, rows) = menus::palette(standing, &ctx) else { panic!("no palette") };
            assert_eq!(rows.len() + 1, Action::ALL.len(), "every action but the palette is listed");
            for row in &rows {
                let Answer::Act(action) = row.answer else { panic!("{row:?}") };
                let known_as = needles(action).into_iter().find(|needle| first(&rows, needle) == Some(action));
                assert!(known_as.is_some(), "{:?}: {} is not found by two letters", screen.scope(), action.id());
            }
        }
    }
}

fn first(rows: &[ChoiceRow], needle: &str) -> Option<Action> {
    match find::best_first(rows, needle).first().map(|row| &row.answer) {
        Some(Answer::Act(action)) => Some(*action),
        _ => None,
    }
}

/// What one would type for an action: one or two of its initials, or the beginning of a word of its titles.
fn needles(action: Action) -> Vec<String> {
    let initials: Vec<char> = action.pinyin().chars().collect();
    let mut found: Vec<String> = initials.iter().take(1).map(char::to_string).collect();
    found.extend(initials.iter().skip(1).map(|next| format!("{}{next}", initials[0])));
    for title in [Lang::En, Lang::Zh].map(|lang| action.title(lang).to_lowercase()) {
        found.extend(title.split_whitespace().map(|word| word.chars().take(2).collect::<String>()));
    }
    found
}

#[test]
fn no_sentence_names_a_key_that_another_map_has_not() {
    for map in maps() {
        for (book, script) in [
            (Book::Empty, ""),
            (Book::Empty, "1"),
            (Book::Empty, "3"),
            (Book::Full, "1 enter"),
            (Book::Full, "esc"),
            (Book::Full, "2"),
            (Book::Full, "2 up"),
        ] {
            for lang in [Lang::Zh, Lang::En] {
                let setting = Setting { keymap: map.clone(), ..Setting::plain(lang).unwrap() };
                let text = play_with(setting, book, WIDE, steps(script)).text();
                assert!(!text.contains(['{', '}']), "{}: {text}", map.name());
            }
        }
    }
    let yonyou = Keymap::named("yonyou").unwrap();
    let setting = Setting { keymap: yonyou, ..Setting::plain(Lang::En).unwrap() };
    assert!(play_with(setting, Book::Empty, WIDE, steps("1")).text().contains("Press F5 to import files"));
}

#[test]
fn a_notice_stands_in_the_first_frame() {
    let setting = Setting { notice: Some("自定义键表未采用".into()), ..Setting::plain(Lang::Zh).unwrap() };
    assert_eq!(play_with(setting, Book::Full, WIDE, Vec::new()).said(), "! 自定义键表未采用");
}
