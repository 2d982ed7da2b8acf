use sanhe::book::{files::RuleFiles, formats::Formats, matching};
use sanhe::domain::{day::BusinessDay, journal::{Actor, Now}};
use sanhe::ops::{self, Command, OperationId, Outcome, Watching};
use sanhe::import::ReadOptions;
use std::path::Path;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = tempfile::tempdir().unwrap();
    let book = dir.path().join("book.sqlite");
    let today = BusinessDay::parse("2026-03-10").unwrap();
    let now = Now { utc: "2026-03-10T01:02:03Z".into(), today, rehearsal: false };
    let store = ops::init(&book, &ops::NewBook { title: "t", demonstration: false, operator: "张三", account: &sanhe::ops::identity::current_account(&book).unwrap() }, &now).unwrap();
    let actor = Actor { name: "张三".into(), on_behalf: String::new() };
    let rules = RuleFiles::default();
    let formats = Formats::load(&rules).unwrap();
    let run = ops::reconcile::RunRules { rules: matching::load(&rules).unwrap(), house: sanhe::domain::house::House::load(&rules).unwrap(), calendar: sanhe::book::calendar::load(&rules).unwrap() };
    let t = std::time::Instant::now();
    for file in &args[3..] {
        let reader = store.reader().unwrap();
        match ops::import::look(&reader, &formats, Path::new(file), &ReadOptions::on(today)).unwrap() {
            ops::import::Looked::Settled(r) => println!("{file}: {:?} {:?}", r.outcome, r.errors),
            ops::import::Looked::Ready(parsed) => {
                eprintln!("parsed {:?}", t.elapsed());
                let out = ops::execute(&store, &actor, &now, &OperationId::new().unwrap(), Command::ImportFile { parsed, rules: rules.clone() }).unwrap();
                if let Outcome::FileImported(f) = out { println!("{file}: read {} new {} known {} changed {} q {}", f.rows_read, f.imported, f.known, f.changed, f.quarantined); }
            }
        }
        eprintln!("import {:?}", t.elapsed());
    }
    let t = std::time::Instant::now();
    let out = ops::execute(&store, &actor, &now, &OperationId::new().unwrap(), Command::Reconcile { from: BusinessDay::parse(&args[1]).unwrap(), to: BusinessDay::parse(&args[2]).unwrap(), run: Box::new(run), rules, watch: Watching::nobody() }).unwrap();
    eprintln!("reconcile {:?}", t.elapsed());
    if let Outcome::DaysReconciled(d) = out {
        println!("digest {}", d.digest);
        for r in &d.results {
            eprintln!("{} {:?} {:?} awaited {}", r.day, r.entries, r.matched, r.awaited);
            for b in &r.bridges { eprintln!("   {:?}", b); }
            for c in &r.exceptions { println!("CASE {} {} {} {} {} {}", c.class.code(), c.his_no, c.order_no, c.slip_no, c.state.code(), c.difference); }
        }
    }
}
