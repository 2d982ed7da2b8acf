//! Filtering 50,000 names of employers as one types: `cargo bench --bench pinyin`. The aim is 30 ms a key.

use sanhe::text::pinyin::{Indexed, Needle};

fn main() {
    divan::main();
}

/// Made-up names of employers, a place, a word and a kind each, with polyphones among them.
fn names() -> Vec<Indexed> {
    const PLACES: [&str; 10] = ["重庆", "长安", "五一", "江阴", "长宁", "单县", "曾都", "乐清", "朝阳", "厦门"];
    const WORDS: [&str; 25] = [
        "宏达", "三和", "种畜", "长兴", "建业", "会计", "银行", "音乐", "重型", "调度", "行知", "种子", "朝晖", "曾氏",
        "单氏", "光明", "华夏", "盖州", "解放", "仇家", "东风", "红星", "新华", "永乐", "柏林",
    ];
    const TRADES: [&str; 20] = [
        "建材", "锻造", "餐饮", "物流", "纺织", "医药", "食品", "电器", "化工", "机械", "印刷", "服装", "家具", "农资",
        "商贸", "汽修", "置业", "劳务", "园林", "粮油",
    ];
    const KINDS: [&str; 10] = ["场", "厂", "公司", "合作社", "有限公司", "工作室", "分公司", "商行", "中心", "站"];
    let mut names = Vec::new();
    for place in PLACES {
        for word in WORDS {
            for trade in TRADES {
                names.extend(KINDS.iter().map(|kind| Indexed::new(&format!("{place}{word}{trade}{kind}"))));
            }
        }
    }
    names
}

/// One key: found by initials, by whole syllables, by Han, not at all, and only with a slip forgiven.
#[divan::bench(args = ["w", "wyzxc", "wuyizhongxu", "种畜", "zzzz", "qqqqqqqq", "wyzxycc"])]
fn filter_50_000_names(bencher: divan::Bencher<'_, '_>, typed: &str) {
    let names = names();
    assert_eq!(names.len(), 50_000);
    bencher.bench_local(|| Needle::new(typed).among(names.iter()).0.len());
}

/// Working out the index of 50,000 names, once when a list is read.
#[divan::bench(sample_count = 10)]
fn index_50_000_names() -> usize {
    names().len()
}
