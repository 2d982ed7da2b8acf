//! Made-up employers with dues and payments: three files of the plain registry layouts.
//!
//! Invariant: the same [`RegistryPlan`] gives the same bytes; codes carry right checks and stand for
//! nobody. The three state farms owe exactly what is told of such farms: pension principal of 1996 to
//! 2017, ten thousands of yuan, the last year's part apart ([`FARMS`]).

use std::fmt::Write as _;

use super::rng::Dice;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// Name, owed of 1996 to 2017 and due of 2017 alone, in yuan.
pub const FARMS: [(&str, i64, i64); 3] = [
    ("国营东河农场", 63_737_700, 7_417_700),
    ("国营青山农场", 31_017_000, 4_290_000),
    ("国营红旗农场", 13_962_900, 1_659_100),
];
const FARM_YEARS: std::ops::RangeInclusive<u32> = 1996..=2017;

/// Line, employer's and individual rate in thousandths of the base: what a made-up place charges.
const LINES: [(&str, i64, i64); 5] =
    [("养老", 160, 80), ("医疗", 80, 20), ("失业", 5, 5), ("工伤", 4, 0), ("生育", 5, 0)];
const AREAS: [(&str, &str); 6] = [
    ("城关区", "330106"),
    ("河东区", "330107"),
    ("河西区", "330108"),
    ("开发区", "330109"),
    ("北郊镇", "330110"),
    ("南塘镇", "330111"),
];
const OFFICERS: [&str; 4] = ["李敏", "周宁", "陈立", "赵静"];
const TRADES: [(&str, &str); 10] = [
    ("餐饮", "H62"),
    ("软件", "I65"),
    ("机械", "C34"),
    ("纺织", "C17"),
    ("商贸", "F51"),
    ("物流", "G54"),
    ("建筑", "E47"),
    ("印刷", "C23"),
    ("食品", "C13"),
    ("物业", "K70"),
];
const SYLLABLES: &[&str] = &[
    "华", "盛", "恒", "瑞", "宏", "达", "兴", "泰", "鼎", "金", "永", "丰", "嘉", "和", "远", "安", "信", "诚", "鑫",
    "隆", "东", "方", "海", "川", "云", "天", "润", "泽", "万", "源",
];
const SIZES: [&str; 4] = ["大型", "中型", "小型", "微型"];

/// What registry to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryPlan {
    /// 参保单位, the farms among them.
    pub employers: u32,
    /// Fee months of the others, up to `last`.
    pub months: u32,
    /// Lines of the others, 1 to 5.
    pub lines: u32,
    /// Individual parts too.
    pub individuals: bool,
    /// The three farms.
    pub farms: bool,
    /// Last fee month.
    pub last: FeeMonth,
    /// The same seed gives the same bytes.
    pub seed: u64,
}

/// The three files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrySample {
    /// plain-employers.
    pub employers: String,
    /// plain-dues.
    pub dues: String,
    /// plain-payments.
    pub payments: String,
}

/// How an employer pays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    InTime,
    Late,
    InPart,
    Stopped,
    TooMuch,
    Deferred,
}

/// Makes the files.
pub fn generate_registry(plan: &RegistryPlan) -> RegistrySample {
    let mut maker = Maker {
        plan,
        dice: Dice::new(plan.seed),
        sample: RegistrySample {
            employers: "统一社会信用代码,单位编号,单位名称,行业代码,规模,单位类型,所属区域,专管员,状态,联系电话,法定代表人,联系人,地址\n"
                .into(),
            dues: "统一社会信用代码,险种,费款所属期,缴费部分,缴费基数,费率,应缴金额,缴费期限,缓缴起,缓缴补缴期限\n"
                .into(),
            payments: "统一社会信用代码,缴费编号,缴费日期,实缴金额,缴费渠道,票据号\n".into(),
        },
        receipts: 0,
    };
    let farms = if plan.farms { FARMS.len() as u32 } else { 0 };
    for number in 0..farms.min(plan.employers) {
        maker.farm(number);
    }
    for number in farms..plan.employers {
        maker.firm(number);
    }
    maker.sample
}

struct Maker<'p> {
    plan: &'p RegistryPlan,
    dice: Dice,
    sample: RegistrySample,
    receipts: u32,
}

impl Maker<'_> {
    fn farm(&mut self, number: u32) {
        let (name, owed, last_year) = FARMS[number as usize];
        let Some(code) = CreditCode::from_parts("12330121", &format!("4700{number:04}")) else { return };
        let _ = writeln!(
            self.sample.employers,
            "{code},{:07},{name},A01,大型,国有农场,南塘镇,{},半停产,057188{number:06},农场场长,农场会计,南塘镇农场路{}号",
            number + 1,
            OFFICERS[0],
            number + 1
        );
        // What is owed grows by the year; the last year's part is told apart.
        let years = FARM_YEARS.count() as i64 - 1;
        let (earlier, weights) = ((owed - last_year) * 100, years * (years + 1) / 2);
        let mut told = 0;
        for (index, year) in (1_i64..).zip(FARM_YEARS) {
            let upto = if index <= years { earlier * (index * (index + 1) / 2) / weights } else { earlier };
            let of_year = if index <= years { upto - told } else { last_year * 100 };
            told = upto;
            for month in 1..=12 {
                let sum = of_year / 12 + if month == 12 { of_year % 12 } else { 0 };
                let individual = sum * 8 / 28;
                self.farm_month(&code, year, month, individual, sum - individual);
            }
        }
    }

    fn farm_month(&mut self, code: &CreditCode, year: u32, month: u32, individual: i64, employer: i64) {
        let Some(month) = FeeMonth::new(year, month) else { return };
        let due_on = due_on(month);
        for (who, fen) in [("个人", individual), ("单位", employer)] {
            let amount = Money::from_fen(fen);
            let _ = writeln!(self.sample.dues, "{code},养老,{month},{who},,,{amount},{due_on},,");
        }
    }

    fn firm(&mut self, number: u32) {
        let dice = &mut self.dice;
        let (area, division) = AREAS[dice.index(AREAS.len())];
        let (trade, industry) = TRADES[dice.index(TRADES.len())];
        let name = format!("{}{}", dice.pick(SYLLABLES, ""), dice.pick(SYLLABLES, ""));
        let habit = match dice.below(1000) {
            0..720 => Habit::InTime,
            720..840 => Habit::Late,
            840..880 => Habit::InPart,
            880..960 => Habit::Stopped,
            960..980 => Habit::TooMuch,
            _ => Habit::Deferred,
        };
        let status = match (habit, dice.below(10)) {
            (Habit::Stopped, 0..3) => "停产",
            (Habit::Stopped, 3..5) => "半停产",
            (Habit::Stopped, 5) => "注销",
            _ => "正常",
        };
        let (size, officer) = (dice.pick(&SIZES, SIZES[3]), dice.pick(&OFFICERS, OFFICERS[0]));
        let heads = i64::from(dice.between(3, 120));
        let base = heads * i64::from(dice.between(500_000, 900_000));
        let Some(code) = CreditCode::from_parts(&format!("91{division}"), &format!("MA{number:06}")) else { return };
        let phone = 13_800_000_000_u64 + u64::from(number);
        let _ = writeln!(
            self.sample.employers,
            "{code},{:07},{area}{name}{trade}有限公司,{industry},{size},企业,{area},{officer},{status},{phone},某法人,某会计,{area}样例路{}号",
            number + 1,
            number + 1
        );
        for back in (0..self.plan.months as i32).rev() {
            let month = self.plan.last.plus(-back);
            let sum = self.month(&code, month, base, habit == Habit::Deferred && back < 3);
            self.pay(&code, month, sum, habit, back);
        }
    }

    /// The dues of a month; gives their sum.
    fn month(&mut self, code: &CreditCode, month: FeeMonth, base: i64, deferred: bool) -> i64 {
        let (due_on, mut sum) = (due_on(month), 0);
        for (line, employer, individual) in LINES.iter().take(self.plan.lines as usize) {
            for (who, rate) in [("单位", *employer), ("个人", *individual)] {
                if rate == 0 || (who == "个人" && !self.plan.individuals) {
                    continue;
                }
                let fen = (base * rate + 500) / 1000;
                let (base, amount) = (Money::from_fen(base), Money::from_fen(fen));
                let term = match who == "单位" && deferred {
                    true => format!("{},{}", due_on.plus(1), due_on.plus(180)),
                    false => ",".into(),
                };
                let _ = writeln!(
                    self.sample.dues,
                    "{code},{line},{month},{who},{base},0.{rate:03},{amount},{due_on},{term}"
                );
                sum += fen;
            }
        }
        sum
    }

    fn pay(&mut self, code: &CreditCode, month: FeeMonth, sum: i64, habit: Habit, back: i32) {
        let due_on = due_on(month);
        let (on, fen) = match habit {
            Habit::InTime => (due_on.plus(-3), sum),
            Habit::Late => (due_on.plus(self.dice.between(10, 60) as i32), sum),
            Habit::InPart => (due_on, sum / 3),
            Habit::Stopped | Habit::Deferred if back < 3 => return,
            Habit::Stopped | Habit::Deferred => (due_on, sum),
            Habit::TooMuch => (due_on.plus(-1), sum + if back == 0 { 10_000 } else { 0 }),
        };
        self.receipts += 1;
        let (number, amount) = (self.receipts, Money::from_fen(fen));
        let channel = self.dice.pick(&["网银", "柜面", "批扣"], "柜面");
        let _ = writeln!(self.sample.payments, "{code},JF{number:08},{on},{amount},{channel},PJ{number:08}");
    }
}

/// The 15th of the next month, before any roll.
fn due_on(month: FeeMonth) -> BusinessDay {
    month.plus(1).first_day().plus(14)
}
