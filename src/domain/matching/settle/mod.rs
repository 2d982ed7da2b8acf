//! Second pass 定案: what the first pass left, beside what neighbouring days left, classed and explained.
//!
//! Invariants, checked by `check` before anything is stored: every row of the day is in exactly
//! one group, and every channel bridge closes.

mod credits;
mod slips;

use std::collections::BTreeMap;

use super::by_hand::{self, Rejected};
use super::classify::{Scene, Verdict, classify, home_day, method_of};
use super::cluster::{Group, groups};
use super::digest::{row_hash, sha256_hex};
use super::dispose::{self, state_of};
use super::join::Joined;
use super::originals::Originals;
use super::pool::{CoverageTable, Rows};
use super::propose;
use super::rules::{JoinKey, Rules};
use super::settlement::Settlements;
use super::slips::Deposit;
use super::totals::DaySums;
use crate::domain::calendar::Calendar;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::decision::{Decision, is_incomplete};
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::exception::{Class, State};
use crate::domain::house::House;
use crate::domain::money::Money;
use crate::domain::recon::{BridgeCredit, BySide, CaseLeg, DayResult, ExceptionCase, Note};

/// A quarantined row, as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedLeg {
    /// Which book.
    pub side: Side,
    /// Its day, or the first day of its file.
    pub day: BusinessDay,
    /// Its method, where that could be read.
    pub method: Option<Method>,
    /// 结算流水号, where it could be read.
    pub his_no: String,
    /// 商户订单号, where it could be read.
    pub order_no: String,
    /// Original file.
    pub file: String,
    /// Line in it.
    pub line: u32,
    /// Heading it failed at.
    pub column: String,
    /// Why, as a stable code.
    pub code: String,
}

/// Everything one day is settled from.
pub struct DayInput<'a> {
    /// First pass of the day.
    pub joined: &'a Joined,
    /// Open rows of the day and the rows of other days that share a key with it.
    pub pool: &'a Rows,
    /// Deposits under the day's slips, and deposits posted that day that name no slip.
    pub deposits: &'a [Deposit],
    /// Rows of the day that did not parse.
    pub quarantined: &'a [QuarantinedLeg],
    /// Originals of the pool's refunds.
    pub originals: &'a Originals,
    /// Which books are in.
    pub coverage: &'a dyn CoverageTable,
    /// The rule set.
    pub rules: &'a Rules,
    /// The house's facts.
    pub house: &'a House,
    /// Working days.
    pub calendar: &'a Calendar,
    /// What became of the channels' nets, of this day among others.
    pub settlements: &'a Settlements,
    /// What people decided of the day's rows and cases, as far as it counts, oldest first.
    pub decisions: &'a [Decision],
}

/// Settles one day.
///
/// # Errors
/// Names the invariant that does not hold; nothing of the result may be stored then.
pub fn settle_day(input: &DayInput<'_>) -> Result<DayResult, String> {
    let mut settling = Settling::begin(input);
    settling.judge();
    settling.quarantine();
    settling.slips();
    settling.settlements();
    let result = settling.finish();
    check(input, &result, settling.placed)?;
    Ok(result)
}

struct Settling<'a> {
    input: &'a DayInput<'a>,
    day: BusinessDay,
    groups: Vec<Group>,
    rejected: Rejected,
    sums: DaySums,
    matched: BySide<u64>,
    /// Rows of the day placed in a group.
    placed: BySide<u64>,
    awaited: u64,
    deposits: u64,
    cases: Vec<ExceptionCase>,
    hashes: Vec<(String, u128)>,
}

impl<'a> Settling<'a> {
    fn begin(input: &'a DayInput<'a>) -> Self {
        let day = input.joined.day;
        let mut groups = groups(input.pool, input.rules);
        by_hand::join_by_hand(&mut groups, input.pool, input.decisions);
        let rejected = Rejected::of(input.decisions);
        propose::join_unique(&mut groups, input.pool, input.rules, day, &rejected);
        revoked_refunds(&mut groups, input.pool);
        Settling {
            input,
            day,
            groups,
            rejected,
            sums: input.joined.sums.clone(),
            matched: input.joined.clean,
            placed: input.joined.clean,
            awaited: 0,
            deposits: 0,
            cases: Vec::new(),
            hashes: Vec::new(),
        }
    }

    /// Classes every group, counts its rows of the day, and opens a case where this day is its home.
    fn judge(&mut self) {
        let input = self.input;
        let scene = Scene {
            rows: input.pool,
            rules: input.rules,
            house: input.house,
            coverage: input.coverage,
            originals: input.originals,
        };
        let verdicts: Vec<Verdict> = self.groups.iter().map(|group| self.verdict(&scene, group)).collect();
        let groups = std::mem::take(&mut self.groups);
        let incomplete = groups
            .iter()
            .zip(&verdicts)
            .filter(|(group, verdict)| lacks_a_leg(verdict) && home_day(input.pool, group) == Some(self.day));
        let incomplete = propose::Candidates::of(incomplete.map(|(group, _)| group), input.pool);
        for (group, verdict) in groups.iter().zip(&verdicts) {
            self.count(group, verdict);
            if home_day(input.pool, group) != Some(self.day) {
                continue;
            }
            self.hash(group, verdict);
            self.open_case(group, verdict, &incomplete);
        }
        self.groups = groups;
    }

    /// A split ties when its sides add up; everything else is judged by the rules.
    fn verdict(&self, scene: &Scene<'_>, group: &Group) -> Verdict {
        let several = self.tied_by(group).is_some_and(|decision| decision.others.len() > 1);
        if several && by_hand::adds_up(group, self.input.pool) {
            return Verdict::Ties;
        }
        classify(scene, group)
    }

    fn tied_by(&self, group: &Group) -> Option<&'a Decision> {
        group.by_hand.and_then(|place| self.input.decisions.get(place))
    }

    fn open_case(&mut self, group: &Group, verdict: &Verdict, incomplete: &propose::Candidates<'_>) {
        let tied = matches!(verdict, Verdict::Ties | Verdict::Differs(Class::CrossDay, _));
        if let (Some(decision), true) = (self.tied_by(group), tied) {
            let mut case = self.case(group, decision.case.class, vec![Note::TiedByHand]);
            case.key.clone_from(&decision.case.key);
            case.state = State::Resolved;
            self.cases.push(case);
        } else if let Verdict::Differs(class, notes) = verdict {
            let mut case = self.case(group, *class, notes.clone());
            if is_incomplete(*class) {
                case.proposals = incomplete.proposals(group, self.input.pool, self.input.rules, &self.rejected);
            }
            case.state = state_of(*class, !case.proposals.is_empty());
            self.cases.push(case);
        }
    }

    fn count(&mut self, group: &Group, verdict: &Verdict) {
        let rows = self.input.pool;
        for (side, row) in group.all() {
            if rows.get(side).columns.day[row as usize] != self.day.number() {
                continue;
            }
            *self.placed.get_mut(side) += 1;
            match verdict {
                Verdict::Ties => *self.matched.get_mut(side) += 1,
                Verdict::Awaits => self.awaited += 1,
                Verdict::Differs(..) => {}
            }
        }
        self.add_sums(group);
    }

    /// Adds the day's rows of a group to the totals and the bridges.
    fn add_sums(&mut self, group: &Group) {
        let rows = self.input.pool;
        let today = |row: u32, side: Side| rows.get(side).columns.day[row as usize] == self.day.number();
        let mut by_method: BTreeMap<Method, (Money, Money)> = BTreeMap::new();
        for row in group.of(Side::His).iter().filter(|row| today(**row, Side::His)) {
            let entry = rows.his.columns.get(*row as usize);
            self.sums.add_his(entry.cashier, entry.method, entry.amount.fen());
            by_method.entry(entry.method).or_default().0 += entry.amount;
        }
        for row in group.of(Side::Cashier).iter().filter(|row| today(**row, Side::Cashier)) {
            let entry = rows.cashier.columns.get(*row as usize);
            self.sums.add_cashier(entry.cashier, entry.method, entry.amount.fen());
        }
        let ours = |row: u32| {
            let entry = rows.bank.columns.get(row as usize);
            !self.input.house.is_foreign(entry.method, entry.merchant)
        };
        let channel = group.counted(rows, Side::Bank);
        let channel: Vec<_> = channel.into_iter().filter(|(row, ..)| today(*row, Side::Bank) && ours(*row)).collect();
        for share in by_hand::shares(group, rows, self.day, &channel) {
            self.sums.add_channel(&share.cashier, share.method, share.amount.fen(), share.fee.fen());
            by_method.entry(share.method).or_default().1 += share.amount;
        }
        let has_channel = group.of(Side::Bank).iter().any(|row| ours(*row));
        self.add_bridges(group, has_channel, &by_method);
    }

    fn add_bridges(&mut self, group: &Group, has_channel: bool, by_method: &BTreeMap<Method, (Money, Money)>) {
        let rows = self.input.pool;
        let days = group.all().filter(|(side, _)| *side != Side::Cashier);
        let one_day =
            days.map(|(side, row)| rows.get(side).columns.day[row as usize]).all(|day| day == self.day.number());
        for (method, (his, channel)) in by_method {
            let bridge = self.sums.bridge(*method);
            let (his, channel) = (his.fen(), channel.fen());
            if !has_channel {
                bridge.his_only += his;
            } else if !group.has(Side::His) {
                bridge.channel_only += channel;
            } else if one_day {
                bridge.differences += channel - his;
            } else {
                bridge.timing += channel - his;
            }
        }
    }

    fn hash(&mut self, group: &Group, verdict: &Verdict) {
        let rows = self.input.pool;
        let name = match verdict {
            Verdict::Ties => "matched",
            Verdict::Awaits => "awaited",
            Verdict::Differs(class, _) => class.code(),
        };
        let name = format!("{name}/{}", self.rule_of(group));
        let legs = group.all().map(|(side, row)| row_hash(side, &rows.get(side).columns.get(row as usize)));
        self.hashes.extend(legs.map(|leg| (name.clone(), leg)));
    }

    fn rule_of(&self, group: &Group) -> String {
        let join = group.key.map(|key| self.input.rules.name_of(key));
        group.rule.or(join).unwrap_or("alone").to_string()
    }

    fn case(&self, group: &Group, class: Class, notes: Vec<Note>) -> ExceptionCase {
        let rows = self.input.pool;
        let method = method_of(rows, group);
        let text = |pick: for<'e> fn(&crate::domain::entry::Entry<'e>) -> &'e str| {
            let found = group.all().map(|(side, row)| rows.get(side).columns.get(row as usize));
            found.map(|entry| pick(&entry).to_string()).find(|text| !text.is_empty()).unwrap_or_default()
        };
        let legs = self.input.rules.legs(method);
        let money = if legs.bank { Side::Bank } else { Side::Cashier };
        ExceptionCase {
            id: 0,
            key: String::new(),
            class,
            state: State::Open,
            day: self.day,
            method,
            cashier: text(|entry| entry.cashier),
            his_no: text(|entry| entry.his_no),
            order_no: text(|entry| entry.order_no),
            slip_no: String::new(),
            legs: case_legs(group, rows),
            difference: group.sum(rows, money) - group.sum(rows, Side::His),
            rule: self.rule_of(group),
            notes,
            proposals: Vec::new(),
            work: Default::default(),
        }
    }

    /// A row that did not parse takes over the case its keys point to, else stands alone.
    fn quarantine(&mut self) {
        for row in self.input.quarantined {
            let leg = CaseLeg {
                side: row.side,
                entry: None,
                kind: Kind::Pay,
                amount: Money::ZERO,
                face: Money::ZERO,
                day: row.day,
                at: TimeOfDay::UNKNOWN,
                file: row.file.clone(),
                line: row.line,
                mark: unparsed_mark(row),
            };
            let note = Note::Unparsed { column: row.column.clone(), code: row.code.clone() };
            let same = |case: &ExceptionCase| {
                let order = !row.order_no.is_empty() && case.order_no == row.order_no;
                order || (!row.his_no.is_empty() && case.his_no == row.his_no)
            };
            self.hashes.push(("quarantined".into(), u128::from(super::join::key_hash(&row.order_no))));
            match self.cases.iter_mut().find(|case| same(case)) {
                Some(case) => {
                    case.class = Class::Quarantined;
                    case.proposals.clear();
                    case.state = State::Open;
                    case.legs.push(leg);
                    case.notes.push(note);
                }
                None => self.cases.push(ExceptionCase {
                    id: 0,
                    key: String::new(),
                    class: Class::Quarantined,
                    state: State::Open,
                    day: self.day,
                    method: row.method.unwrap_or(Method::Other),
                    cashier: String::new(),
                    his_no: row.his_no.clone(),
                    order_no: row.order_no.clone(),
                    slip_no: String::new(),
                    legs: vec![leg],
                    difference: Money::ZERO,
                    rule: "quarantine".into(),
                    notes: vec![note],
                    proposals: Vec::new(),
                    work: Default::default(),
                }),
            }
        }
    }

    fn finish(&mut self) -> DayResult {
        let mut cases = std::mem::take(&mut self.cases);
        cases.sort_by_cached_key(case_order);
        dispose::name_cases(&mut cases);
        let mut entries = self.input.joined.entries;
        entries.bank += self.deposits;
        let mut result = DayResult {
            day: self.day,
            entries,
            matched: self.matched,
            awaited: self.awaited,
            totals: self.sums.totals(self.input.rules),
            negative_shifts: self.input.joined.sums.negative_shifts(self.day),
            exceptions: cases,
            bridges: self.sums.bridges(self.input.rules),
            engine_digest: String::new(),
            digest: String::new(),
        };
        self.credit(&mut result.bridges);
        result.engine_digest = self.digest(&result);
        dispose::apply(&mut result, self.input.decisions);
        result
    }

    fn digest(&mut self, result: &DayResult) -> String {
        self.hashes.sort();
        let mut parts: Vec<Vec<u8>> =
            vec![self.day.to_string().into_bytes(), self.input.rules.sha256.clone().into_bytes()];
        parts.push(self.input.joined.clean_digest.clone().into_bytes());
        parts.extend(self.hashes.iter().map(|(name, hash)| format!("{name}:{hash:032x}").into_bytes()));
        parts.extend(result.totals.iter().map(|row| {
            let word = row.method.code();
            format!("{}|{word}|{}|{}|{}", row.cashier, row.his, row.cashier_side, row.bank).into_bytes()
        }));
        parts.extend(result.exceptions.iter().map(|case| {
            format!("{}|{}|{}|{}|{}", case.class.code(), case.his_no, case.order_no, case.slip_no, case.difference)
                .into_bytes()
        }));
        parts.extend(result.bridges.iter().filter_map(|bridge| {
            let BridgeCredit { credited, in_transit, short } = bridge.credit?;
            Some(format!("{}|{credited}|{in_transit}|{short}", bridge.channel.code()).into_bytes())
        }));
        sha256_hex(parts.iter().map(Vec::as_slice))
    }
}

/// Content order of cases: when it happened, then what it is.
fn case_order(case: &ExceptionCase) -> (u32, Class, String, String, String) {
    let at = case.legs.first().map_or(u32::MAX, |leg| leg.at.second());
    (at, case.class, case.his_no.clone(), case.order_no.clone(), case.slip_no.clone())
}

fn lacks_a_leg(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Differs(class, _) if is_incomplete(*class))
}

/// A row that did not parse, by what could be read of it.
fn unparsed_mark(row: &QuarantinedLeg) -> u128 {
    let text = format!("{}|{}|{}|{}|{}", row.side.code(), row.his_no, row.order_no, row.column, row.code);
    xxhash_rust::xxh3::xxh3_128(text.as_bytes())
}

fn case_legs(group: &Group, rows: &Rows) -> Vec<CaseLeg> {
    let counted = group.counted(rows, Side::Bank);
    group
        .all()
        .map(|(side, row)| {
            let columns = &rows.get(side).columns;
            let entry = columns.get(row as usize);
            let bank = counted.iter().find(|(counted, ..)| side == Side::Bank && *counted == row);
            CaseLeg {
                side,
                entry: Some(rows.get(side).ids[row as usize]),
                kind: entry.kind,
                amount: bank.map_or(entry.amount, |(_, amount, _)| *amount),
                face: entry.amount,
                day: entry.day,
                at: entry.at,
                file: String::new(),
                line: entry.line,
                mark: row_hash(side, &entry),
            }
        })
        .collect()
}

/// An order the channel revoked, whose receipt HIS and the till gave back by a refund that never
/// reached the channel: no money stays on any side, so the three groups are one reversal.
fn revoked_refunds(groups: &mut Vec<Group>, rows: &Rows) {
    let is_revoked =
        |group: &Group| group.has(Side::His) && group.is_revoked(rows) && group.standing(rows, Side::Bank) == 0;
    let revoked: Vec<usize> = (0..groups.len()).filter(|place| is_revoked(&groups[*place])).collect();
    if revoked.is_empty() {
        return;
    }
    let mut refunds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, group) in groups.iter().enumerate().filter(|(_, group)| !group.has(Side::Bank)) {
        if let Some(entry) = group.entries(rows, Side::His).find(|entry| entry.kind == Kind::Refund) {
            refunds.entry(entry.original_no.to_string()).or_default().push(place);
        }
    }
    for place in revoked {
        let Some(his_no) = groups[place].entries(rows, Side::His).next().map(|entry| entry.his_no.to_string()) else {
            continue;
        };
        let Some(places) = refunds.get(&his_no) else { continue };
        let cancels = |side: Side| {
            let back: Money = places.iter().map(|refund| groups[*refund].sum(rows, side)).sum();
            (back + groups[place].sum(rows, side)).is_zero()
        };
        if cancels(Side::His) && cancels(Side::Cashier) {
            for refund in places {
                let other = std::mem::take(&mut groups[*refund]);
                groups[place].absorb(other);
            }
            groups[place].reversal = true;
            groups[place].key = Some(JoinKey::HisNo);
        }
    }
    groups.retain(|group| group.all().next().is_some());
}

/// Every row of the day placed exactly once, every bridge closed.
fn check(input: &DayInput<'_>, result: &DayResult, placed: BySide<u64>) -> Result<(), String> {
    let day = input.joined.day;
    for side in Side::ALL {
        let (read, placed) = (*input.joined.entries.get(*side), *placed.get(*side));
        if read != placed {
            return Err(format!("{day} {}: {read} rows, {placed} placed in groups", side.code()));
        }
    }
    let leaves = |bridge: &&crate::domain::recon::Bridge| {
        let credit = bridge.credit.map(|credit| credit.credited + credit.in_transit + credit.short);
        credit.is_some_and(|sum| sum != bridge.expected_credit)
    };
    if let Some(bridge) = result.bridges.iter().find(leaves) {
        return Err(format!("{day} {}: the expected credit is not what became of it", bridge.channel.code()));
    }
    match result.bridges.iter().find(|bridge| !bridge.unexplained.is_zero()) {
        Some(bridge) => Err(format!("{day} {}: bridge leaves {}", bridge.channel.code(), bridge.unexplained)),
        None => Ok(()),
    }
}
