//! What every screen is 画面: state, `load`, `update`, `view`.
//!
//! Invariant: `load` is the only reader of the book, `view` draws from state alone and cannot fail,
//! `update` changes state alone and asks the shell for the rest by a [`Next`]. Screens name each
//! other only by [`Place`].

use std::path::PathBuf;

use super::action::{Action, Scope};
use super::approvals::ApprovalDeciding;
use super::chase::{DueKey, EmployersAsk, OpenStep};
use super::collecting::PlanAsked;
use super::deferral::DeferralText;
use super::desk::{BookInfo, CaseAsk, Deciding, Desk, EntryFilter, QuarantineFilter, ReadAs};
use super::filter::RowFilter;
use super::keymap::Keymap;
use super::layouts::LayoutAnswer;
use super::matrix::MatrixView;
use super::papers::NoticesAsk;
use super::widgets::canvas::Canvas;
use super::widgets::form::Form;
use super::widgets::list::marks::Marks;
use super::widgets::list::view::{ListColumn, View};
use super::worker::{Finished, Job};
use crate::book::draft::LayoutTried;
use crate::domain::closing::DayStep;
use crate::domain::collection::progress::ProgressBy;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryId, Method, Side};
use crate::domain::exception::Class;
use crate::domain::recon::{EntryRow, ExceptionCase};
use crate::term::Key;
use crate::text::lang::Lang;
use crate::text::ui::Word;

/// What a screen may know besides its own state.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// Language to speak.
    pub lang: Lang,
    /// Book and person.
    pub info: &'a BookInfo,
    /// Whether a job is running.
    pub busy: bool,
    /// The keys of this person.
    pub keymap: &'a Keymap,
}

impl Ctx<'_> {
    /// A sentence that names keys: `{action.id}` in it becomes the key of that action.
    pub fn says(&self, word: Word) -> String {
        self.with_keys(word.in_lang(self.lang))
    }

    /// The same for a sentence with figures.
    pub fn with_keys(&self, sentence: &str) -> String {
        let mut parts = sentence.split('{');
        let mut said = parts.next().unwrap_or("").to_owned();
        for part in parts {
            match part.split_once('}').map(|(id, rest)| (Action::from_id(id), rest)) {
                Some((Some(action), rest)) => {
                    said.push_str(&self.keymap.anywhere(action).unwrap_or_default());
                    said.push_str(rest);
                }
                _ => said.extend(["{", part]),
            }
        }
        said
    }
}

/// Whether an action can be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Can {
    /// It can.
    Yes,
    /// It belongs here but not now, for this reason.
    No(String),
    /// It has nothing to do here.
    Absent,
}

impl Can {
    /// Yes, or no for a reason.
    pub fn when(holds: bool, reason: impl FnOnce() -> String) -> Can {
        if holds { Can::Yes } else { Can::No(reason()) }
    }
}

/// 去处. A screen and what it is about.
#[derive(Clone, Debug)]
pub enum Place {
    /// 今日.
    Home,
    /// 对账日历.
    Calendar,
    /// 三数核对 of a day.
    Board(BusinessDay),
    /// 渠道桥 of a day.
    Bridges(BusinessDay),
    /// 关账 of a day.
    Closing(BusinessDay),
    /// 差异.
    Exceptions(CaseFilter),
    /// One of several exceptions.
    Exception(CaseWalk),
    /// 资金到账.
    Funds,
    /// 余额调节表 of an account at the end of a day.
    Balance(String, BusinessDay),
    /// 批量办理 of differences.
    Together(ManyCases),
    /// 手工勾对 of a difference, as it was seen: the case and its version.
    Counterparts(Box<ExceptionCase>, String),
    /// Rows behind a figure.
    Entries(EntryFilter),
    /// 隔离行.
    Quarantine(QuarantineFilter),
    /// 导入.
    Import,
    /// 定版式 of a file, on what a first reading gave.
    Mapping(Box<LayoutTried>),
    /// Original lines of entries.
    Raw(Vec<RawLeg>, usize),
    /// Why an exception is one.
    Why(Box<WhyFacts>),
    /// Keys of the screen beneath.
    Help(Vec<HelpRow>),
    /// What is about to be done, before it is.
    Confirm(Action, Warning),
    /// 按键检查.
    KeyTest,
    /// Something to choose.
    Choice(ChoiceTitle, Vec<ChoiceRow>),
    /// Columns of the list beneath, and its order.
    Columns(Vec<ListColumn>, View),
    /// What work on many rows will do.
    Batch(Box<BatchPreview>),
    /// 表单.
    Form(Asking),
    /// 操作员.
    Operators,
    /// 本单位资料.
    Site,
    /// 日志.
    Journal,
    /// 签批口令.
    Signing(SigningAsked),
    /// 审批.
    Approvals,
    /// One round of approval, by its number.
    Approval(i64),
    /// 欠费单位.
    Employers(EmployersAsk),
    /// 一户, by credit code, as of a date.
    Employer(String, Option<BusinessDay>),
    /// 今日清单.
    Worklist,
    /// 账龄.
    Ageing,
    /// 算式 of one due of an employer, or of all, as of a date.
    Working(String, Option<usize>, Option<BusinessDay>),
    /// 全部记录 of an employer, as of a date.
    Dossier(String, Option<BusinessDay>),
    /// 协议试排.
    Plan(Box<PlanAsked>),
    /// 清欠进度.
    Progress,
    /// 批量文书 as it would be.
    Notices(NoticesAsk),
    /// 文书送达, of one batch where it is said.
    Papers(Option<i64>),
    /// 缓缴申请.
    Applications,
    /// 缓缴资格: a part of the matrix.
    Eligibility(MatrixView),
    /// A text about deferral.
    DeferralText(DeferralText),
}

/// What the signing password is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SigningAsked {
    /// To set or change it.
    Change,
    /// Before this work, which must be signed.
    Before(Box<Job>),
    /// To go on after a lock.
    Unlock,
}

/// 批量预览. What work on many rows will do, before it is done.
#[derive(Clone, Debug)]
pub struct BatchPreview {
    /// The action it came from.
    pub action: Action,
    /// What is said of it: what, and how much.
    pub facts: Vec<(Word, String)>,
    /// What else should be known before it is done.
    pub warnings: Vec<String>,
    /// The work.
    pub job: Job,
}

/// Which differences are decided together.
#[derive(Clone, Debug)]
pub enum ManyCases {
    /// All of the same class and cause as the one of this key.
    Alike(String),
    /// Those of a list that are marked.
    Marked(Box<CaseAsk>, Marks),
}

/// Which differences are gone through one after the other, and with which one to begin.
#[derive(Clone, Debug)]
pub enum CaseWalk {
    /// Those of a list, from the one of this number on.
    Listed(Box<CaseAsk>, i64),
    /// Those of these numbers, from this place on.
    These(Vec<i64>, usize),
}

/// Which exceptions a list shows; everything when all are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// 营业日; open ones of every day when `None`.
    pub day: Option<BusinessDay>,
    /// 支付方式.
    pub method: Option<Method>,
    /// 收费员.
    pub cashier: Option<String>,
    /// 类别.
    pub class: Option<Class>,
}

/// What a form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// What the rows of a list must have in common.
    Filter(Box<FilterAsked>),
    /// A new operator.
    Operator,
    /// A contract with a channel: the one at this place, or a new one.
    Contract(Option<usize>),
    /// An account of the house: the one at this place, or a new one.
    Account(Option<usize>),
    /// What a decision still lacks: a reason in one's own words, a day.
    Decision(Box<Deciding>),
    /// Why a round is sent back or refused.
    Approval(Box<ApprovalDeciding>),
    /// What a step of closing lacks: a reason, a book.
    DayStep(DayAsked),
    /// 另行指定: whose account and which day a file is of, where it does not say.
    ReadAs(ReadAs),
    /// 版式名称: what a layout shall be called.
    LayoutName(String),
    /// A call with an employer: what came of it.
    Call {
        /// 统一社会信用代码.
        code: String,
        /// 单位名称.
        name: String,
    },
    /// Which employers, and as of when.
    Employers(Box<EmployersAsked>),
    /// Which part of the eligibility matrix.
    Eligibility(Box<MatrixView>),
    /// An application of deferral: of an employer where one is known, or the next round of a returned one.
    Apply {
        /// 申请编号 of the returned one; empty for a new one.
        no: String,
        /// 统一社会信用代码; empty where the employer is still to be chosen.
        code: String,
    },
    /// Which step of an employer was done: its code, the steps that are open.
    Step(String, Vec<OpenStep>),
    /// How papers were served: employer and step of each.
    Serve(Vec<(String, OpenStep)>),
    /// A hold of an employer, or of one due.
    Hold(String, Option<DueKey>),
    /// A plan with an employer: its code and name.
    Plan(String, String),
    /// Why a plan ends.
    EndPlan(i64),
    /// To whom these employers go.
    Assign(Vec<String>),
    /// What these employers are marked as.
    Mark(Vec<String>),
    /// A target of one line, area, officer or type.
    Target(ProgressBy),
    /// Why unallocated money shall not stand in the way of a notice.
    Override,
}

/// A step of closing a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayAsked {
    /// 营业日.
    pub day: BusinessDay,
    /// Which.
    pub step: DayStep,
    /// Books that may be declared absent, or the one that is.
    pub sides: Vec<Side>,
}

/// What a form about employers opens on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmployersAsked {
    /// What is in force.
    pub now: EmployersAsk,
    /// 区域 there are.
    pub areas: Vec<String>,
    /// 专管员 there are.
    pub officers: Vec<String>,
    /// 类型 there are.
    pub kinds: Vec<String>,
    /// Ask for the date alone.
    pub date_only: bool,
}

/// A filter to be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterAsked {
    /// What is in force.
    pub now: RowFilter,
    /// The row the cursor is on, to copy from.
    pub above: RowFilter,
    /// The list of differences that is narrowed; `None` for rows that have no class.
    pub cases: Option<Box<CaseAsk>>,
    /// Whether rows of several days are listed.
    pub days: bool,
}

/// A leg whose original line can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLeg {
    /// Its book.
    pub side: Side,
    /// The entry.
    pub entry: EntryId,
}

/// All *why* needs.
#[derive(Clone, Debug)]
pub struct WhyFacts {
    /// The exception.
    pub case: ExceptionCase,
    /// Its legs' entries.
    pub legs: Vec<EntryRow>,
}

/// A line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// What.
    pub action: Action,
    /// By which keys.
    pub keys: Vec<String>,
    /// Why it cannot be done now.
    pub refusal: Option<String>,
}

/// 办理前的说明. What is said before a dangerous action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What will be done, to how much, and whether it can be undone.
    pub sentence: String,
    /// The figure to type where the action asks for one: digits only.
    pub figure: String,
}

/// What a choice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceTitle {
    /// Actions of the screen beneath.
    Actions,
    /// Places to go.
    Menu,
    /// Every action, by name.
    Palette,
    /// 原因 of a decision.
    Reasons,
    /// 责任人.
    People,
    /// What a column, a word or a file is.
    Mapping,
    /// 打印文书.
    Papers,
    /// 打印方式.
    PrintForms,
}

/// One thing to choose.
#[derive(Clone, Debug)]
pub struct ChoiceRow {
    /// What the person reads.
    pub label: String,
    /// Beside it: keys, counts.
    pub aside: String,
    /// Further texts it is found by.
    pub found_by: String,
    /// Why it cannot be chosen now.
    pub refusal: Option<String>,
    /// What choosing it answers.
    pub answer: Answer,
}

/// What a closed screen says to the shell or to the screen beneath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Do this action on the screen beneath.
    Act(Action),
    /// Do it, now that the person has confirmed it.
    Confirmed(Action),
    /// Act as this operator.
    Operator(String),
    /// Show rows of this kind only.
    Filter(RowFilter),
    /// Show these employers, as of this date.
    Employers(Box<EmployersAsk>),
    /// Show this part of the eligibility matrix.
    Eligibility(Box<MatrixView>),
    /// The difference last looked at, by its number.
    Case(i64),
    /// Show the list beneath in this view.
    View(View),
    /// Do this work.
    Run(Job),
    /// What was chosen to be done with many; the screen beneath shows what it would do.
    Deciding(Box<Deciding>),
    /// Ask for more first.
    Ask(Asking),
    /// What was said of a layout.
    Layout(LayoutAnswer),
    /// What was said of files that do not say it themselves, and the one to look at by it.
    ReadAs(ReadAs, Option<PathBuf>),
    /// Why.
    Reason(String),
}

/// What the shell shall do after a key.
#[derive(Debug)]
pub enum Next {
    /// Draw again.
    Stay,
    /// Say something.
    Say(String),
    /// Say why not.
    Refuse(String),
    /// Read the book again, then draw.
    Load,
    /// Open another screen on top.
    Open(Place),
    /// Put another screen in the place of this one.
    Swap(Place),
    /// Close this screen.
    Back,
    /// Close this screen with an answer.
    Close(Answer),
    /// Start long work.
    Run(Job),
    /// Put a text on the clipboard.
    Copy(String),
}

/// 列表. What the list of a screen does with what is typed.
pub trait Listed {
    /// Takes a key of its filter, of the place sought, or of the digits before its rows; `None` leaves it to the map.
    fn typed(&mut self, key: Key) -> Option<Next>;
    /// Takes pasted text where a line is being typed.
    fn pasted(&mut self, text: &str) -> Next;
    /// One step back: what was typed, then the digits, then the marks; `None` when there is nothing to take back.
    fn back(&mut self) -> Option<Next>;
    /// Shows its rows as the person arranged them.
    fn rearranged(&mut self, view: View) -> Next;
}

/// A screen.
pub trait Screen {
    /// Its section of the key map.
    fn scope(&self) -> Scope;
    /// Its part of the breadcrumbs.
    fn crumb(&self, ctx: &Ctx<'_>) -> String;
    /// Whether it goes away when the language changes: a menu made of words.
    fn passing(&self) -> bool {
        false
    }
    /// Whether it hides the work beneath, and its name: a locked screen.
    fn covers(&self) -> bool {
        false
    }
    /// Reads the book.
    fn load(&mut self, _desk: &dyn Desk, _ctx: &Ctx<'_>) {}
    /// Whether an action of its scope, or of lists, can be done now.
    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can;
    /// What to say before a dangerous action; its title when a screen has no more to say.
    fn warning(&self, action: Action, ctx: &Ctx<'_>) -> Warning {
        Warning { sentence: action.title(ctx.lang).to_owned(), figure: String::new() }
    }
    /// Does an action that can be done.
    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next;
    /// The list it shows: keys, pastes and steps back are the list's, where the screen has no other use for them.
    fn listed(&mut self) -> Option<&mut dyn Listed> {
        None
    }
    /// Takes a key before the key map does, while text is typed; `None` leaves it to the map.
    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        self.listed()?.typed(key)
    }
    /// Hears the bytes of the key that comes next, where the terminal knows them.
    fn heard(&mut self, _bytes: &[u8]) {}
    /// What to say in the hint line instead of the actions of the key map.
    fn hint(&self, _ctx: &Ctx<'_>) -> Option<String> {
        None
    }
    /// The form it shows: what is typed there is kept as a draft.
    fn form(&mut self) -> Option<&mut Form> {
        None
    }
    /// Takes pasted text, if it has a use for it.
    fn pasted(&mut self, text: &str) -> Next {
        self.listed().map_or(Next::Stay, |list| list.pasted(text))
    }
    /// One step back within the screen; `None` when it shall close.
    fn back(&mut self) -> Option<Next> {
        self.listed()?.back()
    }
    /// Hears the answer of a screen that closed above it.
    fn answered(&mut self, _answer: Answer) -> Next {
        Next::Stay
    }
    /// Hears of work it may have asked for.
    fn finished(&mut self, _finished: &Finished) -> Next {
        Next::Stay
    }
    /// Draws itself.
    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>);
}

/// What was read of the book.
#[derive(Clone, Debug)]
pub enum Loaded<T> {
    /// Read.
    Ready(T),
    /// Not readable, and why.
    Failed(String),
}

impl<T> Loaded<T> {
    /// From a reading.
    pub fn from_result(result: Result<T, String>) -> Self {
        match result {
            Ok(value) => Loaded::Ready(value),
            Err(sentence) => Loaded::Failed(sentence),
        }
    }

    /// The value, when there is one.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Loaded::Ready(value) => Some(value),
            Loaded::Failed(_) => None,
        }
    }

    /// What went wrong, when something did.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Loaded::Ready(_) => None,
            Loaded::Failed(sentence) => Some(sentence),
        }
    }
}
