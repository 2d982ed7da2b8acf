//! Words of the sheets of deferral: statistics, radar, matrix, and the forms that go to firm and file.

use crate::domain::deferral::statistics::StatisticsBy;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Titles, headings and closing lines of the sheets of deferral.
    pub enum DeferralSheet {
        Statistics: "缓缴统计表" | "Deferral statistics",
        Relief: "费率减免统计" | "Relief by cuts of rates",
        Group: "分组" | "Group",
        Times: "户次" | "Times",
        Firms: "户数" | "Firms",
        Approved: "核准缓缴" | "Approved",
        InUse: "在缓" | "In use",
        Repaid: "已补缴" | "Repaid",
        Overdue: "逾期" | "Overdue",
        Total: "合计" | "Total",
        FirmsNote: "户次：同一单位缓缴几个险种计几户次；户数：同一单位只计一户。金额单位：元" |
            "Times: a firm counts once in each line; firms: each counts once. Amounts in yuan",
        Document: "文号" | "Document",
        Cut: "原费率→现费率" | "Rate before, after",
        FirmMonths: "户月" | "Firm months",
        Base: "缴费基数" | "Base",
        Saved: "减征金额" | "Relief",
        Unconfirmed: "（待核原文）" | " (to be checked)",
        None: "无。" | "None.",
        Matrix: "缓缴资格矩阵" | "Eligibility matrix",
        Radar: "缓缴到期提醒" | "Deferrals about to end",
        EndsOn: "到期日" | "Ends on",
        DaysLeft: "剩余天数" | "Days left",
        FeeFrom: "逾期计收起日" | "Fee from",
        FeeFromPlain: "不顺延时" | "Without roll",
        Suggested: "建议分期" | "Instalments suggested",
        ApplicationForm: "社会保险费缓缴申请表" | "Application for deferral of contributions",
        Agreement: "社会保险费缓缴及补缴协议" | "Agreement on deferral and repayment",
        ApprovalSheet: "社会保险费缓缴审批表" | "Approval sheet of a deferral",
        Certificate: "缓缴社会保险费证明" | "Certificate of deferral",
        Roll: "缓缴单位花名册" | "Roll of firms with deferral",
        Filing: "缓缴备案清单" | "Filing list of deferrals",
        Item: "项目" | "Item",
        Content: "内容" | "Content",
        Materials: "材料" | "Papers",
        Handed: "是否已交" | "Handed in",
        Yes: "是" | "yes",
        No: "否" | "no",
        Publicised: "已在单位公示" | "Publicised in the firm",
        Signed: "职工已签字" | "Signed by the employees",
        Undertaking: "单位已承诺" | "Undertaking given",
        Facts: "符合情形" | "Facts shown",
        Instalment: "期次" | "Instalment",
        Through: "补缴所属期至" | "Months through",
        RepayBy: "补缴期限" | "Repay by",
        Opinions: "审批意见" | "Opinions",
        SignFirm: "单位（公章）：            法定代表人：            日期：" |
            "Unit (seal):            Legal representative:            Date:",
        SignOffice: "经办机构（公章）：            经办：            日期：" |
            "Agency (seal):            Clerk:            Date:",
        SignBoth: "甲方（经办机构，公章）：            乙方（单位，公章）：            日期：" |
            "Agency (seal):            Unit (seal):            Date:",
        SignFiling: "填报单位（公章）：            负责人：            日期：" |
            "Reported by (seal):            Head:            Date:",
        Undertakes: "本单位承诺：所报情况属实；缓缴期间按期代扣代缴职工个人缴费部分；职工退休、转移的，先补缴其本人缓缴部分；到期足额补缴。" |
            "The unit declares that this is true; that it withholds and pays the employees' own part in time; that it first pays the part of whoever retires or transfers; and that it repays in full when due.",
        AgreementOne: "一、甲方同意乙方缓缴下列社会保险费的单位缴费部分；个人缴费部分不缓缴，由乙方按期代扣代缴。" |
            "1. The agency lets the unit defer the employer part of the contributions below; the individual part is not deferred and stays due.",
        AgreementTwo: "二、缓缴期内不计收滞纳金，不影响职工待遇和缴费年限；批准之日以前已产生的滞纳金仍应缴纳。" |
            "2. Inside the term no late fee runs and benefits and years are unaffected; fee from before the approval stays owed.",
        AgreementThree: "三、乙方按下表补缴。任何一期到期未足额补缴的，自该期期限次日起按欠费处理，并依法计收滞纳金。" |
            "3. The unit repays as follows. What an instalment leaves unpaid is arrears, with late fee, from the day after it was due.",
        AgreementFour: "四、缓缴期内职工退休或转移社会保险关系的，乙方应先补缴该职工的缓缴部分。" |
            "4. When an employee retires or transfers inside the term, the unit first pays that person's deferred part.",
        CertificateText: "兹证明该单位下列社会保险费已获准缓缴，缓缴期内按正常缴费状态管理，不作欠费处理。" |
            "This certifies that the unit's contributions below are deferred; inside the term its state is normal and it is not in arrears.",
        NotGranted: "尚未批准" | "not approved yet",
        Reminder: "缓缴社会保险费到期通知" | "Notice of the end of a deferral",
        ReminderFoot: "已补缴的请忽略本通知。缓缴期内职工退休或转移社会保险关系的，请先补缴其本人缓缴部分。个人缴费部分不缓缴，请按期代扣代缴。" |
            "Disregard this where it is paid. Whoever retires or transfers: that person's part is paid first. The individual part is not deferred and stays due.",
        LeftNow: "尚未补缴" | "Not repaid yet",
    }
}

/// 分组 in a word.
pub const fn by(by: StatisticsBy, lang: Lang) -> &'static str {
    match by {
        StatisticsBy::Line => lang.pick("险种", "Line"),
        StatisticsBy::Policy => lang.pick("政策批次", "Policy"),
        StatisticsBy::Month => lang.pick("批准月份", "Month approved"),
        StatisticsBy::Area => lang.pick("区域", "Area"),
    }
}

/// As of which day, and which fee months.
pub fn scope(as_of: &str, months: Option<(String, String)>, lang: Lang) -> String {
    let of = match (months, lang) {
        (None, _) => String::new(),
        (Some((first, last)), Lang::Zh) => format!("  费款所属期 {first} 至 {last}"),
        (Some((first, last)), Lang::En) => format!("  fee months {first} to {last}"),
    };
    match lang {
        Lang::Zh => format!("截至 {as_of}{of}"),
        Lang::En => format!("as of {as_of}{of}"),
    }
}

/// What the unit is told before the term ends: by when it repays, and from when it is in arrears.
pub fn reminder(ends_on: &str, left: &str, fee_from: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "贵单位下列缓缴社会保险费将于 {ends_on} 到期，尚有 {left} 元未补缴，请在到期日（含当日）前足额补缴；\
             到期未补缴的，自 {fee_from} 起按欠费处理，并依法按日加收滞纳金。"
        ),
        Lang::En => format!(
            "The deferral below ends on {ends_on}; {left} yuan are not repaid yet. Repay in full by that day; \
             what is left is arrears from {fee_from} on and bears a late fee by the day."
        ),
    }
}

/// `127 户次 18,220,000.00`.
pub fn figure(times: u64, amount: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{times} 户次 {amount} 元"),
        Lang::En => format!("{times} times {amount}"),
    }
}

/// Days left, and the step of the radar they fall into.
pub fn days_left(days: i32, step: i32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{days} ({step} 日内)"),
        Lang::En => format!("{days} (within {step})"),
    }
}
