//! 资金到账: what became of each channel day's net at the bank, and the adjustment statement of an account out of it.
//!
//! Invariants: both sides of the statement are added up apart, the books from nets, slips and labelled rows, the bank
//! from its own balances; a net is in exactly one of credited, in transit, short on any day looked at (design: R6).

use super::balance::{BalanceStatement, Item, Side};
use super::day::BusinessDay;
use super::entry::Method;
use super::house::House;
use super::matching::settlement::{AccountRow, Settled, Settlements};
use super::money::Money;
use super::recon::{Bridge, BridgeCredit};

/// 到账. One contract's net of one day, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// 渠道, as its method.
    pub channel: Method,
    /// 商户号.
    pub merchant: String,
    /// Account it is credited to.
    pub account: String,
    /// Channel day.
    pub day: BusinessDay,
    /// Day it is expected; `None` where the calendar does not reach.
    pub due: Option<BusinessDay>,
    /// 应到账: Σ gross − Σ refunds − Σ fees.
    pub net: Money,
    /// 已到账.
    pub credited: Money,
    /// Day it was credited.
    pub credited_on: Option<BusinessDay>,
    /// 在途, overdue or not.
    pub in_transit: Money,
    /// Whether the expected day is past and no credit shows.
    pub is_overdue: bool,
    /// 短少: credited too little.
    pub short: Money,
}

/// Every net of the channel days from–to and what became of it, by day and channel.
pub fn arrivals(found: &Settlements, house: &House, from: BusinessDay, to: BusinessDay) -> Vec<Arrival> {
    let days = found.days.iter().filter(|settled| (from..=to).contains(&settled.day));
    let arrival = |settled: &Settled| {
        let contract = house.channels.get(settled.contract)?;
        Some(Arrival {
            channel: contract.method,
            merchant: contract.merchant.clone(),
            account: contract.account.clone()?,
            day: settled.day,
            due: settled.due,
            net: settled.net,
            credited: settled.credited,
            credited_on: row_of(found, settled).map(|row| row.day),
            in_transit: settled.net - settled.credited - settled.short,
            is_overdue: settled.overdue,
            short: settled.short,
        })
    };
    let mut arrivals: Vec<Arrival> = days.filter_map(arrival).collect();
    arrivals
        .sort_by(|one, other| (one.day, one.channel, &one.merchant).cmp(&(other.day, other.channel, &other.merchant)));
    arrivals
}

/// 渠道桥 of several days: each channel's bridges added up, what stayed unexplained on any day among them.
pub fn bridges_together<'a>(days: impl Iterator<Item = &'a Bridge>) -> Vec<Bridge> {
    let mut together: Vec<Bridge> = Vec::new();
    for one in days {
        match together.iter_mut().find(|sum| sum.channel == one.channel) {
            Some(sum) => add(sum, one),
            None => together.push(one.clone()),
        }
    }
    together.sort_by_key(|bridge| bridge.channel);
    together
}

fn add(sum: &mut Bridge, one: &Bridge) {
    sum.his_net += one.his_net;
    sum.his_only += one.his_only;
    sum.channel_only += one.channel_only;
    sum.differences += one.differences;
    sum.timing += one.timing;
    sum.channel_net += one.channel_net;
    sum.fee += one.fee;
    sum.expected_credit += one.expected_credit;
    sum.unexplained += one.unexplained;
    sum.credit = match (sum.credit, one.credit) {
        (Some(all), Some(more)) => Some(BridgeCredit {
            credited: all.credited + more.credited,
            in_transit: all.in_transit + more.in_transit,
            short: all.short + more.short,
        }),
        (all, more) => all.or(more),
    };
}

fn row_of<'a>(found: &'a Settlements, settled: &Settled) -> Option<&'a AccountRow> {
    found.rows.get(settled.row?)
}

/// What the statement of an account is made of.
#[derive(Clone, Copy, Debug)]
pub struct AccountFacts<'a> {
    /// 账号.
    pub account: &'a str,
    /// First day looked at.
    pub from: BusinessDay,
    /// 截至.
    pub on: BusinessDay,
    /// What the bank says stood on it before `from`.
    pub opening: Money,
    /// What the bank says stands on it after `on`.
    pub closing: Money,
    /// What became of nets and rows around these days.
    pub found: &'a Settlements,
}

/// The adjustment statement: nets booked and not credited stand with the bank, rows nobody knows with the books.
/// `label` names a row that a rule or a person has explained: it counts as booked.
pub fn statement_of(facts: &AccountFacts<'_>, house: &House, label: impl Fn(&AccountRow) -> bool) -> BalanceStatement {
    let AccountFacts { account, from, on, found, .. } = *facts;
    let within = |row: &&AccountRow| row.account == account && (from..=on).contains(&row.day);
    let of_account = |settled: &&Settled| {
        house.channels.get(settled.contract).and_then(|contract| contract.account.as_deref()) == Some(account)
    };
    // A net of before is part of it only where its credit falls, or is expected, within.
    let counts = |settled: &&Settled| {
        let credited = row_of(found, settled).map(|row| row.day);
        settled.day <= on && (settled.day >= from || credited.or(settled.due).is_some_and(|day| day >= from))
    };
    let nets: Vec<&Settled> = found.days.iter().filter(of_account).filter(counts).collect();
    let is_unclaimed = |row: &AccountRow| found.unclaimed.iter().any(|one| one == row);
    let is_credit = |at: usize| found.days.iter().any(|settled| settled.row == Some(at));
    let slips: Money = (found.rows.iter().enumerate())
        .filter(|(at, row)| within(row) && !is_credit(*at) && !is_unclaimed(row))
        .map(|(_, row)| row.amount)
        .sum();
    let (explained, open): (Vec<&AccountRow>, Vec<&AccountRow>) =
        found.unclaimed.iter().filter(within).partition(|row| label(row));
    let booked = nets.iter().map(|settled| settled.net).sum::<Money>();
    let explained: Money = explained.iter().map(|row| row.amount).sum();
    let waits = |settled: &&&Settled| row_of(found, settled).is_none_or(|row| row.day > on);
    let waiting: Vec<Item> = nets.iter().filter(waits).map(|settled| net_item(settled, house, settled.net)).collect();
    let came = nets.iter().filter(|settled| !waits(settled) && !settled.short.is_zero());
    let short: Vec<Item> = came.map(|settled| net_item(settled, house, settled.short)).collect();
    let (received, paid) = by_sign(open.into_iter().map(row_item).collect());
    let (booked_received, booked_paid) = by_sign(waiting);
    BalanceStatement {
        account: account.to_string(),
        on,
        book: Side { balance: facts.opening + booked + slips + explained, received, paid, errors: Vec::new() },
        bank: Side { balance: facts.closing, received: booked_received, paid: booked_paid, errors: short },
    }
}

fn net_item(settled: &Settled, house: &House, amount: Money) -> Item {
    let merchant = house.channels.get(settled.contract).map_or("", |contract| contract.merchant.as_str());
    Item { text: format!("{} {merchant}", settled.day), amount }
}

fn row_item(row: &AccountRow) -> Item {
    Item { text: format!("{} {}", row.day, row.text.trim()), amount: row.amount }
}

/// Money in and money out, the latter without its sign.
fn by_sign(items: Vec<Item>) -> (Vec<Item>, Vec<Item>) {
    let (received, paid): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| item.amount > Money::ZERO);
    (received, paid.into_iter().map(|item| Item { amount: item.amount.abs(), ..item }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bridges_of_a_month_are_those_of_its_days_added_up() {
        let yuan = |fen: i64| Money::from_fen(fen);
        let bridge = |channel, net: i64, unexplained: i64, credited: Option<i64>| Bridge {
            channel,
            his_net: yuan(net),
            his_only: yuan(1),
            channel_only: yuan(2),
            differences: yuan(3),
            timing: yuan(4),
            channel_net: yuan(net + 8),
            fee: yuan(5),
            expected_credit: yuan(net + 3),
            unexplained: yuan(unexplained),
            credit: credited.map(|fen| BridgeCredit { credited: yuan(fen), in_transit: yuan(6), short: yuan(7) }),
        };
        let days = [
            bridge(Method::Wechat, 100, 1, None),
            bridge(Method::Alipay, 10, 0, Some(20)),
            bridge(Method::Wechat, 200, -1, Some(30)),
        ];
        let month = bridges_together(days.iter());
        assert_eq!(month.len(), 2);
        let wechat = month.iter().find(|one| one.channel == Method::Wechat);
        let figures =
            wechat.map(|one| (one.his_net.fen(), one.channel_net.fen(), one.fee.fen(), one.unexplained.fen()));
        assert_eq!(figures, Some((300, 316, 10, 0)));
        let credit = wechat.and_then(|one| one.credit).map(|credit| credit.credited.fen());
        assert_eq!(credit, Some(30));
    }
}
