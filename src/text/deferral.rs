//! Words and sentences of deferral: kinds of unit, facts, sizes, and why a month can or cannot be put off.
//!
//! Invariant: clauses and names of documents come from the rule book as they are, in the language of the law.

use crate::domain::arrears::month::FeeMonth;
use crate::domain::deferral::eligibility::{Question, Reason, Verdict};
use crate::domain::deferral::firm::{Need, UnitType};
use crate::domain::deferral::policy::{
    ApplyMode, Catalogue, Confidence, Exclusion, FeeRule, Offer, PersonEvent, Policy, Repay,
};
use crate::domain::deferral::size::SizeClass;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words about deferral.
    pub enum DeferralWord {
        Deferral: "缓缴" | "Deferral",
        Policy: "政策" | "Policy",
        Document: "文号" | "Document",
        Issued: "日期" | "Issued",
        Issuers: "发文机关" | "Issued by",
        Lines: "险种" | "Lines",
        Months: "费款所属期" | "Fee months",
        Month: "所属期" | "Month",
        Most: "最长" | "At most",
        RepayBy: "补缴期限" | "Repay by",
        Instalments: "可分期" | "instalments",
        Who: "范围" | "For",
        Clause: "条款" | "Clause",
        Apply: "办理方式" | "How",
        LateFee: "滞纳金" | "Late fee",
        Approvers: "审批" | "Approval",
        Filing: "备案" | "Filing",
        Materials: "材料" | "Papers",
        PersonEvent: "人员变动" | "Persons",
        Cited: "引文" | "Cited",
        Confidence: "可信程度" | "Confidence",
        SupersededBy: "已由其替代" | "Superseded by",
        Supersedes: "替代" | "Supersedes",
        AmendedBy: "期限已由其修订" | "Term amended by",
        Result: "结论" | "Result",
        WhyNot: "理由" | "Reason",
        Yes: "可缓" | "yes",
        No: "不可" | "no",
        Ask: "待核" | "to be shown",
        Size: "规模" | "Size",
        EmployerOnly: "仅限单位缴费部分；个人缴费部分不缓缴，须按期代扣代缴" |
            "the employer part only; the individual part is never deferred and stays due",
    }
}

/// 单位类型.
pub const fn unit_type(kind: UnitType, lang: Lang) -> &'static str {
    match kind {
        UnitType::Enterprise => lang.pick("企业", "enterprise"),
        UnitType::SelfEmployed => lang.pick("以单位方式参保的个体工商户", "self-employed insured as a unit"),
        UnitType::EnterpriseInstitution => {
            lang.pick("参加企业养老的事业单位", "institution in the enterprise pension scheme")
        }
        UnitType::SocialOrganisation => lang.pick("社会组织", "social organisation"),
        UnitType::Public => lang.pick("机关事业单位", "public body"),
    }
}

/// 情形.
pub const fn need(need: Need, lang: Lang) -> &'static str {
    match need {
        Need::Difficulty => lang.pick("生产经营困难、暂时无力缴费", "in difficulty and unable to pay for now"),
        Need::HitArea => lang.pick("位于疫情严重地区", "in a badly hit area"),
        Need::ProvinceWidened => lang.pick("本省已扩大范围", "the province has widened the scope"),
        Need::Guarantee => lang.pick("提供担保", "gives a guarantee"),
        Need::ForceMajeure => lang.pick("不可抗力", "force majeure"),
        Need::Restructuring => lang.pick("重整申请已受理", "restructuring accepted"),
        Need::ClosedForRectification => lang.pick("被责令停业整顿", "ordered closed for rectification"),
        Need::ThreeYearsLoss => {
            lang.pick("连续三年严重亏损且六个月无力支付", "heavy loss for three years and six months unable to pay")
        }
        Need::Stopped12Months => lang.pick("停产十二个月以上", "stopped for twelve months or more"),
        Need::OtherLawfulGround => lang.pick("法律法规规定的其他情形", "another lawful ground"),
    }
}

/// 规模.
pub const fn size(size: SizeClass, lang: Lang) -> &'static str {
    match size {
        SizeClass::Large => lang.pick("大型", "large"),
        SizeClass::Medium => lang.pick("中型", "medium"),
        SizeClass::Small => lang.pick("小型", "small"),
        SizeClass::Micro => lang.pick("微型", "micro"),
    }
}

/// 办理方式.
pub const fn apply(mode: ApplyMode, lang: Lang) -> &'static str {
    match mode {
        ApplyMode::Apply => lang.pick("申请", "on application"),
        ApplyMode::Declare => lang.pick("承诺", "on an undertaking"),
        ApplyMode::Auto => lang.pick("免申即享", "without application"),
    }
}

/// 可信程度.
pub const fn confidence(confidence: Confidence, lang: Lang) -> &'static str {
    match confidence {
        Confidence::High => lang.pick("已核原文", "read in the document"),
        Confidence::Memory => lang.pick("待核原文，使用前请对照文件", "to be checked against the document before use"),
        Confidence::Low => lang.pick("缺本地规定，须先补录", "local rules missing: put them on record first"),
    }
}

/// 滞纳金.
pub const fn fee_rule(rule: FeeRule, lang: Lang) -> &'static str {
    match rule {
        FeeRule::Waived => lang.pick("免收", "waived"),
        FeeRule::Local => lang.pick("按本地规定", "by local rules"),
    }
}

/// 人员变动.
pub const fn person_event(rule: PersonEvent, lang: Lang) -> &'static str {
    match rule {
        PersonEvent::PayFirst => {
            lang.pick("退休、转移的，先补缴该人缓缴部分", "who retires or transfers: that person's part is paid first")
        }
        PersonEvent::None => lang.pick("无", "nothing asked"),
    }
}

/// 不含部分.
pub const fn exclusion(part: Exclusion, lang: Lang) -> &'static str {
    match part {
        Exclusion::MedicalPersonalAccount => {
            lang.pick("不含划入医保个人账户的单位缴费", "without employer money for medical personal accounts")
        }
    }
}

/// 补缴期限.
pub fn repay(repay: Repay, lang: Lang) -> String {
    match (repay, lang) {
        (Repay::By(day), _) => day.to_string(),
        (Repay::MonthsAfter(months), Lang::Zh) => format!("期满后 {months} 个月内"),
        (Repay::MonthsAfter(1), Lang::En) => "within a month after the term".into(),
        (Repay::MonthsAfter(months), Lang::En) => format!("within {months} months after the term"),
        (Repay::EndOfTerm, _) => lang.pick("期满", "when the term ends").into(),
        (Repay::Agreement, _) => lang.pick("按补缴协议", "as agreed").into(),
        (Repay::Local, _) => lang.pick("按本地规定", "by local rules").into(),
    }
}

/// Fee months of an offer, `2022-04..2022-06`.
pub fn months(from: FeeMonth, to: Option<FeeMonth>, lang: Lang) -> String {
    match to {
        Some(to) => format!("{from}..{to}"),
        None => format!("{from}{}", lang.pick("起", " on")),
    }
}

/// So many months.
pub fn count_of_months(count: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个月"),
        Lang::En if count == 1 => "1 month".into(),
        Lang::En => format!("{count} months"),
    }
}

/// Whom an offer reaches: in Chinese as the document says it, in English from the record's own terms.
pub fn reach(catalogue: &Catalogue, offer: &Offer, lang: Lang) -> String {
    if lang == Lang::Zh {
        return offer.who.clone();
    }
    let industry = |code: &String| catalogue.industries.iter().find(|one| one.code == *code);
    let industries: Vec<&str> =
        offer.industries.iter().filter_map(industry).map(|industry| industry.en.as_str()).collect();
    let kinds = offer.unit_types.iter().map(|kind| unit_type(*kind, lang)).collect::<Vec<_>>().join(" or ");
    let sizes = offer.sizes.iter().map(|one| size(*one, lang)).collect::<Vec<_>>().join(", ");
    let all = offer.needs.iter().map(|one| need(*one, lang)).collect::<Vec<_>>().join("; ");
    let any = offer.needs_any.iter().map(|one| need(*one, lang)).collect::<Vec<_>>().join("; or ");
    let mut parts = vec![if kinds.is_empty() { "any unit".to_string() } else { kinds }];
    parts.extend((!sizes.is_empty()).then(|| format!("size {sizes}")));
    parts.extend((!industries.is_empty()).then(|| industries.join(", ")));
    parts.extend((!all.is_empty()).then_some(all));
    parts.extend((!any.is_empty()).then(|| format!("one of: {any}")));
    parts.join(" | ")
}

/// The title of a policy.
pub fn title(policy: &Policy, lang: Lang) -> &str {
    lang.pick(&policy.title, &policy.title_en)
}

/// 结论 in a word.
pub fn verdict_word(verdict: &Verdict, lang: Lang) -> &'static str {
    let word = match verdict {
        Verdict::Yes(_) => DeferralWord::Yes,
        Verdict::No(_) => DeferralWord::No,
        Verdict::Ask(_) => DeferralWord::Ask,
    };
    word.in_lang(lang)
}

/// 结论 in a sentence.
pub fn verdict(verdict: &Verdict, policy: &str, lang: Lang) -> String {
    match verdict {
        Verdict::Yes(granted) => {
            let by = repay(granted.repay, lang);
            let parts = granted.instalments.then(|| DeferralWord::Instalments.in_lang(lang).to_string());
            let other = (granted.by_policy != policy).then(|| granted.by_policy.clone());
            let aside: Vec<String> = parts.into_iter().chain(other).collect();
            let aside =
                if aside.is_empty() { String::new() } else { format!(" ({})", aside.join(lang.pick("，", ", "))) };
            format!("{} {by}{aside}", DeferralWord::RepayBy.in_lang(lang))
        }
        Verdict::No(reason) => why_not(reason, lang),
        Verdict::Ask(questions) => {
            let asked: Vec<String> = questions.iter().map(|one| question(one, lang)).collect();
            asked.join(lang.pick("；", "; "))
        }
    }
}

/// Why a month cannot be deferred.
pub fn why_not(reason: &Reason, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    match reason {
        Reason::IndividualPart => lang.pick("个人缴费部分不缓缴", "the individual part is never deferred").into(),
        Reason::OtherLine => lang.pick("本政策不含该险种", "the policy does not offer this line").into(),
        Reason::OutsideMonths(from, to) => {
            let months = months(*from, *to, lang);
            if zh {
                format!("不在可缓的所属期 {months} 内")
            } else {
                format!("outside the months offered, {months}")
            }
        }
        Reason::Area(area) if zh => format!("仅限{area}"),
        Reason::Area(area) => format!("only in {area}"),
        Reason::UnitType(kind) => {
            let kind = unit_type(*kind, lang);
            if zh { format!("单位类型“{kind}”不在范围内") } else { format!("not offered to: {kind}") }
        }
        Reason::Industry(code) if zh => format!("行业 {code} 不在范围内"),
        Reason::Industry(code) => format!("industry {code} is not among those named"),
        Reason::Size(class) if zh => format!("{}单位不在范围内", size(*class, lang)),
        Reason::Size(class) => format!("not offered to {} firms", size(*class, lang)),
        Reason::Fund(has, over) if zh => {
            format!("统筹基金可支付 {} 个月，须大于 {} 个月", tenths(*has), tenths(*over))
        }
        Reason::Fund(has, over) => {
            format!("the pooled fund lasts {} months; it must last more than {}", tenths(*has), tenths(*over))
        }
        Reason::Fact(fact) if zh => format!("不符合：{}", need(*fact, lang)),
        Reason::Fact(fact) => format!("does not hold: {}", need(*fact, lang)),
        Reason::NoGround(grounds) => format!(
            "{}{}",
            lang.pick("所列情形均不符合：", "none of the grounds holds: "),
            grounds.iter().map(|one| need(*one, lang)).collect::<Vec<_>>().join(lang.pick("、", "; ")),
        ),
        Reason::Paid => lang.pick("该月已缴费", "the month is paid already").into(),
        Reason::TooLate(due, applied) if zh => format!("应在缴费期限 {due} 前提出，申请日为 {applied}"),
        Reason::TooLate(due, applied) => format!("to be asked for by the due date {due}; asked on {applied}"),
        Reason::TooManyMonths(most) if zh => format!("已满最长 {most} 个月"),
        Reason::TooManyMonths(most) => format!("the longest term of {most} months is used up"),
    }
}

/// What must be known or shown first.
pub fn question(question: &Question, lang: Lang) -> String {
    match question {
        Question::LocalText => {
            lang.pick("须先补录本地规定的月份和期限", "put the local months and term on record first").into()
        }
        Question::Area(area) if lang == Lang::Zh => format!("仅限{area}，单位所在地？"),
        Question::Area(area) => format!("only in {area}: where is the unit?"),
        Question::UnitType => lang.pick("单位类型？", "which kind of unit?").into(),
        Question::Industry => lang.pick("行业代码？", "which industry (GB/T 4754)?").into(),
        Question::Size => lang.pick("企业规模？", "which size?").into(),
        Question::Fund => lang.pick("统筹基金可支付月数？", "how many months does the pooled fund last?").into(),
        Question::Fact(fact) => format!("{}{}", need(*fact, lang), lang.pick("：须有证明或承诺", ": to be shown")),
        Question::Ground(grounds) => {
            let grounds: Vec<&str> = grounds.iter().map(|one| need(*one, lang)).collect();
            let join = grounds.join(lang.pick("、", "; "));
            format!("{}{join}", lang.pick("须符合其一：", "one of these to be shown: "))
        }
        Question::AppliedOn => lang.pick("申请日期？", "asked for on which day?").into(),
        Question::DueOn => lang.pick("该月缴费期限？", "due on which day?").into(),
    }
}

/// Tenths of a month as `5.9`.
fn tenths(tenths: u32) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}
