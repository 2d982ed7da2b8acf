//! The form without a terminal: keys in, texts out.

use super::spec::{FieldSpec, Kind, Offer, Rule};
use super::*;

const RULES: &[Rule] = &[|form| {
    let (from, to) = (form.day("from")?, form.day("to")?);
    (from > to).then_some(("to", FormFault::Reversed))
}];

/// Name (required), amount that balances to 100.00 with `paid`, two days, a way to pay.
fn form() -> Form {
    let spec = |id, kind| FieldSpec::new(id, FormWord::Name, FormWord::Any, kind);
    let rest: spec::Balance = |form| Some(Money::from_fen(10_000) - form.amount("paid")?);
    let offers = [("wechat", "微信", "WeChat"), ("alipay", "支付宝", "Alipay"), ("cash", "现金", "cash")];
    let offers = offers.map(|(code, zh, en)| Offer { code: code.into(), zh: zh.into(), en: en.into() });
    let fields = vec![
        (spec("name", Kind::Text(8)).required(), String::new()),
        (spec("paid", Kind::Amount(None)), String::new()),
        (spec("rest", Kind::Amount(Some(rest))), String::new()),
        (spec("from", Kind::Day), String::new()),
        (spec("to", Kind::Day), String::new()),
        (spec("way", Kind::Choice).offers(offers.to_vec()), String::new()),
        (spec("code", Kind::Code(6)), String::new()),
    ];
    let above = vec![("name", "王芳".to_owned()), ("from", "2026-03-01".to_owned())];
    let today = BusinessDay::from_ymd(2026, 3, 5).unwrap_or(BusinessDay::MIN);
    Form::new("test", today, fields).rules(RULES).above(above)
}

/// Plays keys as key files write them; `'x` types x, `tab` and `backtab` move between fields.
fn play(form: &mut Form, keys: &str) -> Took {
    let mut last = Took::Done;
    for word in keys.split_whitespace() {
        last = match word {
            "tab" => form.act(Action::NextField),
            "backtab" => form.act(Action::FieldBefore),
            "f4" => form.act(Action::PickValue),
            "enter" => form.act(Action::NextField),
            "down" => form.act(Action::Down),
            _ => match word.strip_prefix('\'') {
                Some(text) => text.chars().map(|one| form.key(Key::plain(Code::Char(one)))).last().unwrap_or(Took::Not),
                None => Key::parse(word).map_or(Took::Not, |key| form.key(key)),
            },
        };
    }
    last
}

fn played(keys: &str) -> Form {
    let mut form = form();
    play(&mut form, keys);
    form
}

#[test]
fn keys_fill_the_fields() {
    for (keys, field, text) in [
        ("'王芳 backspace '敏", "name", "王敏"),
        ("tab '１２．５ tab", "paid", "12.50"),
        ("tab '12.5w tab", "paid", "125,000.00"),
        ("tab '30 tab '=", "rest", "70.00"),
        ("tab '30 tab '＝", "rest", "70.00"),
        ("tab '30 space tab", "paid", "-30.00"),
        ("tab '30 space space tab", "paid", "30.00"),
        ("'//", "name", "王芳"),
        ("tab tab tab '//", "from", "2026-03-01"),
        ("tab tab tab '+7 tab", "from", "2026-03-12"),
        ("tab tab tab '月末 tab", "from", "2026-03-31"),
        ("tab tab tab '3。5 tab", "from", "2026-03-05"),
        ("tab tab tab tab tab '2", "way", "alipay"),
        ("tab tab tab tab tab '３", "way", "cash"),
        ("tab tab tab tab tab f4 'zfb enter", "way", "alipay"),
        ("tab tab tab tab tab 'xj enter", "way", "cash"),
        ("tab tab tab tab tab f4 down enter", "way", "alipay"),
        ("tab tab tab tab tab '2 backspace", "way", ""),
        ("tab tab tab tab tab tab 'ｊｓ：1 tab", "code", "js:1"),
    ] {
        assert_eq!(played(keys).text(field), text, "{keys}");
    }
}

#[test]
fn what_is_wrong_is_said_when_the_field_is_left() {
    for (keys, field, fault) in [
        ("tab", "name", FormFault::Missing),
        ("'一二三四五六七八九 tab", "name", FormFault::TooLong(8)),
        ("tab '1.234 tab", "paid", FormFault::Decimals),
        ("tab '1e5 tab", "paid", FormFault::Amount),
        ("tab '99999999999 tab", "paid", FormFault::AmountRange),
        ("tab tab tab '13-45 tab", "from", FormFault::Day),
        ("tab tab tab '1991-1-1 tab", "from", FormFault::DayRange),
        ("tab tab tab '3-5 tab '3-4 tab", "to", FormFault::Reversed),
        ("tab tab tab tab tab tab 'a space 'b tab", "code", FormFault::Code(' ')),
    ] {
        let form = played(keys);
        assert_eq!(form.state(field).and_then(|state| state.fault.clone()), Some(fault), "{keys}");
    }
    let typing_again = played("tab '1e5 tab backtab 'x");
    assert_eq!(typing_again.state("paid").and_then(|state| state.fault.clone()), None);
}

#[test]
fn what_cannot_be_done_says_why() {
    for (keys, word) in [
        ("tab '//", FormWord::NothingPrevious),
        ("tab '=", FormWord::NothingBalances),
        ("tab tab '=", FormWord::NothingBalances),
        ("f4", FormWord::NoPickHere),
        ("backtab", FormWord::FirstField),
        ("tab tab tab tab tab tab tab", FormWord::LastField),
        ("tab tab tab tab tab '9", FormWord::NothingFits),
        ("tab tab tab tab tab f4 'qq enter", FormWord::NothingFits),
    ] {
        assert_eq!(play(&mut form(), keys), Took::Refused(word), "{keys}");
    }
}

#[test]
fn submitting_goes_to_the_first_wrong_field() {
    let mut form = played("tab '1e5 tab tab '13-45");
    assert_eq!(form.submit(), Err(3));
    assert_eq!(form.at, 0);
    play(&mut form, "'王芳");
    assert_eq!(form.submit(), Err(2));
    assert_eq!(form.fields[form.at].spec.id, "paid");
    play(&mut form, "ctrl-u '5");
    assert_eq!(form.submit(), Err(1));
    play(&mut form, "ctrl-u '5");
    assert_eq!(form.submit(), Ok(()));
    assert_eq!((form.amount("paid"), form.text("from")), (Some(Money::from_fen(500)), "2026-03-05"));
}

#[test]
fn pasting_fills_one_field_unless_cells_are_taken() {
    let mut one = form();
    one.paste("王芳\r\n1,022.81\n");
    assert_eq!(one.text("name"), "王芳 1,022.81");
    let mut cells = form().cells();
    cells.paste("王芳\t１２．５\t\t3-1\t今天\t现金\tJS1\t多出的\r\n");
    for (id, text) in
        [("name", "王芳"), ("paid", "12.50"), ("from", "2026-03-01"), ("to", "2026-03-05"), ("way", "cash")]
    {
        assert_eq!(cells.text(id), text, "{id}");
    }
    assert_eq!(cells.text("code"), "JS1");
}

#[test]
fn a_draft_brings_everything_back() {
    let typed = played("'王芳 tab '1e5 tab tab tab tab '2");
    let draft = typed.draft().unwrap_or_default();
    let mut again = form();
    again.restore(&draft);
    assert_eq!(again.draft(), Some(draft));
    assert_eq!((again.text("paid"), again.at), ("1e5", typed.at));
    again.discard();
    assert_eq!((again.draft(), again.is_unkept()), (None, true));
    assert_eq!(form().draft(), None);
}

#[test]
fn someone_elses_change_stands_beside_mine() {
    let mut form = played("'王芳");
    form.contrast(&[("name", "李敏".to_owned()), ("paid", String::new())]);
    assert_eq!(form.text("name"), "王芳");
    assert!(form.is_contrasted());
    form.discard();
    assert_eq!((form.text("name"), form.is_contrasted()), ("李敏", false));
}
