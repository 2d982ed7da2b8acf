//! Layouts as they load, and as they are refused.
#![allow(clippy::panic)]

use super::*;

fn load_with(name: &str, edit: impl Fn(String) -> String) -> Result<Formats, Rejection> {
    let files = RuleFiles::new(None);
    let text = files.get(&format!("formats/{name}.toml"))?.map(|file| file.text.into_owned()).unwrap_or_default();
    let folder = tempfile::tempdir().map_err(|error| Rejection::BadName(error.to_string()))?;
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text))
    };
    write(&format!("formats/{name}.toml"), &edit(text)).map_err(|error| Rejection::BadName(error.to_string()))?;
    Formats::load(&RuleFiles::new(Some(folder.path().to_path_buf())))
}

#[test]
fn the_layouts_load() {
    let formats = Formats::load(&RuleFiles::default());
    let names: Vec<String> =
        formats.iter().flat_map(|formats| formats.iter()).map(|profile| profile.name.clone()).collect();
    let expected = [
        "abc-pay",
        "acquirer-message",
        "acquirer-pos",
        "alipay-trade",
        "ccb-pos",
        "his-inpatient",
        "his-outpatient-columns",
        "his-outpatient",
        "his-prepaid",
        "his-receipt-pay",
        "medical-centre",
        "plain-bank",
        "plain-cashier",
        "plain-his",
        "unionpay-acomn",
        "unionpay-zm",
        "unionpay-zme",
        "wechat-trade-legacy-success",
        "wechat-trade-legacy",
        "wechat-trade-refund",
        "wechat-trade-success",
        "wechat-trade",
    ];
    assert_eq!(names, expected, "{formats:?}");
}

#[test]
fn a_wrong_profile_is_refused_with_its_line() {
    for (layout, from, to, line, what) in [
        ("plain-his", "quote =", "quotes =", 5, "unknown field `quotes`"),
        ("plain-his", "kind = \"refund\"", "kind = \"refunds\"", 26, "not the code of a kind"),
        ("plain-his", "= \"cash\"", "= \"money\"", 29, "not the code of a method"),
        ("plain-his", "heading = \"窗口\"", "heading = \"窗\"", 17, "neither in required nor in optional"),
        ("plain-his", "key = \"his_no\"", "key = \"channel_no\"", 7, "need a column that is required"),
        ("wechat-trade", "decimals = 5", "decimals = 9", 29, "decimals are 2 to 5"),
        ("wechat-trade", "seconds = true", "minutes = true", 57, "unknown field `minutes`"),
        ("wechat-trade", "\"货币种类\" =", "\"币种\" =", 60, "neither in required nor in optional"),
        ("wechat-trade", "strict = true", "strikt = true", 60, "unknown field `strikt`"),
        ("wechat-trade", "seconds = true", "widths = [1]", 57, "1 widths for 13 names"),
        ("wechat-trade", "seconds = true", "unit = \"li\"", 57, "unknown variant `li`"),
        ("wechat-trade", "seconds = true", "footers = [{ line = \"#合计{笔数\" }]", 57, "never closes"),
        ("wechat-trade", "seconds = true", "footers = [{ line = \"合{笔数}笔\", kind = \"X\" }]", 57, "not a word of"),
        ("wechat-trade", "seconds = true", "footers = [{ line = \"合{无此列}元\" }]", 57, "neither in required nor"),
        ("wechat-trade", "seconds = true", "covers = [\"gold\"]", 57, "not the code of a method"),
        (
            "his-outpatient-columns",
            "\"其他\" = { method = \"other\" }",
            "\"其它\" = { method = \"other\" }",
            45,
            "neither in required",
        ),
        (
            "his-outpatient-columns",
            "\"现金\" = { method = \"cash\"",
            "\"现金\" = { method = \"gold\"",
            37,
            "not the code of a method",
        ),
        ("his-outpatient-columns", "nothing_moved = ", "nothing_moves = ", 33, "unknown field `nothing_moves`"),
        ("his-outpatient-columns", "nothing_moved = \"medical_account\"\n", "", 31, "say `nothing_moved`"),
        (
            "his-outpatient-columns",
            "sign = \"as_kind\"",
            "direction = \"sign\"",
            32,
            "a kind column gives the direction",
        ),
        ("his-inpatient", "direction = \"sign\"", "direction = \"invoice\"", 2, "invoice needs `red_invoice`"),
        (
            "his-inpatient",
            "method = { heading = \"支付方式\" }",
            "amount = { heading = \"支付方式\" }",
            26,
            "either one `method`",
        ),
    ] {
        match load_with(layout, |text| text.replacen(from, to, 1)) {
            Err(Rejection::RuleBook { line: at, what: said, .. }) => {
                assert!(said.contains(what), "{from} → {to}: {said}");
                assert_eq!(at, line, "{from} → {to}");
            }
            other => panic!("{from} → {to}: {other:?}"),
        }
    }
}
