//! Words of approval: subjects, posts, verdicts, what stands in the way, stand-ins, rights.
//!
//! Invariant: whatever is refused says why and what to do, in both languages.

use super::lang::Lang;
use crate::domain::approval::duty::Barred;
use crate::domain::approval::people::{Clash, Post, StandInObstacle};
use crate::domain::approval::rule::Obstacle;
use crate::domain::approval::{Stage, SubjectKind, Verdict};
use crate::domain::rejection::ApprovalRejection;

crate::words! {
    /// 审批用词.
    pub enum ApprovalWord {
        Queue: "待审批" | "Waiting for approval",
        All: "全部审批" | "All approvals",
        Number: "编号" | "No",
        Kind: "事项" | "Subject",
        Title: "对象" | "About",
        Amount: "金额" | "Amount",
        Round: "轮" | "Round",
        Step: "当前环节" | "Waits for",
        Submitted: "提交人" | "Submitted by",
        Due: "期限" | "Due",
        Overdue: "已逾期" | "overdue",
        State: "状态" | "State",
        Holders: "可办人" | "Can be taken by",
        Document: "内容摘要" | "Document hash",
        Chain: "审批链" | "Chain",
        History: "经过" | "History",
        Nobody: "无人" | "nobody",
        Anybody: "任何操作员" | "any operator",
        NoneWaiting: "没有待审事项" | "Nothing waits for approval",
        Operator: "操作员" | "Operator",
        Posts: "岗位" | "Posts",
        From: "起" | "From",
        To: "止" | "To",
        Grant: "授予" | "grant",
        TakeBack: "收回" | "take back",
        TakenBack: "已收回" | "taken back",
        Expired: "已到期" | "expired",
        InForce: "在任" | "in force",
        NotYet: "未到任" | "not yet",
        NoRights: "尚未授予任何岗位：未授予的岗位任何操作员都可办理，经办与审批仍须不同的人" | "No post was granted yet: a post nobody was granted is open to every operator; who submits and who approves still differ",
        StandIns: "代岗" | "Stand-ins",
        NoStandIns: "没有代岗" | "No stand-in",
        Principal: "被代岗人" | "Away",
        Deputy: "代岗人" | "Stands in",
        Ended: "已结束" | "ended",
        Policy: "政策" | "Policy",
        Opinion: "意见" | "Opinion",
        Clause: "依据条款" | "Clause",
    }
}

/// 事项.
pub const fn subject_kind(kind: SubjectKind, lang: Lang) -> &'static str {
    match kind {
        SubjectKind::DayClose => lang.pick("关账", "closing of a day"),
        SubjectKind::Rights => lang.pick("权限", "rights"),
        SubjectKind::Deferral => lang.pick("缓缴", "deferral"),
        SubjectKind::DeferralExtension => lang.pick("缓缴延期", "extension of deferrals"),
        SubjectKind::DeferralRevocation => lang.pick("撤销缓缴", "revocation of a deferral"),
    }
}

/// 岗位.
pub const fn post(post: Post, lang: Lang) -> &'static str {
    match post {
        Post::Business => lang.pick("业务", "business"),
        Post::Finance => lang.pick("财务", "finance"),
        Post::Data => lang.pick("数据", "data"),
        Post::Audit => lang.pick("稽核", "audit"),
        Post::Clerk => lang.pick("经办", "clerk"),
        Post::SectionHead => lang.pick("科长", "section head"),
        Post::FinanceReviewer => lang.pick("财务复核", "finance reviewer"),
        Post::Director => lang.pick("主任", "director"),
        Post::RightsAdministrator => lang.pick("权限管理", "rights administrator"),
    }
}

/// A step's post; any operator where it names none.
pub const fn step_post(asked: Option<Post>, lang: Lang) -> &'static str {
    match asked {
        Some(asked) => post(asked, lang),
        None => ApprovalWord::Anybody.in_lang(lang),
    }
}

/// 审批动作.
pub const fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Submit => lang.pick("提交", "submitted"),
        Verdict::Approve => lang.pick("同意", "approved"),
        Verdict::Return => lang.pick("退回", "returned"),
        Verdict::Refuse => lang.pick("不予", "refused"),
        Verdict::Withdraw => lang.pick("撤回", "withdrawn"),
    }
}

/// 审批状态.
pub const fn stage(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Waiting => lang.pick("待审", "waiting"),
        Stage::Approved => lang.pick("已批准", "approved"),
        Stage::Returned => lang.pick("已退回", "returned"),
        Stage::Refused => lang.pick("不予批准", "refused"),
        Stage::Withdrawn => lang.pick("已撤回", "withdrawn"),
        Stage::Replaced => lang.pick("已重新提交", "submitted anew"),
    }
}

/// 甲(代乙): who acts, and for whom.
pub fn person(actor: &str, on_behalf: &str, lang: Lang) -> String {
    match (on_behalf, lang) {
        ("", _) => actor.to_string(),
        (principal, Lang::Zh) => format!("{actor}(代{principal})"),
        (principal, Lang::En) => format!("{actor} (for {principal})"),
    }
}

/// 不能办理的原因, as a short clause.
pub fn obstacle(obstacle: &Obstacle, lang: Lang) -> String {
    match lang {
        Lang::Zh => obstacle_zh(obstacle),
        Lang::En => obstacle_en(obstacle),
    }
}

fn obstacle_zh(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NotWaiting(now) => format!("该事项{}，不在待审", stage(*now, Lang::Zh)),
        Obstacle::Changed => "内容已变更,请重新审核".into(),
        Obstacle::NoStandIn(name) => format!("今日没有代 {name} 办理的授权"),
        Obstacle::NoPost(name, held) => format!("{name} 今日不在“{}”岗位", post(*held, Lang::Zh)),
        Obstacle::SamePerson(name) => format!("{name} 已办过本轮的一步，须由另一人办理"),
        Obstacle::OwnRights(name) => format!("{name} 不能审批自己的权限"),
        Obstacle::NotSubmitter(name) => format!("由 {name} 提交，只有提交人可以撤回"),
        Obstacle::NoReason => "须写明原因".into(),
        Obstacle::NoClause => "不予须写明依据条款".into(),
    }
}

fn obstacle_en(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NotWaiting(now) => format!("it is {} and does not wait", stage(*now, Lang::En)),
        Obstacle::Changed => "its contents changed; review them again".into(),
        Obstacle::NoStandIn(name) => format!("nobody set you up to stand in for {name} today"),
        Obstacle::NoPost(name, held) => format!("{name} does not hold the post of {} today", post(*held, Lang::En)),
        Obstacle::SamePerson(name) => format!("{name} took a step of this round; another person must act"),
        Obstacle::OwnRights(name) => format!("{name} cannot approve rights of their own"),
        Obstacle::NotSubmitter(name) => format!("{name} submitted it, and only the submitter withdraws"),
        Obstacle::NoReason => "a reason must be given".into(),
        Obstacle::NoClause => "a refusal names the clause it rests on".into(),
    }
}

fn stand_in_obstacle(obstacle: StandInObstacle, lang: Lang) -> &'static str {
    match obstacle {
        StandInObstacle::NobodyElse => lang.pick("代岗人须是账套内的另一名操作员", "the deputy is another operator"),
        StandInObstacle::Days => lang.pick("期限须为 1 至 30 天且尚未过去", "it lasts 1 to 30 days and is not over"),
        StandInObstacle::OtherPost => {
            lang.pick("代岗人与本人没有相同的岗位", "the deputy holds none of the same posts")
        }
        StandInObstacle::Chain => lang.pick("代岗不得再转他人", "a stand-in is not passed on"),
        StandInObstacle::Twice => lang.pick("这些日子已有人代岗", "somebody stands in on these days already"),
    }
}

fn clash(found: Clash, lang: Lang) -> String {
    format!("{}{}{}", post(found.0, lang), lang.pick("与", " and "), post(found.1, lang))
}

/// 审批不予办理. The sentence and the cure.
pub fn rejection(refused: &ApprovalRejection, lang: Lang) -> (String, String) {
    let (sentence, cure) = about_people(refused, lang).unwrap_or_else(|| about_rounds(refused, lang));
    (sentence, cure.to_string())
}

/// Refusals about a round.
fn about_rounds(refused: &ApprovalRejection, lang: Lang) -> (String, &'static str) {
    let zh = lang == Lang::Zh;
    let joined = |parts: Vec<String>| parts.join(lang.pick("；", "; "));
    let (sentence, cure) = match refused {
        ApprovalRejection::Blocked { title, obstacles } => {
            let why = joined(obstacles.iter().map(|one| obstacle(one, lang)).collect());
            let sentence = if zh {
                format!("“{title}”不能办理：{why}。")
            } else {
                format!("\"{title}\" cannot be acted on: {why}.")
            };
            (
                sentence,
                lang.pick(
                    "用 sanhe approvals show 查看该事项的环节和可办人。",
                    "See with `sanhe approvals show` whom it waits for.",
                ),
            )
        }
        ApprovalRejection::RoundUnknown(number) => (
            if zh {
                format!("没有编号为 {number} 的审批事项。")
            } else {
                format!("There is no approval of number {number}.")
            },
            lang.pick("用 sanhe approvals list 查看编号。", "See the numbers with `sanhe approvals list`."),
        ),
        ApprovalRejection::NoChain(kind) => {
            let kind = subject_kind(*kind, lang);
            (
                if zh {
                    format!("事项“{kind}”没有适用的审批链。")
                } else {
                    format!("No chain is meant for the {kind}.")
                },
                lang.pick(
                    "在 approval/chains.toml 中补上该事项的审批链。",
                    "Add a chain for it to approval/chains.toml.",
                ),
            )
        }
        ApprovalRejection::Waiting(title) => (
            if zh {
                format!("“{title}”已提交，正在等待审批。")
            } else {
                format!("\"{title}\" is submitted and waits for approval.")
            },
            lang.pick("等待审批；要改内容，先撤回。", "Wait for it; to change it, withdraw it first."),
        ),
        other => (other.to_string(), ""),
    };
    (sentence, cure)
}

/// Refusals about posts and stand-ins.
fn about_people(refused: &ApprovalRejection, lang: Lang) -> Option<(String, &'static str)> {
    let zh = lang == Lang::Zh;
    let joined = |parts: Vec<String>| parts.join(lang.pick("；", "; "));
    Some(match refused {
        ApprovalRejection::Barred { kind, barred: found } => {
            let (kind, why) = (super::terms::fact_kind(*kind, lang), barred(found, lang));
            (
                if zh { format!("“{kind}”{why}。") } else { format!("\"{kind}\": {why}.") },
                lang.pick(
                    "请在任的操作员办理，或用 sanhe rights request 申请岗位。",
                    "Ask an operator who holds the post, or request it with `sanhe rights request`.",
                ),
            )
        }
        ApprovalRejection::Apart { operator, clashes } => {
            let pairs = joined(clashes.iter().map(|one| clash(*one, lang)).collect());
            (
                if zh {
                    format!("{operator} 的岗位不相容：{pairs}。")
                } else {
                    format!("The posts of {operator} must not be held together: {pairs}.")
                },
                lang.pick(
                    "先收回其中一个岗位，或授予另一名操作员；权限管理先授予他人后才可审批资金。",
                    "Take one back first, or grant it to another operator; who administers rights approves no money.",
                ),
            )
        }
        ApprovalRejection::NotHeld { operator, post: held } => {
            let held = post(*held, lang);
            (
                if zh {
                    format!("{operator} 没有“{held}”岗位，无从收回。")
                } else {
                    format!("{operator} does not hold the post of {held}; there is nothing to take back.")
                },
                lang.pick("用 sanhe rights list 查看在任岗位。", "See the posts in force with `sanhe rights list`."),
            )
        }
        ApprovalRejection::StandIn { deputy, obstacles } => {
            let why = joined(obstacles.iter().map(|one| stand_in_obstacle(*one, lang).to_string()).collect());
            (
                if zh {
                    format!("{deputy} 不能代岗：{why}。")
                } else {
                    format!("{deputy} cannot stand in: {why}.")
                },
                lang.pick("换一名同岗的操作员，或改日期。", "Choose another operator of the same post, or other days."),
            )
        }
        ApprovalRejection::StandInUnknown(number) => (
            if zh {
                format!("没有可由你结束的 {number} 号代岗。")
            } else {
                format!("There is no stand-in {number} that is yours to end.")
            },
            lang.pick(
                "用 sanhe stand-in list 查看编号；被代岗人和代岗人都可结束。",
                "See the numbers with `sanhe stand-in list`; either of the two may end it.",
            ),
        ),
        _ => return None,
    })
}

/// 不在可办岗位, as a short clause.
pub fn barred(found: &Barred, lang: Lang) -> String {
    let posts: Vec<&str> = found.posts.iter().map(|one| post(*one, lang)).collect();
    let (name, posts) = (&found.name, posts.join(lang.pick("、", ", ")));
    match lang {
        Lang::Zh => format!("须由{posts}岗位办理，{name} 今日不在其中"),
        Lang::En => format!("this is for the posts {posts}; {name} holds none of them today"),
    }
}

/// Why something is another's to approve.
pub fn not_yours(refusal: &str, lang: Lang) -> String {
    format!("{}{refusal}", lang.pick("不能由你办理：", "not yours: "))
}

/// Refusals a preview does not name.
pub fn not_taken(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {count} 项不能由你办理，不在其内"),
        Lang::En => format!("{count} in all are not yours and are left out"),
    }
}

/// How many of a list are one's own to approve.
pub fn mine(count: usize, sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("* 可由你办理 {count} 项  合计 {sum}"),
        Lang::En => format!("* yours: {count}  sum {sum}"),
    }
}

/// What became of many decisions at once.
pub fn approved_many(done: usize, of: usize, refusal: Option<&str>, lang: Lang) -> String {
    let said = match lang {
        Lang::Zh => format!("已办 {done} 项，共 {of} 项"),
        Lang::En => format!("{done} of {of} done"),
    };
    match refusal {
        Some(refusal) => format!("{said}{}{}", lang.pick("；", "; "), refusal.replace('\n', " ")),
        None => said,
    }
}

/// What a step did, for whoever took it.
pub fn stepped(kind: SubjectKind, title: &str, done: Verdict, now: Stage, next: Option<&str>, lang: Lang) -> String {
    let (kind, done) = (subject_kind(kind, lang), verdict(done, lang));
    match (next, lang) {
        (Some(next), Lang::Zh) => format!("{kind} {title}：已{done}，待{next}办理"),
        (Some(next), Lang::En) => format!("{kind} {title}: {done}; it now waits for the {next}"),
        (None, Lang::Zh) => format!("{kind} {title}：{}", stage(now, lang)),
        (None, Lang::En) => format!("{kind} {title}: {}", stage(now, lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_and_code_reads_in_both_languages() {
        let name = || "X9".to_string();
        let obstacles = vec![
            Obstacle::NotWaiting(Stage::Approved),
            Obstacle::Changed,
            Obstacle::NoStandIn(name()),
            Obstacle::NoPost(name(), Post::Clerk),
            Obstacle::SamePerson(name()),
            Obstacle::OwnRights(name()),
            Obstacle::NotSubmitter(name()),
            Obstacle::NoReason,
            Obstacle::NoClause,
        ];
        for one in &obstacles {
            assert_ne!(obstacle(one, Lang::Zh), obstacle(one, Lang::En));
        }
        let ways = [
            StandInObstacle::NobodyElse,
            StandInObstacle::Days,
            StandInObstacle::OtherPost,
            StandInObstacle::Chain,
            StandInObstacle::Twice,
        ];
        let refusals = [
            ApprovalRejection::Blocked { title: name(), obstacles },
            ApprovalRejection::RoundUnknown(name()),
            ApprovalRejection::NoChain(SubjectKind::Rights),
            ApprovalRejection::Waiting(name()),
            ApprovalRejection::Barred {
                kind: crate::domain::journal::FactKind::DayPrepared,
                barred: Barred { name: name(), posts: vec![Post::Clerk] },
            },
            ApprovalRejection::Apart { operator: name(), clashes: vec![Clash(Post::Business, Post::Finance)] },
            ApprovalRejection::NotHeld { operator: name(), post: Post::Director },
            ApprovalRejection::StandIn { deputy: name(), obstacles: ways.to_vec() },
            ApprovalRejection::StandInUnknown(9),
        ];
        for refusal in &refusals {
            let ((zh, zh_cure), (en, en_cure)) = (rejection(refusal, Lang::Zh), rejection(refusal, Lang::En));
            assert!(zh.ends_with('。') && zh_cure.ends_with('。') && en.ends_with('.') && en_cure.ends_with('.'));
            assert!(zh != en && zh_cure != en_cure, "{zh}");
        }
        let codes = Post::ALL.iter().map(|one| (post(*one, Lang::Zh), post(*one, Lang::En)));
        let kinds = SubjectKind::ALL.iter().map(|one| (subject_kind(*one, Lang::Zh), subject_kind(*one, Lang::En)));
        let stages = Stage::ALL.iter().map(|one| (stage(*one, Lang::Zh), stage(*one, Lang::En)));
        let verdicts = Verdict::ALL.iter().map(|one| (verdict(*one, Lang::Zh), verdict(*one, Lang::En)));
        for (zh, en) in codes.chain(kinds).chain(stages).chain(verdicts) {
            assert_ne!(zh, en);
        }
    }
}
