//! 定位: the cursor goes to a row, and no row goes anywhere.

use crate::zh;

#[test]
fn position_to_moves_the_cursor_and_no_row() {
    for (script, line) in [
        ("3 > \"jk2026\"", "\n>  R11"),
        ("3 ctrl-n \"je\" enter", "\n>  R05"),
        ("3 > \"qqq\"", "定位 (没有这样的行): qqq"),
        ("1 > \"03-02\"", "\n>  2026-03-02"),
        ("1 down enter enter > \"00000977\" enter", "\n>  10:13:59 JS2026030400000977"),
        ("> \"jk2026\"", "\n> R11"),
        ("tab > \"03-02\" enter", "\n> 2026-03-02"),
        ("9 3 > \"wf\" enter", "\n>  2 王芳"),
        ("9 4 > \"zfb\" enter", "\n> 支付宝"),
        ("2 \"tests/screens/incoming\" enter > \"zzz\"", "定位 (没有这样的行): zzz"),
        // Esc ends it, the cursor stays; typing in the filter ends it as well.
        ("3 > \"jk2026\" esc", "\n>  R11"),
        ("3 > \"jk\" esc esc 3 / \"jk2026\"", "第 1-1 条, 共 1 条"),
    ] {
        let text = zh(script).text();
        assert!(text.contains(line), "{script}: {text}");
    }
    assert!(zh("3 > \"jk2026\"").text().contains("共 4 条"), "every row stays");
}
