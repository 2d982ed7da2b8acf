//! The journal on screen: found by whoever, whatever and whenever; a fact with every field; the chain verified.

use crate::real::RealBook;
use crate::zh;

#[test]
fn a_fact_is_found_by_person_kind_subject_or_time_and_shown_with_every_field() {
    for (typed, row) in [("wf", "43 2026-03-05"), ("guanzhang", "44 2026-03-05"), ("03-04", "42 2026-03-04")] {
        let text = zh(&format!("9 2 / \"{typed}\"")).text();
        assert!(text.contains(row), "{typed}: {text}");
    }
    let text = zh("9 2 / \"44\" enter enter").text();
    assert!(
        text.contains("日志 #44") && text.contains("李敏(代王芳)") && text.contains("\"step\": \"close\""),
        "{text}"
    );
    let (before, after) = (zh("9 2 down").text(), zh("9 2 down enter esc").text());
    assert_eq!(before, after, "back on the same row");
}

#[test]
fn the_chain_of_a_real_book_is_verified_by_a_key_and_its_facts_are_all_there() {
    let book = RealBook::new();
    let listed = book.play("王芳", "9 2");
    assert!(listed.contains("增加操作员") && listed.contains("签批口令") && listed.contains("建账"), "{listed}");
    let verified = book.play("王芳", "9 2 f8 wait");
    assert!(verified.contains("日志链完好"), "{verified}");
    let first = book.play("王芳", "9 2 end enter");
    assert!(first.contains("日志 #1") && first.contains("第一人民医院"), "{first}");
    let rest = book.play("王芳", "9 2 end enter pagedown");
    assert!(rest.contains("0000000000000000"), "the fact before the first: {rest}");
}
