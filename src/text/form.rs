//! Words of forms: labels, hints, and what is wrong with a field — place, reason, what to do.
//!
//! Invariant: every fault names its field and a cure, in both languages.

use super::lang::Lang;
use super::messages::rejection;
use crate::domain::rejection::Rejection;

crate::words! {
    /// 表单用词.
    pub enum FormWord {
        FilterExceptions: "筛选差异" | "Filter exceptions",
        FilterEntries: "筛选流水" | "Filter entries",
        NewOperator: "新建操作员" | "New operator",
        ContractForm: "渠道合同" | "Channel contract",
        AccountForm: "本单位账户" | "Account of the house",
        Site: "本单位资料" | "House facts",
        ReadAsForm: "账号与日期" | "Account and day",
        ReadAsAccount: "本方账号" | "Own account",
        HintReadAsAccount: "对账单没写账号时用; F4 选本单位账户" | "for a statement that names none; F4 picks an account of the house",
        ReadAsDay: "营业日" | "Day",
        HintReadAsDay: "文件各行没有日期时用" | "for a file whose rows name no day",
        LayoutForm: "版式名称" | "Name of the layout",
        LayoutName: "名称" | "Name",
        HintLayoutName: "小写字母、数字和 -, 如 own-his" | "a-z, 0-9 and -, as own-his",
        SendBackForm: "退回" | "Send back",
        RefuseForm: "不予" | "Refuse",
        Clause: "依据条款" | "Clause",
        HintOpinion: "对方据此改正, 记入日志" | "what is to be put right; kept in the journal",
        HintClause: "文件及条款, 如 粤府〔2022〕14号 第三条" | "document and clause it rests on",
        LabelForm: "标注原因" | "Label with a reason",
        WaiveForm: "豁免隔离行" | "Waive a quarantined row",
        CarryForm: "结转差异" | "Carry over",
        DeclareForm: "声明缺来源" | "Declare a source absent",
        ReopenForm: "重开已关账日" | "Reopen a closed day",
        MissingSide: "缺哪一方" | "Which book",
        HintMissingSide: "不会再来的一方; F4 选" | "the book that will not come; F4 picks",
        HintDayReason: "写明缘由, 记入日志" | "why; kept in the journal",
        EmployersForm: "筛选单位" | "Filter employers",
        AsOfForm: "试算日期" | "What-if date",
        AsOf: "算至" | "As of",
        Officer: "专管员" | "Officer",
        Area: "区域" | "Area",
        EmployerKind: "单位类型" | "Type",
        Status: "状态" | "Status",
        StepForm: "推进一步" | "Next step",
        Step: "步骤" | "Step",
        HintStep: "F4 选; 只列现在能办的" | "F4 picks; only what can be done now",
        DoneOn: "办理日期" | "Done on",
        HintDoneOn: "实际办理的日期, 不晚于今天" | "the day it was done, not later than today",
        PaperNumber: "文号" | "Paper no",
        HintPaperNumber: "有文书的写文号, 没有就空着" | "the number of its paper, if it has one",
        Note: "备注" | "Remark",
        HintNote: "一句话, 可空" | "one line, may be empty",
        OverrideForm: "未分配款另行处理" | "Pass over unallocated money",
        HintOverride: "未分配款为何不先抵欠, 记入日志" | "why the money is not set against the debt first; kept in the journal",
        ServeForm: "登记送达" | "Record service",
        ServiceWay: "送达方式" | "Way",
        HintServiceWay: "F4 或拼音首字母选" | "F4 or a letter picks",
        ServedOn: "送达日期" | "Served on",
        HintServedOn: "不早于文书, 不晚于今天; 公告写登出之日" | "not before the paper, not after today; a public notice: when published",
        ServicePlace: "送达地点" | "Place",
        HintServicePlace: "收件地址; 电子送达写邮箱或号码" | "where; of electronic service the address",
        Receiver: "收件人" | "Receiver",
        HintReceiver: "直接、委托送达必填" | "needed in person and through another body",
        Capacity: "收件人身份" | "Capacity",
        HintCapacity: "法定代表人、负责收件的人等; 直接送达必填" | "legal representative, clerk ...; needed in person",
        Servers: "送达人" | "Servers",
        HintTwoNames: "两名, 用空格隔开; 直接、留置送达必填" | "two, with a blank between; needed in person and when left",
        Witnesses: "见证人" | "Witnesses",
        HintWitnesses: "留置送达写两名, 或写“录像”" | "when left: two names, or 录像 for a film",
        Refusal: "拒收事由" | "Refusal",
        HintRefusal: "留置送达必填" | "needed when left",
        Reference: "凭据" | "Reference",
        HintReference: "邮件号、公告载体、同意电子送达的凭据、受托机关" | "postal no, where published, consent, or the body entrusted",
        Returned: "退回事由" | "Came back",
        HintReturned: "没有送到才写, 写了就登记为退回" | "only when it did not arrive",
        HoldForm: "暂缓与异议" | "Hold or dispute",
        HoldKind: "种类" | "Kind",
        HintHoldKind: "F4 选" | "F4 picks",
        HoldScope: "范围" | "Of what",
        HintHoldScope: "F4 选: 光标所在的一笔, 或全部" | "F4 picks: the due the cursor is on, or everything",
        ThisDue: "这一笔" | "this due",
        WholeEmployer: "全部" | "everything",
        HoldUntil: "到期日" | "Last day",
        HintHoldUntil: "+30、月末、0630; 一年以内, 到期自动恢复催收" | "+30, eom, 0630; within a year, then the chase goes on by itself",
        HintHoldReason: "为何暂缓; 须另一人确认才生效" | "why; in force once another person confirms it",
        HintAsOf: "2026-03-05、0305、+7、-1、月末; F4 选; 空着为今天" | "2026-03-05, 0305, +7, -1, eom; F4 picks; empty: today",
        ApplyForm: "缓缴申请" | "Application",
        ReviseForm: "重新提交" | "Next round",
        Unit: "参保单位" | "Employer",
        HintUnit: "打字筛选: 拼音首字母、汉字、单位编号或信用代码; Enter 选中" | "type to find: initials, name, number or credit code; Enter takes it",
        Policy: "政策" | "Policy",
        HintPolicy: "空着则列出该单位可用的政策; {form.pick} 选" | "empty: the policies open to this employer are listed; {form.pick} picks",
        Line: "险种" | "Line",
        HintLine: "按数字选; {form.pick} 列出" | "a digit chooses; {form.pick} lists them",
        FromMonth: "起" | "from",
        HintMonth: "费款所属期, 2022-04 或 202204; 止空着为一个月" | "fee month, 2022-04 or 202204; empty end: one month",
        AppliedOn: "申请日期" | "Asked on",
        HintAppliedOn: "0510、+0、月初; 空着为今天; {form.pick} 选" | "0510, +0, som; empty: today; {form.pick} picks",
        DeferredAmount: "金额" | "Amount",
        HintDeferredAmount: "单位部分; 空着按账上未缴数" | "the employer part; empty: what is open on record",
        Schedule: "补缴安排" | "To be repaid",
        HintSchedule: "一个日期 2023-12-31, 或分期 2022-09:2023-06-30,2022-12:2023-12-31; 空着按政策" | "a day 2023-12-31, or instalments 2022-09:2023-06-30,2022-12:2023-12-31; empty: as the policy says",
        Facts: "情形" | "Facts",
        HintFacts: "下方情形的序号, 如 1 3; 不符合写 -2; 全部写 0" | "numbers of the facts below, 1 3; denied -2; every one 0",
        HandedIn: "材料" | "Papers",
        HintHandedIn: "下方已交材料的序号, 如 1 3; 全部写 0" | "numbers of the papers below that were handed in, 1 3; every one 0",
        Publicised: "单位公示" | "Publicised",
        SignedBy: "职工签字" | "Signed",
        Undertaken: "单位承诺" | "Undertaking",
        HintNotAccepted: "材料、公示、签字、承诺缺一不收" | "papers, publication, signatures, undertaking: none may be missing",
        DeferralCause: "缓缴原因" | "Cause",
        HintDeferralCause: "单位写的原因, 可空" | "why the unit asks; may be empty",
        FormYes: "是" | "yes",
        FormNo: "否" | "no",
        CallForm: "记催缴" | "Log a call",
        CallResult: "结果" | "Result",
        PromisedAmount: "承诺金额" | "Promised",
        PayOn: "承诺日" | "Pay by",
        NextContact: "下次联系" | "Next contact",
        SpokeTo: "接听人" | "Spoke to",
        CallNote: "备注" | "Note",
        HintCallResult: "按数字选; F4 列出" | "a digit chooses; F4 lists them",
        HintPromise: "只在承诺缴费时填, 12.5w = 125,000.00" | "only with a promise; 12.5w = 125,000.00",
        HintPayOn: "+7、月末、0331; F4 选; 到期后按到账认定" | "+7, eom, 0331; F4 picks; judged from receipts",
        HintNextContact: "+3、0331; 空着按结果的规定" | "+3, 0331; empty: as the result asks for",
        HintSpokeTo: "谁接的电话, 可空" | "who took the call; may be empty",
        HintCallNote: "一句话, 记入日志" | "one sentence, kept in the journal",
        Reason: "原因" | "Reason",
        CarryTo: "结转至" | "Carry to",
        HintReason: "查明的原因或凭证号, 记入日志, 可撤销" | "what was found, or the voucher; kept in the journal",
        HintCarry: "+7、+1、月末、0331; 须晚于差异日; {form.pick} 选" | "+7, +1, eom, 0331; later than its own day; {form.pick} picks",

        Day: "日期" | "Day",
        AmountRange: "金额" | "Amount",
        Until: "至" | "to",
        Method: "收款方式" | "Method",
        Class: "差异类别" | "Class",
        Cashier: "收费员" | "Cashier",
        NumberContains: "单号含" | "Number has",
        Name: "姓名" | "Name",
        Account: "系统账号" | "Account",
        Channel: "渠道" | "Channel",
        Merchant: "商户号" | "Merchant",
        Rate: "费率" | "Rate",
        Rounding: "手续费舍入" | "Fee rounding",
        SettleDays: "到账工作日" | "Settled after",
        SettleAccount: "到账账号" | "Into account",
        SettleText: "摘要识别" | "Statement text",
        AccountNo: "账号" | "Account no",
        Bank: "开户行代码" | "Bank code",
        Since: "登记时间" | "Since",
        Was: "原值" | "Was",
        Theirs: "他人改为" | "Theirs",
        Mine: "我改为" | "Mine",

        HintDay: "2026-03-05、0305、3-5、+7、-1、昨天、周三、月初、月末; {form.pick} 选; 空着不限" | "2026-03-05, 0305, 3-5, +7, -1, yesterday, wed, som, eom; {form.pick} picks; empty: any",
        HintAmount: "差额或金额, 12.5w = 125,000.00; = 取另一端同值, 空格变正负; 空着不限" | "12.5w = 125,000.00; = takes the other end's, Space turns the sign; empty: any",
        HintCashier: "工号或姓名的一部分; 空着不限" | "part of the number or name; empty: any",
        HintNumber: "流水号、订单号、渠道流水号、缴款单号的一部分; 空着不限" | "part of a serial, order, channel or slip number; empty: any",
        HintOperatorName: "汉字、字母、数字、- _ . ·, 不留空格; 同名的人加科室或编号" | "letters, Han, digits, - _ . ·, no blanks; tell namesakes apart by department or number",
        HintAccount: "此人登录本机的账号" | "the account this person logs in with",
        HintMerchant: "渠道分配的商户号" | "the merchant number the channel gave",
        HintRate: "合同费率, 0.6% 或 0.0060; 空着不核手续费" | "contract rate, 0.6% or 0.0060; empty: fees are not audited",
        HintSettleDays: "T+1 写 1; 空着不核到账" | "1 for T+1; empty: arrivals are not audited",
        HintSettleAccount: "净额进入的本单位账号; {form.pick} 从已登记的里选" | "the account of the house the net arrives in; {form.pick} picks a registered one",
        HintSettleText: "对账单摘要里认出这笔结算的式样; 空着不认" | "pattern that names the settlement in a statement; empty: none",
        HintAccountNo: "本单位银行账号" | "a bank account of the house",
        HintBank: "银行代码, 如 icbc、ccb" | "bank code such as icbc, ccb",

        Any: "不限" | "any",
        NoContracts: "还没有渠道合同; {record.new} 新建" | "No contract with a channel yet; {record.new} adds one",
        NoAccounts: "还没有登记账户; {screen.focus} 到此处, {record.new} 新建" | "No account is registered yet; {screen.focus} here, {record.new} adds one",
        HalfUp: "四舍五入" | "half up",
        Floor: "舍去" | "down",
        Up: "进位" | "up",
        Today: "今天" | "today",
        Yesterday: "昨天" | "yesterday",
        MonthFirst: "月初" | "month's first day",
        MonthLast: "月末" | "month's last day",
        LastMonthFirst: "上月初" | "last month's first day",
        LastMonthLast: "上月末" | "last month's last day",

        PickHint: "打字筛选, 数字直接选, Enter 选中, Esc 不选" | "type to filter, a digit chooses, Enter takes the marked one, Esc leaves it",
        NothingFits: "没有符合的项; 退格删字" | "Nothing fits; Backspace deletes",
        NoPickHere: "此栏没有参照可选" | "This field has nothing to pick from",
        NothingTyped: "还没有输入内容" | "Nothing has been typed yet",
        NothingPrevious: "没有上一条记录可复制" | "There is no record above to copy from",
        NothingBalances: "没有可取的平衡数" | "There is no amount to balance with",
        FirstField: "已是第一栏" | "This is the first field",
        LastField: "已是最后一栏, {form.submit} 提交" | "This is the last field; {form.submit} submits",
        Discarded: "输入已放弃" | "What was typed is discarded",
        DraftKept: "输入已留作草稿, 再打开时恢复" | "What was typed is kept as a draft for the next time",
        NotYours: "此人绑定的是别的系统账号, 不能代用" | "This person is bound to another system account",
        MendFirst: "先改正本单位资料文件" | "Mend the file of house facts first",
        SiteChanged: "本单位资料已更新并记入日志; 文件已重写, 原文存在账内" | "Changed and journalled; the file is written anew, its old text stays in the book",
        Saving: "正在保存" | "Saving",
        ConflictFound: "他人已先改动; 对照三列, 再按 {form.submit} 以我为准, {form.discard} 用他人的" | "Someone changed it first; compare, then {form.submit} keeps mine, {form.discard} takes theirs",
    }
}

/// 错在哪里. What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// Nothing typed where something must be.
    Missing,
    /// No amount.
    Amount,
    /// Too many decimals.
    Decimals,
    /// Beyond what one row may carry.
    AmountRange,
    /// No day.
    Day,
    /// A day out of the window.
    DayRange,
    /// Longer than so many characters.
    TooLong(usize),
    /// A blank or a mark in a number.
    Code(char),
    /// Not one of the list.
    NotListed,
    /// The end lies before the beginning.
    Reversed,
    /// No fee month.
    Month,
    /// No schedule of repayment.
    Schedule,
    /// No numbers of a list.
    Numbers,
    /// No rate from 0 to below 1.
    Rate,
    /// No whole number from 0 to so many.
    Count(u32),
    /// A rule of the book says no.
    Refused(Rejection),
    /// What the book said.
    Said(String),
}

/// A fault under its field: which field, what is wrong, what to do.
pub fn fault(fault: &FormFault, label: &str, typed: &str, lang: Lang) -> String {
    let shown: String = typed.chars().take(20).collect();
    match lang {
        Lang::Zh => format!("{label}: {}", chinese(fault, &shown)),
        Lang::En => format!("{label}: {}", english(fault, &shown)),
    }
}

fn chinese(fault: &FormFault, typed: &str) -> String {
    match fault {
        FormFault::Missing => "必填, 请填写或按 {form.pick} 选".into(),
        FormFault::Amount => format!("[{typed}] 不是金额, 写成 1022.81、1,022.81 或 12.5w"),
        FormFault::Decimals => format!("[{typed}] 小数太多, 元至多两位, 万元至多五位"),
        FormFault::AmountRange => format!("[{typed}] 超过 100 亿元, 请核对位数"),
        FormFault::Day => format!("[{typed}] 不是日期, 写成 2026-03-05、0305、+7 或 月末"),
        FormFault::DayRange => format!("[{typed}] 超出 1992 年至明年今日, 请核对年份"),
        FormFault::TooLong(most) => format!("太长, 至多 {most} 个字, 请删减"),
        FormFault::Code(' ') => "含有空格, 请删去".into(),
        FormFault::Code(mark) => format!("含有不允许的 [{mark}], 请只用字母和数字"),
        FormFault::NotListed => format!("[{typed}] 不在参照里, 按 {{form.pick}} 选"),
        FormFault::Reversed => "止小于起, 请对调或改正".into(),
        FormFault::Month => format!("[{typed}] 不是所属期, 写成 2022-04 或 202204"),
        FormFault::Schedule => {
            format!("[{typed}] 不是补缴安排, 写成 2023-12-31 或 2022-09:2023-06-30,... ; 月份和日期须递增")
        }
        FormFault::Numbers => format!("[{typed}] 不是序号, 写成 1 3 -2; 全部写 0"),
        FormFault::Rate => format!("[{typed}] 不是费率, 写成 0.6% 或 0.0060, 须小于 1"),
        FormFault::Count(most) => format!("[{typed}] 须是 0 到 {most} 的整数"),
        FormFault::Refused(refused) => refusal(refused, Lang::Zh),
        FormFault::Said(sentence) => sentence.clone(),
    }
}

fn refusal(refused: &Rejection, lang: Lang) -> String {
    let (sentence, cure) = rejection(refused, lang);
    format!("{sentence} {cure}")
}

fn english(fault: &FormFault, typed: &str) -> String {
    match fault {
        FormFault::Missing => "must not be empty; type it or pick it with {form.pick}".into(),
        FormFault::Amount => format!("[{typed}] is no amount; write 1022.81, 1,022.81 or 12.5w"),
        FormFault::Decimals => format!("[{typed}] has too many decimals; two for yuan, five for ten thousands"),
        FormFault::AmountRange => format!("[{typed}] is over ten thousand million; check the digits"),
        FormFault::Day => format!("[{typed}] is no day; write 2026-03-05, 0305, +7 or eom"),
        FormFault::DayRange => format!("[{typed}] is not between 1992 and a year from now; check the year"),
        FormFault::TooLong(most) => format!("too long; at most {most} characters, please shorten it"),
        FormFault::Code(' ') => "has a blank; delete it".into(),
        FormFault::Code(mark) => format!("has [{mark}], which is not allowed; use letters and digits"),
        FormFault::NotListed => format!("[{typed}] is not in the list; pick one with {{form.pick}}"),
        FormFault::Reversed => "the end lies before the beginning; exchange or mend them".into(),
        FormFault::Month => format!("[{typed}] is no fee month; write 2022-04 or 202204"),
        FormFault::Schedule => {
            format!("[{typed}] is no schedule; write 2023-12-31 or 2022-09:2023-06-30,... with rising months and days")
        }
        FormFault::Numbers => format!("[{typed}] are no numbers of the list; write 1 3 -2, or 0 for every one"),
        FormFault::Rate => format!("[{typed}] is no rate; write 0.6% or 0.0060, less than 1"),
        FormFault::Count(most) => format!("[{typed}] must be a whole number from 0 to {most}"),
        FormFault::Refused(refused) => refusal(refused, Lang::En),
        FormFault::Said(sentence) => sentence.clone(),
    }
}

/// Said when a draft was restored.
pub fn restored(at: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已恢复 {at} 未提交的输入; {{form.discard}} 放弃"),
        Lang::En => format!("Restored what was typed at {at} and not submitted; {{form.discard}} discards it"),
    }
}

/// Said of a draft file that cannot be read.
pub fn broken_draft(file: &str, line: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("草稿读不出 (第 {line} 行), 原件留作 {file}"),
        Lang::En => format!("The draft cannot be read (line {line}); it is kept as {file}"),
    }
}

/// Said of a draft that could not be written.
pub fn unsaved_draft(what: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("草稿未能保存: {what}"),
        Lang::En => format!("The draft could not be saved: {what}"),
    }
}

/// Said after an operator was registered.
pub fn operator_added(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已登记操作员 {name}"),
        Lang::En => format!("Operator {name} is registered"),
    }
}

/// Said of a number another row has already.
pub const fn row_exists(lang: Lang) -> &'static str {
    lang.pick("已有同号的一条, 请改正号码或改那一条", "another row has this number; mend the number or change that row")
}

/// Said of a row someone else took away meanwhile.
pub const fn row_gone(lang: Lang) -> &'static str {
    lang.pick(
        "他人已删去这一条; Esc 返回, 按 {record.new} 可重新建立",
        "someone took this row away; Esc goes back, {record.new} makes it anew",
    )
}

/// Said when several fields are wrong.
pub fn wrong_fields(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("有 {count} 栏需要改正"),
        Lang::En => format!("{count} field(s) need mending"),
    }
}
