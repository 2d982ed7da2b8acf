//! Refusals 不予: every business "no", each with a stable code and, in `text`, a sentence and a cure.

use super::approval::SubjectKind;
use super::approval::duty::Barred;
use super::approval::people::{Clash, Post, StandInObstacle};
use super::approval::rule::Obstacle;
use super::chase::ChaseRejection;
use super::closing::ClosingCause;
use super::decision::WhyNot;
use super::deferral::refusal::DeferralRejection;
use super::journal::FactKind;
use super::signing::SigningRejection;

/// 不予办理.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The book already exists where one should be made.
    #[error("book_exists: {0}")]
    BookExists(String),
    /// No book there.
    #[error("book_missing: {0}")]
    BookMissing(String),
    /// The OS account is not bound to any operator.
    #[error("account_unbound: {0}")]
    AccountUnbound(String),
    /// `--as` names an operator another account is bound to.
    #[error("not_your_operator: {0}")]
    NotYourOperator(String),
    /// Several operators are bound to the account: say which.
    #[error("operator_ambiguous: {0}")]
    OperatorAmbiguous(String),
    /// No operator of that name.
    #[error("operator_unknown: {0}")]
    OperatorUnknown(String),
    /// The name is taken.
    #[error("operator_exists: {0}")]
    OperatorExists(String),
    /// A name or code with characters outside the safe alphabet.
    #[error("bad_name: {0}")]
    BadName(String),
    /// The range of days is empty or reversed.
    #[error("bad_range: {0}")]
    BadRange(String),
    /// No entries on those days.
    #[error("no_entries: {0}")]
    NoEntries(String),
    /// The target of a backup or restore exists.
    #[error("target_exists: {0}")]
    TargetExists(String),
    /// A rule-book file (data/*.toml, channels.toml) is wrong: file, line, what.
    #[error("rule_book: {file}:{line}: {what}")]
    RuleBook {
        /// File.
        file: String,
        /// Line.
        line: usize,
        /// What is wrong, in English.
        what: String,
    },
    /// Rows of a registry file cannot be taken, so nothing of it was: file and how many.
    #[error("rows_rejected: {0}")]
    RowsRejected(String),
    /// A due or payment is for a line the rules no longer name.
    #[error("line_unknown: {0}")]
    LineUnknown(String),
    /// No employer by that code, number or name.
    #[error("employer_unknown: {0}")]
    EmployerUnknown(String),
    /// A deadline falls into a year whose days off are not announced yet.
    #[error("calendar_unknown: {0}")]
    CalendarUnknown(i32),
    /// After a run an invariant did not hold; nothing was committed.
    #[error("invariant: {0}")]
    Invariant(String),
    /// The person stopped it; nothing was stored.
    #[error("cancelled")]
    Cancelled,
    /// A difference cannot be worked so.
    #[error(transparent)]
    Case(#[from] CaseRejection),
    /// A step of closing cannot be taken.
    #[error(transparent)]
    Day(#[from] DayRejection),
    /// A step of approval cannot be taken.
    #[error(transparent)]
    Approval(#[from] ApprovalRejection),
    /// A step of the chase cannot be taken.
    #[error(transparent)]
    Chase(#[from] ChaseRejection),
    /// Collection work cannot be done so.
    #[error(transparent)]
    Collection(#[from] CollectionRejection),
    /// An act on an application of deferral cannot be done.
    #[error(transparent)]
    Deferral(#[from] DeferralRejection),
    /// An act cannot be signed, or a signing password not be set.
    #[error(transparent)]
    Signing(#[from] SigningRejection),
    /// The journal's chain is broken at this sequence number.
    #[error("journal_broken at {0}: {1}")]
    JournalBroken(i64, String),
}

/// 催缴作业不予办理.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CollectionRejection {
    /// No result of a call has that code.
    #[error("result_unknown: {0}")]
    ResultUnknown(String),
    /// The result goes with a promise, and none was given.
    #[error("promise_missing")]
    PromiseMissing,
    /// An amount that is not above zero.
    #[error("amount_not_positive: {0}")]
    AmountNotPositive(String),
    /// A day to come that is over.
    #[error("day_passed: {0}")]
    DayPassed(String),
    /// A change without its reason.
    #[error("reason_missing")]
    ReasonMissing,
    /// No promise of that number.
    #[error("promise_unknown: {0}")]
    PromiseUnknown(i64),
    /// The promise was judged or taken back.
    #[error("promise_judged: {0}")]
    PromiseJudged(i64),
    /// The change says what stands there already.
    #[error("nothing_changed")]
    NothingChanged,
    /// A plan needs at least one instalment and at most so many.
    #[error("plan_instalments: {0}")]
    PlanInstalments(usize),
    /// An instalment (counted from 1) is not on a working day, or not after the one before.
    #[error("plan_day: {0} {1}")]
    PlanDay(usize, String),
    /// The employer has a plan that runs.
    #[error("plan_runs: {0}")]
    PlanRuns(i64),
    /// No plan of that number.
    #[error("plan_unknown: {0}")]
    PlanUnknown(i64),
    /// The plan was ended before.
    #[error("plan_ended: {0}")]
    PlanEnded(i64),
    /// No schedule can be made of these figures.
    #[error("plan_figures")]
    PlanFigures,
    /// A mark that says nothing it may say.
    #[error("mark_value: {0}")]
    MarkValue(String),
    /// An employer named twice in one act.
    #[error("named_twice: {0}")]
    NamedTwice(String),
    /// No employer fits.
    #[error("nobody_named")]
    NobodyNamed,
}

impl CollectionRejection {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            CollectionRejection::ResultUnknown(_) => "result_unknown",
            CollectionRejection::PromiseMissing => "promise_missing",
            CollectionRejection::AmountNotPositive(_) => "amount_not_positive",
            CollectionRejection::DayPassed(_) => "day_passed",
            CollectionRejection::ReasonMissing => "reason_missing",
            CollectionRejection::PromiseUnknown(_) => "promise_unknown",
            CollectionRejection::PromiseJudged(_) => "promise_judged",
            CollectionRejection::NothingChanged => "nothing_changed",
            CollectionRejection::PlanInstalments(_) => "plan_instalments",
            CollectionRejection::PlanDay(..) => "plan_day",
            CollectionRejection::PlanRuns(_) => "plan_runs",
            CollectionRejection::PlanUnknown(_) => "plan_unknown",
            CollectionRejection::PlanEnded(_) => "plan_ended",
            CollectionRejection::PlanFigures => "plan_figures",
            CollectionRejection::MarkValue(_) => "mark_value",
            CollectionRejection::NamedTwice(_) => "named_twice",
            CollectionRejection::NobodyNamed => "nobody_named",
        }
    }
}

/// 关账不予办理. Every cause is named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("day_refused: {day}: {causes:?}")]
pub struct DayRejection {
    /// 营业日.
    pub day: String,
    /// Every cause in the way.
    pub causes: Vec<ClosingCause>,
}

/// 审批不予办理.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalRejection {
    /// Everything in the way of a step, by the rule of approval.
    #[error("approval_blocked: {title}: {obstacles:?}")]
    Blocked {
        /// What is to be approved.
        title: String,
        /// Everything in the way.
        obstacles: Vec<Obstacle>,
    },
    /// No round of that number.
    #[error("round_unknown: {0}")]
    RoundUnknown(String),
    /// No chain is meant for such a subject.
    #[error("no_chain: {}", .0.code())]
    NoChain(SubjectKind),
    /// The post of this person may not do that.
    #[error("barred: {}: {}", barred.name, kind.code())]
    Barred {
        /// The fact it would leave.
        kind: FactKind,
        /// Who may not, and which posts may.
        barred: Barred,
    },
    /// It waits for approval already, with the same document.
    #[error("waiting: {0}")]
    Waiting(String),
    /// Posts that one person must not hold together.
    #[error("posts_apart: {operator}: {clashes:?}")]
    Apart {
        /// Whose.
        operator: String,
        /// Each pair.
        clashes: Vec<Clash>,
    },
    /// The operator does not hold that post.
    #[error("post_not_held: {operator}: {}", post.code())]
    NotHeld {
        /// Whose.
        operator: String,
        /// Which.
        post: Post,
    },
    /// The stand-in cannot be.
    #[error("stand_in: {deputy}: {obstacles:?}")]
    StandIn {
        /// Who was to stand in.
        deputy: String,
        /// Everything in the way.
        obstacles: Vec<StandInObstacle>,
    },
    /// No stand-in of that number is this person's to end.
    #[error("stand_in_unknown: {0}")]
    StandInUnknown(i64),
}

/// 差异不予办理.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseRejection {
    /// No difference of that key.
    #[error("case_unknown: {0}")]
    Unknown(String),
    /// Several differences have keys that begin so.
    #[error("case_ambiguous: {0}")]
    Ambiguous(String),
    /// 内容已变更: the difference is not as it was shown.
    #[error("case_changed: {0}")]
    Changed(String),
    /// The decision cannot be taken on this difference.
    #[error("cannot_decide {key}: {}", why.code())]
    CannotDecide {
        /// Number or key of the difference.
        key: String,
        /// Why not.
        why: WhyNot,
    },
    /// A text too long or with characters that steer.
    #[error("bad_text: {0}")]
    BadText(String),
}
