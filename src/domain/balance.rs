//! Adjustment statement 余额调节表: the books' balance and the bank's, each brought to one figure.
//!
//! Invariant: it proves and is no voucher; both sides are added up from their own items, never one from
//! the other (design: R6).

use super::day::BusinessDay;
use super::money::Money;

/// 调节项目.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub text: String,
    /// Amount; errors carry a sign, everything else is positive.
    pub amount: Money,
}

/// One side: its balance, and what the other side knows already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// 余额.
    pub balance: Money,
    /// 对方已收，本方未收.
    pub received: Vec<Item>,
    /// 对方已付，本方未付.
    pub paid: Vec<Item>,
    /// 本方差错, with sign.
    pub errors: Vec<Item>,
}

impl Side {
    /// 调节后余额: balance + received − paid ± errors.
    pub fn adjusted(&self) -> Money {
        let sum = |items: &[Item]| items.iter().map(|item| item.amount).sum::<Money>();
        self.balance + sum(&self.received) - sum(&self.paid) + sum(&self.errors)
    }
}

/// 余额调节表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceStatement {
    /// 账号.
    pub account: String,
    /// As of this day.
    pub on: BusinessDay,
    /// 企业账面, and what the bank has that the books have not.
    pub book: Side,
    /// 银行对账单, and what the books have that the bank has not.
    pub bank: Side,
}

impl BalanceStatement {
    /// Books less bank, both adjusted; 0.00 when they agree.
    pub fn difference(&self) -> Money {
        self.book.adjusted() - self.bank.adjusted()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Money {
        Money::parse_plain(text).unwrap()
    }

    /// `医保拨款 18600.00; POS 9862.00`, empty for none.
    fn items(text: &str) -> Vec<Item> {
        let item = |part: &str| {
            let (text, amount) = part.trim().rsplit_once(' ').unwrap();
            Item { text: text.into(), amount: yuan(amount) }
        };
        text.split(';').filter(|part| !part.trim().is_empty()).map(item).collect()
    }

    fn side(balance: &str, received: &str, paid: &str, errors: &str) -> Side {
        Side { balance: yuan(balance), received: items(received), paid: items(paid), errors: items(errors) }
    }

    #[test]
    fn the_five_worked_statements_come_out_to_the_fen() {
        for (name, book, bank, adjusted) in [
            (
                "classic",
                side("1286540.25", "insurance 18600.00", "fee 2140.35", ""),
                side("1301877.90", "POS 9862.00", "cheque 8740.00", ""),
                "1302999.90",
            ),
            (
                "cutoff and net settlement of the next day",
                side("2415330.18", "", "", "booked gross, fee 0.6 % -504.00"),
                side("2331330.18", "WeChat net 83496.00", "", ""),
                "2414826.18",
            ),
            (
                "refund under way, credited twice by the bank",
                side("916024.66", "unknown 350.00", "", ""),
                side("918274.66", "", "refund 1280.00", "credited twice -620.00"),
                "916374.66",
            ),
            (
                "a bag of cash short",
                side("1102450.00", "interest 236.18", "", "45,300 booked, 45,200 counted -100.00"),
                side("1117586.18", "", "cheque 15000.00", ""),
                "1102586.18",
            ),
            (
                "reversal, foreign account, insurance claws back",
                side("3560718.44", "month 210330.77", "claim 12500.00; account 45.00", "5,436 as 5,346 90.00"),
                side("3741451.41", "POS 38920.50; cheque 6000.00", "refund 7777.70", "foreign -20000.00"),
                "3758594.21",
            ),
        ] {
            let account = String::new();
            let statement = BalanceStatement { account, on: BusinessDay::MIN, book, bank };
            assert_eq!(statement.book.adjusted(), yuan(adjusted), "{name}: books");
            assert_eq!(statement.bank.adjusted(), yuan(adjusted), "{name}: bank");
            assert!(statement.difference().is_zero(), "{name}");
        }
    }

    #[test]
    fn sides_that_do_not_meet_say_by_how_much() {
        let book = side("100.00", "", "", "");
        let bank = side("130.00", "", "20.00 20.00", "");
        let statement = BalanceStatement { account: String::new(), on: BusinessDay::MIN, book, bank };
        assert_eq!(statement.difference(), yuan("-10.00"));
    }
}
