//! What is known of a firm when its deferral is judged 参保单位情况.
//!
//! Invariant: what is not known is `None`, never a default: the judgement then asks.

use std::collections::BTreeMap;

use super::size::SizeClass;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;

codes! {
    /// 单位类型.
    UnitType {
        /// 企业.
        Enterprise = "enterprise",
        /// 以单位方式参保的个体工商户.
        SelfEmployed = "self_employed",
        /// 参加企业职工养老保险的事业单位.
        EnterpriseInstitution = "enterprise_institution",
        /// 社会团体、基金会、民办非企业单位、律师事务所、会计师事务所.
        SocialOrganisation = "social_organisation",
        /// 机关事业单位.
        Public = "public",
    }
}

codes! {
    /// 情形. A fact a clause asks for; each is proven by paper or by an undertaking.
    Need {
        /// 生产经营困难, 暂时无力缴费.
        Difficulty = "difficulty",
        /// 位于疫情严重地区.
        HitArea = "hit_area",
        /// 本省已扩大范围.
        ProvinceWidened = "province_widened",
        /// 提供担保.
        Guarantee = "guarantee",
        /// 不可抗力.
        ForceMajeure = "force_majeure",
        /// 重整申请已受理.
        Restructuring = "restructuring",
        /// 被责令停业整顿.
        ClosedForRectification = "closed_for_rectification",
        /// 连续三年严重亏损且六个月无力支付.
        ThreeYearsLoss = "three_years_loss",
        /// 停产十二个月以上.
        Stopped12Months = "stopped_12_months",
        /// 法律法规规定的其他情形.
        OtherLawfulGround = "other_lawful_ground",
    }
}

/// 参保单位情况.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Firm {
    /// 单位类型.
    pub unit_type: Option<UnitType>,
    /// 所在地; empty when not known.
    pub area: String,
    /// 行业代码 of GB/T 4754; empty when not known.
    pub industry: String,
    /// 规模.
    pub size: Option<SizeClass>,
    /// Facts known to hold or not to hold.
    pub facts: BTreeMap<Need, bool>,
    /// 统筹基金可支付月数, in tenths of a month, by line.
    pub fund_tenths: BTreeMap<String, u32>,
    /// Months paid already, by line.
    pub paid: BTreeMap<String, Vec<FeeMonth>>,
    /// 申请日期.
    pub applied_on: Option<BusinessDay>,
    /// 缴费期限 of each month.
    pub due_on: BTreeMap<FeeMonth, BusinessDay>,
}

impl Firm {
    /// Whether a month of a line was paid.
    pub fn has_paid(&self, line: &str, month: FeeMonth) -> bool {
        self.paid.get(line).is_some_and(|months| months.contains(&month))
    }
}
