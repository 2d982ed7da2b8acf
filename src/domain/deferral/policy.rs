//! Policy records 缓缴政策: what a document offers to whom, for which months, to be repaid when.
//!
//! Source: design of the catalogue and the documents cited in each record of `data/policies/deferral`.

use super::firm::{Need, UnitType};
use super::size::{Sector, SizeClass};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;

codes! {
    /// 办理方式.
    ApplyMode {
        /// 申请.
        Apply = "apply",
        /// 承诺.
        Declare = "declare",
        /// 免申即享: no application, the list is the matrix.
        Auto = "auto",
    }
}

codes! {
    /// 可信程度 of a record.
    Confidence {
        /// Read in the document.
        High = "high",
        /// From memory; to be checked against the document before use.
        Memory = "memory",
        /// Local text unknown: the program asks.
        Low = "low",
    }
}

codes! {
    /// 滞纳金.
    FeeRule {
        /// 免收.
        Waived = "waived",
        /// 按本地规定.
        Local = "local",
    }
}

codes! {
    /// 人员变动: what a person's retirement or transfer inside the term asks for.
    PersonEvent {
        /// That person's deferred part is paid first.
        PayFirst = "pay_first",
        /// Nothing.
        None = "none",
    }
}

codes! {
    /// 不含部分.
    Exclusion {
        /// 单位缴费划入医保个人账户的部分.
        MedicalPersonalAccount = "medical_personal_account",
    }
}

/// 补缴期限.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repay {
    /// By a day.
    By(BusinessDay),
    /// By the end of the month so many months after the term.
    MonthsAfter(u32),
    /// When the term ends.
    EndOfTerm,
    /// As the agreement says.
    Agreement,
    /// As local rules say.
    Local,
}

/// 优惠条款. One group of firms a policy reaches, with its lines, months and term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// For whom, as the document says it.
    pub who: String,
    /// 条款.
    pub clause: String,
    /// 险种, by code.
    pub lines: Vec<String>,
    /// 不含.
    pub exclude: Vec<Exclusion>,
    /// 单位类型; any when empty.
    pub unit_types: Vec<UnitType>,
    /// 行业 (codes of [`Industry`]); any when empty.
    pub industries: Vec<String>,
    /// 规模; any when empty.
    pub sizes: Vec<SizeClass>,
    /// Facts that must all hold.
    pub needs: Vec<Need>,
    /// Facts of which one must hold; none asked when empty.
    pub needs_any: Vec<Need>,
    /// 统筹基金可支付月数 must be above this, in tenths of a month.
    pub fund_tenths_over: Option<u32>,
    /// First fee month.
    pub fee_from: FeeMonth,
    /// Last fee month; open when `None`.
    pub fee_to: Option<FeeMonth>,
    /// 最长 months of one line.
    pub max_months: Option<u32>,
    /// The window moves a month when its first month was paid already.
    pub shift_if_paid: bool,
    /// To be asked for before the due date.
    pub apply_before_due: bool,
    /// 补缴期限.
    pub repay: Repay,
    /// 可分期.
    pub instalments: bool,
}

/// 修订. What a later document changes in an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// Which policy.
    pub policy: String,
    /// New term of repayment.
    pub repay: Repay,
    /// 可分期.
    pub instalments: bool,
}

/// 缓缴政策.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Stable id.
    pub id: String,
    /// 名称.
    pub title: String,
    /// Its name in English.
    pub title_en: String,
    /// 文号.
    pub document: String,
    /// 发文机关.
    pub issuers: Vec<String>,
    /// 发文日期 as far as known: a day, a month or a year.
    pub issued: String,
    /// 办理方式.
    pub apply: ApplyMode,
    /// Only in this area; anywhere when empty.
    pub area: String,
    /// 期内滞纳金.
    pub fee_in_term: FeeRule,
    /// 补缴期滞纳金.
    pub fee_in_repay: FeeRule,
    /// 审批链.
    pub approvers: Vec<String>,
    /// 备案.
    pub filing: String,
    /// 材料.
    pub materials: Vec<String>,
    /// 人员变动.
    pub person_event: PersonEvent,
    /// Documents it takes the place of.
    pub supersedes: Vec<String>,
    /// What it changes in others.
    pub amends: Vec<Amendment>,
    /// 引文.
    pub cite: Vec<String>,
    /// 可信程度.
    pub confidence: Confidence,
    /// 条款.
    pub offers: Vec<Offer>,
}

/// 行业. A name policies use and what it covers of GB/T 4754.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Industry {
    /// Stable code.
    pub code: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// First digits of the classes covered.
    pub gbt: Vec<String>,
}

impl Industry {
    /// Whether a class of GB/T 4754 belongs to it.
    pub fn covers(&self, class: &str) -> bool {
        self.gbt.iter().any(|prefix| class.starts_with(prefix.as_str()))
    }
}

/// 政策库. Every policy on record, with the tables they refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// By id.
    pub policies: Vec<Policy>,
    /// By code.
    pub industries: Vec<Industry>,
    /// 划型标准.
    pub sectors: Vec<Sector>,
}

impl Catalogue {
    /// A policy by its id.
    pub fn policy(&self, id: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// When money deferred under an offer is to be repaid, with the policy that says so: the latest
    /// amendment, else the offer itself.
    pub fn repay<'a>(&'a self, policy: &'a Policy, offer: &'a Offer) -> (Repay, bool, &'a Policy) {
        let amends = |other: &'a Policy| {
            let amendment = other.amends.iter().find(|amendment| amendment.policy == policy.id)?;
            Some((amendment.repay, amendment.instalments, other))
        };
        let latest = self.policies.iter().filter_map(amends).max_by(|one, next| one.2.issued.cmp(&next.2.issued));
        latest.unwrap_or((offer.repay, offer.instalments, policy))
    }

    /// Policies that take the place of this one.
    pub fn superseded_by(&self, id: &str) -> Vec<&Policy> {
        self.policies.iter().filter(|policy| policy.supersedes.iter().any(|old| old == id)).collect()
    }
}
