//! Notices 催缴文书: the fields a template is made of, and what a frozen notice holds.
//!
//! Invariant: a notice is about one employer; its totals are the sums of its own rows.

use crate::domain::entry::codes;

codes! {
    /// 文书栏目.
    NoticeField {
        /// 标题.
        Title = "title",
        /// 文号.
        Number = "number",
        /// 年.
        Year = "year",
        /// 序号.
        Serial = "serial",
        /// 单位名称.
        Employer = "employer",
        /// 统一社会信用代码.
        CreditCode = "credit_code",
        /// 单位编号.
        UnitNo = "unit_no",
        /// 地址.
        Address = "address",
        /// 法定代表人.
        Legal = "legal_representative",
        /// 欠费表: month × line × portion with base, rate, due, paid, owed.
        Arrears = "arrears",
        /// 滞纳金表: base, rate, first day, last day, days, fee.
        LateFee = "late_fee",
        /// 算至.
        AsOf = "as_of",
        /// 欠费合计.
        Owed = "owed",
        /// 滞纳金合计.
        Fee = "fee",
        /// 合计.
        Total = "total",
        /// 法律依据.
        Basis = "basis",
        /// 缴费方式.
        PayTo = "pay_to",
        /// 缴费期限.
        Deadline = "deadline",
        /// 工作日.
        Days = "days",
        /// 逾期后果.
        Consequence = "consequence",
        /// 陈述申辩.
        Rights = "rights",
        /// 联系方式.
        Contact = "contact",
        /// 专管员.
        Officer = "officer",
        /// 盖章处.
        Seal = "seal",
        /// 日期.
        Date = "date",
    }
}

impl NoticeField {
    /// Whether a notice may do without it: the law does not ask for the officer's name.
    pub const fn is_optional(self) -> bool {
        matches!(self, NoticeField::Officer)
    }

    /// Whether the template says its text itself: `{缴费方式: …}`.
    pub const fn is_said(self) -> bool {
        matches!(
            self,
            NoticeField::Title
                | NoticeField::Number
                | NoticeField::Basis
                | NoticeField::PayTo
                | NoticeField::Deadline
                | NoticeField::Consequence
                | NoticeField::Rights
                | NoticeField::Contact
                | NoticeField::Seal
        )
    }
}

/// 模板的一段.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words as they are.
    Text(String),
    /// A field; with the parts of its own text where the template says it.
    Field(NoticeField, Vec<Part>),
}

/// 文书模板.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

impl Template {
    /// Every field it holds, those within others too.
    pub fn fields(&self) -> Vec<NoticeField> {
        fn walk(parts: &[Part], found: &mut Vec<NoticeField>) {
            for part in parts {
                if let Part::Field(field, inner) = part {
                    found.push(*field);
                    walk(inner, found);
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.parts, &mut found);
        found
    }

    /// The text with every field filled in by `value`; fields that say their text give that.
    pub fn filled(parts: &[Part], value: &impl Fn(NoticeField) -> String) -> String {
        let shown = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Field(field, _) if !field.is_said() => value(*field),
            Part::Field(_, inner) => Template::filled(inner, value),
        };
        parts.iter().map(shown).collect()
    }

    /// The text of the first field of a kind.
    pub fn said(&self, field: NoticeField, value: &impl Fn(NoticeField) -> String) -> String {
        let own = self.parts.iter().find_map(|part| match part {
            Part::Field(known, inner) if *known == field => Some(inner),
            Part::Field(..) | Part::Text(_) => None,
        });
        own.map_or_else(String::new, |inner| Template::filled(inner, value))
    }
}
