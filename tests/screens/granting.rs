//! One application through the workstation on a real book: typed, judged, handed up, approved by four others.

use crate::fake::Step;
use crate::real::RealBook;
use crate::steps;
use sanhe::cli::backend;

const EMPLOYERS: &str = "\
统一社会信用代码,单位编号,单位名称,行业代码,规模,单位类型,所属区域
91330106MA2TEAT05A,3300001,杭州样例餐饮有限公司,H62,小型,企业,西湖区
";
const DUES: &str = "\
统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限
91330106MA2TEAT05A,养老,2026-03,单位,36000.00,2026-04-15
91330106MA2TEAT05A,养老,2026-03,个人,18000.00,2026-04-15
";
const APPROVERS: [&str; 4] = ["李敏", "周宁", "陈立", "赵静"];
/// Employer, policy, line, months, facts, papers, the three declarations.
const FORM: &str = "8 1 f6 \"yl\" enter enter \"P-GU\" enter enter 1 enter \"202603\" enter \"202603\" enter enter enter \
                    \"2026-12-31\" enter \"0\" enter \"0\" enter 1 enter 1 enter 1";

/// A book of five people, one firm and its dues.
fn office() -> RealBook {
    let book = RealBook::new();
    for name in APPROVERS.iter().skip(1) {
        backend::operator_add(&book.context("王芳"), name, None).unwrap();
        book.may_sign(name);
    }
    book.hand_in("e.csv", EMPLOYERS);
    book.hand_in("d.csv", DUES);
    book
}

/// How many keys a script presses.
fn keys(script: &str) -> usize {
    steps(script).iter().filter(|step| matches!(step, Step::Input(_))).count()
}

#[test]
fn a_clerk_prepares_and_four_others_approve_on_screen_and_nobody_acts_twice() {
    let book = office();
    let typed = book.play("王芳", FORM);
    assert!(typed.contains("合格") && typed.contains("36,000.00"), "{typed}");
    let entered = book.play("王芳", &format!("{FORM} f8 wait"));
    assert!(entered.contains("已登记 HJ2026-0001"), "{entered}");
    let handed = "f8 wait";
    assert!(keys(handed) <= 2, "a clean case at intake");
    let up = book.play("王芳", &format!("8 1 {handed}"));
    assert!(up.contains("HJ2026-0001 已提交审批"), "{up}");
    let own = book.play("王芳", "9 1 enter f8");
    assert!(own.contains("王芳 已"), "the preparer does not approve: {own}");
    let approve = "9 1 f8 enter wait";
    for (place, name) in APPROVERS.iter().enumerate() {
        assert!(keys(approve) <= 4, "an approval");
        let said = book.play(name, approve);
        let outcome = if place < 3 { "已同意" } else { "已批准" };
        assert!(said.contains(outcome), "{name}: {said}");
        if place < 3 {
            let again = book.play(name, "9 1 enter f8");
            assert!(again.contains(&format!("{name} 已")), "{name} takes one step only: {again}");
        }
    }
    let in_force = book.play("王芳", "8 1 tab tab");
    assert!(in_force.contains("HJ2026-0001") && in_force.contains("缓缴"), "{in_force}");
    book.verify();
}

#[test]
fn what_was_returned_on_screen_comes_back_with_its_history() {
    let book = office();
    book.play("王芳", &format!("{FORM} f8 wait f8 wait"));
    book.play("李敏", "9 1 f8 enter wait");
    let returned = book.play("周宁", "9 1 6 \"承诺书未盖章\" f8 wait");
    assert!(returned.contains("退回"), "{returned}");
    let counter = book.play("王芳", "8 1");
    assert!(counter.contains("HJ2026-0001"), "{counter}");
    let again = book.play("王芳", "8 1 9 end \"已补盖章\" f8 wait");
    assert!(again.contains("HJ2026-0001 已重新提交审批"), "{again}");
    let history = book.play("王芳", "8 1 tab enter pagedown");
    for said in ["退回", "周宁", "承诺书未盖章", "重新提交"] {
        assert!(history.contains(said), "{said}: {history}");
    }
    for name in APPROVERS {
        book.play(name, "9 1 f8 enter wait");
    }
    assert!(book.play("王芳", "8 1 tab tab").contains("HJ2026-0001"));
    book.verify();
}
