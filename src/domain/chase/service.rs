//! Service 送达: how a paper reached the employer, what the receipt must say, and the day it counts from.
//!
//! Invariant: a receipt that lacks what its way asks for is refused field by field; figures (how many
//! servers, witnesses, days of a public notice) come from the ladder's data.

use super::ladder::ServiceRules;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;

codes! {
    /// 送达方式.
    Way {
        /// 直接送达.
        Direct = "direct",
        /// 留置送达.
        Left = "left",
        /// 邮寄送达.
        Post = "post",
        /// 电子送达.
        Electronic = "electronic",
        /// 委托送达.
        Entrusted = "entrusted",
        /// 公告送达.
        PublicNotice = "public_notice",
    }
}

codes! {
    /// 回证的栏.
    ServiceField {
        /// 送达日期.
        On = "on",
        /// 送达地点.
        Place = "place",
        /// 收件人.
        Receiver = "receiver",
        /// 收件人身份.
        Capacity = "capacity",
        /// 拒收事由.
        Refusal = "refusal",
        /// 送达人.
        Servers = "servers",
        /// 见证人, or a film.
        Witnesses = "witnesses",
        /// 邮件号 or 公告载体.
        Reference = "reference",
        /// 受送达人同意.
        Consent = "consent",
        /// 受托机关.
        Entrusted = "entrusted_to",
        /// 退回事由.
        Reason = "reason",
    }
}

/// 送达回证.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// 方式.
    pub way: Way,
    /// 送达日期; of a public notice the day it was published.
    pub on: BusinessDay,
    /// 时间, as written; may be empty.
    pub at: String,
    /// 地点.
    pub place: String,
    /// 收件人.
    pub receiver: String,
    /// 身份.
    pub capacity: String,
    /// 送达人.
    pub servers: Vec<String>,
    /// 见证人.
    pub witnesses: Vec<String>,
    /// 录像.
    pub is_filmed: bool,
    /// 拒收事由.
    pub refusal: String,
    /// 邮件号, 公告载体.
    pub reference: String,
    /// 同意电子送达的凭据.
    pub consent: String,
    /// 受托机关.
    pub entrusted_to: String,
    /// 退回事由: it did not arrive; empty where it did.
    pub returned: String,
}

impl Receipt {
    /// A receipt that says no more than how and when.
    pub fn of(way: Way, on: BusinessDay) -> Receipt {
        Receipt {
            way,
            on,
            at: String::new(),
            place: String::new(),
            receiver: String::new(),
            capacity: String::new(),
            servers: Vec::new(),
            witnesses: Vec::new(),
            is_filmed: false,
            refusal: String::new(),
            reference: String::new(),
            consent: String::new(),
            entrusted_to: String::new(),
            returned: String::new(),
        }
    }

    /// The fields its way asks for and it does not have, nor may it lie before the paper or after today.
    pub fn lacks(&self, rules: &ServiceRules, made_on: BusinessDay, today: BusinessDay) -> Vec<ServiceField> {
        use ServiceField as F;
        let count = |names: &[String]| u32::try_from(names.iter().filter(|name| !name.trim().is_empty()).count());
        let enough = |names: &[String], least: u32| count(names).is_ok_and(|count| count >= least);
        let given = |text: &str| !text.trim().is_empty();
        let mut lacks = Vec::new();
        let mut ask = |field: ServiceField, has: bool| {
            if !has {
                lacks.push(field);
            }
        };
        ask(F::On, self.on >= made_on && self.on <= today);
        if given(&self.returned) {
            return lacks;
        }
        match self.way {
            Way::Direct => {
                ask(F::Place, given(&self.place));
                ask(F::Receiver, given(&self.receiver));
                ask(F::Capacity, given(&self.capacity));
                ask(F::Servers, enough(&self.servers, rules.servers));
            }
            Way::Left => {
                ask(F::Place, given(&self.place));
                ask(F::Refusal, given(&self.refusal));
                ask(F::Witnesses, self.is_filmed || enough(&self.witnesses, rules.witnesses));
                ask(F::Servers, enough(&self.servers, rules.servers));
            }
            Way::Post => {
                ask(F::Place, given(&self.place));
                ask(F::Reference, given(&self.reference));
            }
            Way::Electronic => {
                ask(F::Place, given(&self.place));
                ask(F::Consent, given(&self.consent));
            }
            Way::Entrusted => {
                ask(F::Place, given(&self.place));
                ask(F::Receiver, given(&self.receiver));
                ask(F::Entrusted, given(&self.entrusted_to));
            }
            Way::PublicNotice => ask(F::Reference, given(&self.reference)),
        }
        lacks
    }

    /// The day the paper counts as served; `None` where it was returned.
    pub fn served_on(&self, rules: &ServiceRules) -> Option<BusinessDay> {
        if !self.returned.trim().is_empty() {
            return None;
        }
        let days = match self.way {
            Way::PublicNotice => i32::try_from(rules.public_notice_days).unwrap_or(i32::MAX),
            Way::Direct | Way::Left | Way::Post | Way::Electronic | Way::Entrusted => 0,
        };
        Some(self.on.plus(days))
    }
}
