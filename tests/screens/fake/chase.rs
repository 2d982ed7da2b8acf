//! The chasing side of the made-up desk: three employers, their ledgers replayed by the rules as shipped.

use std::sync::OnceLock;

use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, calendar};
use sanhe::domain::arrears::ageing::{Ageing, AgeingBy};
use sanhe::domain::arrears::item::{Item, Payment, Portion};
use sanhe::domain::arrears::ledger::{Account, Ledger};
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::arrears::policy::{CapMode, FeePolicy};
use sanhe::domain::arrears::registry::{Employer, EmployerStatus, SizeClass};
use sanhe::domain::calendar::Calendar;
use sanhe::domain::codes::CreditCode;
use sanhe::domain::day::BusinessDay;
use sanhe::text::arrears::line as line_name;
use sanhe::text::lang::Lang;
use sanhe::text::working;
use sanhe::tui::chase::{
    AgeingView, ChaseAct, ChaseDesk, EmployerList, EmployerRow, EmployerSection, EmployerView, EmployersAsk, LedgerRow,
    OpenStep,
};

use super::{Book, FakeDesk, day, yuan};

struct Rules {
    policy: FeePolicy,
    calendar: Calendar,
}

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let files = RuleFiles::default();
        Rules { policy: arrears::load(&files).unwrap(), calendar: calendar::load(&files).unwrap() }
    })
}

fn employer(code: &str, no: &str, name: &str, kind: &str, area: &str, officer: &str) -> Employer {
    Employer {
        code: CreditCode::parse(code).unwrap(),
        no: no.into(),
        name: name.into(),
        industry: "A01".into(),
        size: SizeClass::Medium,
        kind: kind.into(),
        area: area.into(),
        officer: officer.into(),
        status: if kind == "国有" { EmployerStatus::HalfStopped } else { EmployerStatus::Normal },
        bankrupt_on: None,
        legal_representative: "张某".into(),
        contact: "王某".into(),
        phone: "13800005678".into(),
        address: "河东区一号".into(),
        bank: "工行城关支行".into(),
        account: "6222000000000001234".into(),
    }
}

/// Line, month, portion, amount, due on.
type Due = (&'static str, &'static str, Portion, &'static str, &'static str);

fn account(dues: &[Due], paid: &[(&str, &str)]) -> Account {
    let item = |due: &Due| Item {
        line: rules().policy.line(due.0).unwrap(),
        month: FeeMonth::parse(due.1).unwrap(),
        portion: due.2,
        amount: yuan(due.3),
        due_on: BusinessDay::parse(due.4).unwrap(),
        order_failed: true,
        deferral: None,
        written_off: None,
    };
    let payment =
        |paid: &(&str, &str)| Payment { on: BusinessDay::parse(paid.0).unwrap(), amount: yuan(paid.1), line: None };
    Account { items: dues.iter().map(item).collect(), payments: paid.iter().map(payment).collect(), bankrupt_on: None }
}

/// The employers of the made-up book.
fn book() -> Vec<(Employer, Account)> {
    use Portion::{Employer as E, Individual as I};
    let farm = employer("91330106MA0000015K", "D0001", "国营东河农场", "国有", "河东区", "王芳");
    let mill = employer("91330106MA0000023E", "D0002", "五一纺织厂", "民营", "城关区", "李敏");
    let shop = employer("91330106MA00000319", "D0003", "三和餐饮有限公司", "民营", "城关区", "李敏");
    let old = [
        ("pension", "2016-11", E, "5632000.00", "2016-12-15"),
        ("pension", "2017-12", E, "618141.67", "2018-01-15"),
        ("pension", "2017-12", I, "309070.83", "2018-01-15"),
    ];
    let late = [
        ("pension", "2025-09", E, "1600.00", "2025-10-15"),
        ("pension", "2025-11", E, "13333.33", "2025-12-15"),
        ("pension", "2025-11", I, "6666.67", "2025-12-15"),
        ("medical", "2025-12", E, "6667.17", "2026-01-15"),
        ("unemployment", "2026-02", E, "416.67", "2026-03-16"),
    ];
    let paid = [("2025-10-10", "1600.00"), ("2026-01-20", "10000.00")];
    let clear = [("pension", "2026-01", E, "1600.00", "2026-02-15")];
    vec![
        (farm, account(&old, &[])),
        (mill, account(&late, &paid)),
        (shop, account(&clear, &[("2026-02-10", "2000.00")])),
    ]
}

fn replay(account: &Account, as_of: Option<BusinessDay>, cap: Option<CapMode>) -> Ledger {
    let mut policy = rules().policy.clone();
    policy.parameters.cap_mode = cap.unwrap_or(policy.parameters.cap_mode);
    Ledger::replay(account, as_of.unwrap_or(day(1)), &policy, &rules().calendar, true).unwrap()
}

fn wanted(ask: &EmployersAsk, employer: &Employer) -> bool {
    let is = |asked: &Option<String>, own: &str| asked.as_deref().is_none_or(|asked| asked == own);
    is(&ask.area, &employer.area) && is(&ask.officer, &employer.officer) && is(&ask.kind, &employer.kind)
}

fn sums(ledger: &Ledger) -> sanhe::domain::arrears::ageing::AgeingRow {
    let mut ageing = Ageing::default();
    ageing.take(ledger, |_, _| String::new());
    ageing.total()
}

fn open(code: &str, name: &str) -> OpenStep {
    OpenStep { code: code.into(), name: name.into() }
}

impl ChaseDesk for FakeDesk {
    fn employers(&self, ask: &EmployersAsk) -> Result<EmployerList, String> {
        let as_of = ask.as_of.unwrap_or(day(1));
        let row = |(employer, account): (Employer, Account)| {
            let ledger = replay(&account, ask.as_of, None);
            EmployerRow { employer, sums: sums(&ledger), unallocated: ledger.unallocated() }
        };
        let rows = || book().into_iter().filter(|(employer, _)| wanted(ask, employer)).map(row).collect();
        self.read(|| EmployerList { as_of, rows: rows() }, EmployerList { as_of, rows: Vec::new() })
    }

    fn employer(&self, code: &str, as_of: Option<BusinessDay>) -> Result<EmployerView, String> {
        let found = book().into_iter().find(|(employer, _)| employer.code.as_str() == code);
        let (employer, account) = found.filter(|_| self.book == Book::Full).ok_or("没有这个单位")?;
        let ledger = replay(&account, as_of, None);
        let open_ended = replay(&account, as_of, Some(CapMode::None));
        let name = |line: usize| line_name(&rules().policy.lines[line], Lang::Zh).to_string();
        let payments = ledger.allocations.iter().map(|paid| working::payment(paid, Lang::Zh)).collect::<Vec<_>>();
        let mut sections = vec![EmployerSection { title: "实缴".into(), lines: payments }];
        sections.retain(|section| !section.lines.is_empty());
        Ok(EmployerView {
            as_of: ledger.as_of,
            items: LedgerRow::of(&ledger, |standing| {
                let line = usize::from(standing.item.line.0);
                (rules().policy.lines[line].code.clone(), name(line))
            }),
            sums: sums(&ledger),
            uncapped: open_ended.standings.iter().map(|standing| standing.fee_owed()).sum(),
            unallocated: ledger.unallocated(),
            next: "催告  可办".into(),
            open: vec![open("demand", "催告"), open("fine", "罚款")],
            unserved: vec![open("notice", "限期补缴通知")],
            unconfirmed: Some(7),
            sections,
            employer,
        })
    }

    fn working(&self, code: &str, place: Option<usize>, as_of: Option<BusinessDay>) -> Result<Vec<String>, String> {
        let found = book().into_iter().find(|(employer, _)| employer.code.as_str() == code);
        let (_, account) = found.ok_or("没有这个单位")?;
        let ledger = replay(&account, as_of, None);
        let places = (0..ledger.standings.len()).filter(|at| place.is_none_or(|place| place == *at));
        Ok(places.flat_map(|at| working::item(&ledger, at, &rules().policy, Lang::Zh)).collect())
    }

    fn ageing(&self, by: AgeingBy, as_of: Option<BusinessDay>) -> Result<AgeingView, String> {
        let mut ageing = Ageing::default();
        let policy = &rules().policy;
        for (employer, account) in if self.book == Book::Full { book() } else { Vec::new() } {
            ageing.take(&replay(&account, as_of, None), |item, _| match by {
                AgeingBy::Line => policy.line_code(item.line).to_string(),
                AgeingBy::Portion => item.portion.code().to_string(),
                AgeingBy::Officer => employer.officer.clone(),
                AgeingBy::Area => employer.area.clone(),
                _ => employer.kind.clone(),
            });
        }
        let name =
            |key: &str| policy.line(key).map(|line| line_name(&policy.lines[usize::from(line.0)], Lang::Zh).into());
        let empty = AgeingView { as_of: day(1), groups: Vec::new(), employers: 0 };
        self.read(|| AgeingView::of(as_of.unwrap_or(day(1)), &ageing, name), empty)
    }

    fn chase(&mut self, act: &ChaseAct) -> Result<String, String> {
        self.note(format!("chase {act:?}"));
        match act {
            ChaseAct::Serve { receipt, .. } if receipt.servers.len() < 2 => Err("送达回证缺: 送达人两名。".into()),
            _ => Ok("已办。".into()),
        }
    }
}
