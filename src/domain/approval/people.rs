//! Posts 岗位 and stand-ins 代岗: who may speak for which post on a day.
//!
//! Invariants: a post that was never granted to anybody is open to every operator, so that a small house
//! need not set up posts it does not have; once granted, only its holders have it, on the days of their
//! grant. The administration of rights is never open: before it is granted it is the first operator's.

use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::journal::Actor;

codes! {
    /// 岗位. 业务、财务、数据、稽核 are not to be held together (人社厅发〔2021〕64号); who administers rights
    /// approves no money (design: C1).
    Post {
        /// 业务.
        Business = "business",
        /// 财务.
        Finance = "finance",
        /// 数据.
        Data = "data",
        /// 稽核.
        Audit = "audit",
        /// 经办.
        Clerk = "clerk",
        /// 科长.
        SectionHead = "section_head",
        /// 财务复核.
        FinanceReviewer = "finance_reviewer",
        /// 主任.
        Director = "director",
        /// 权限管理.
        RightsAdministrator = "rights_administrator",
    }
}

impl Post {
    /// The four that one person never holds together.
    pub const APART: [Post; 4] = [Post::Business, Post::Finance, Post::Data, Post::Audit];
    /// Those that approve money, which who administers rights never holds.
    pub const MONEY: [Post; 3] = [Post::SectionHead, Post::FinanceReviewer, Post::Director];

    /// Whether one person must not hold both.
    pub fn excludes(self, other: Post) -> bool {
        let apart = Post::APART.contains(&self) && Post::APART.contains(&other) && self != other;
        let pair = |rights: Post, money: Post| rights == Post::RightsAdministrator && Post::MONEY.contains(&money);
        apart || pair(self, other) || pair(other, self)
    }
}

/// 任职. A post granted to an operator for some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// Fact that granted it.
    pub seq: i64,
    /// Who.
    pub operator: String,
    /// What.
    pub post: Post,
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
    /// Fact that took it back before its time.
    pub ended_seq: Option<i64>,
}

impl Tenure {
    /// Whether it holds on a day. One taken back holds on no day any more.
    pub fn covers(&self, on: BusinessDay) -> bool {
        self.ended_seq.is_none() && (self.from..=self.to).contains(&on)
    }
}

/// 代岗. One operator stands in for another (A/B角).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// Fact that set it up, and its number for people.
    pub seq: i64,
    /// 被代岗人.
    pub principal: String,
    /// 代岗人.
    pub deputy: String,
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
    /// Fact that ended it early.
    pub ended_seq: Option<i64>,
}

impl StandIn {
    /// Most days one lasts, both ends counted.
    pub const DAYS_MAX: i32 = 30;

    /// Whether it holds on a day.
    pub fn covers(&self, on: BusinessDay) -> bool {
        self.ended_seq.is_none() && (self.from..=self.to).contains(&on)
    }

    /// Whether it has a day in common with these.
    fn overlaps(&self, from: BusinessDay, to: BusinessDay) -> bool {
        self.ended_seq.is_none() && self.from <= to && from <= self.to
    }
}

/// 人员. Everybody of a book with their posts and stand-ins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// One person holds every post.
    pub single_person: bool,
    /// Operators, first added first.
    pub operators: Vec<String>,
    /// Every grant there ever was.
    pub tenures: Vec<Tenure>,
    /// Every stand-in there ever was.
    pub stand_ins: Vec<StandIn>,
}

impl People {
    /// Whether anybody was ever granted a post.
    pub fn is_granted(&self, post: Post) -> bool {
        self.tenures.iter().any(|tenure| tenure.post == post)
    }

    /// Whether an operator holds a post on a day.
    pub fn holds(&self, operator: &str, post: Post, on: BusinessDay) -> bool {
        if self.single_person {
            return true;
        }
        if !self.is_granted(post) {
            return post != Post::RightsAdministrator || self.operators.first().is_some_and(|first| first == operator);
        }
        self.tenures.iter().any(|tenure| tenure.post == post && tenure.operator == operator && tenure.covers(on))
    }

    /// Who holds a post on a day, in order of registration.
    pub fn holders(&self, post: Post, on: BusinessDay) -> Vec<&str> {
        self.operators.iter().filter(|name| self.holds(name, post, on)).map(String::as_str).collect()
    }

    /// Posts granted to an operator that hold on a day.
    pub fn posts_of(&self, operator: &str, on: BusinessDay) -> Vec<Post> {
        let granted = |post: &&Post| {
            let own = |tenure: &Tenure| tenure.post == **post && tenure.operator == operator && tenure.covers(on);
            self.tenures.iter().any(own)
        };
        Post::ALL.iter().filter(granted).copied().collect()
    }

    /// Whether an actor may act in the name given: their own, or one they stand in for on that day.
    pub fn may_act_for(&self, actor: &Actor, on: BusinessDay) -> bool {
        let stands_in = |one: &StandIn| one.deputy == actor.name && one.principal == actor.on_behalf && one.covers(on);
        actor.on_behalf.is_empty() || (actor.on_behalf != actor.name && self.stand_ins.iter().any(stands_in))
    }

    /// Those an operator stands in for on a day.
    pub fn principals(&self, deputy: &str, on: BusinessDay) -> Vec<&str> {
        let own = self.stand_ins.iter().filter(|one| one.deputy == deputy && one.covers(on));
        own.map(|one| one.principal.as_str()).collect()
    }

    /// What stands in the way of a stand-in.
    pub fn stand_in_obstacles(&self, wanted: &StandIn, today: BusinessDay) -> Vec<StandInObstacle> {
        let days = wanted.to.since(wanted.from) + 1;
        let known = |name: &String| self.operators.contains(name);
        let others = || self.stand_ins.iter().filter(|one| one.overlaps(wanted.from, wanted.to));
        let chained = others().any(|one| one.principal == wanted.deputy || one.deputy == wanted.principal);
        let twice = others().any(|one| one.principal == wanted.principal);
        let shares = |post: &&Post| self.is_granted(**post) && self.holds(&wanted.principal, **post, wanted.from);
        let mut posts = Post::ALL.iter().filter(shares).peekable();
        let lacks = posts.peek().is_some() && !posts.any(|post| self.holds(&wanted.deputy, *post, wanted.from));
        let found = [
            (!known(&wanted.deputy) || wanted.deputy == wanted.principal, StandInObstacle::NobodyElse),
            (!(1..=StandIn::DAYS_MAX).contains(&days) || wanted.to < today, StandInObstacle::Days),
            (lacks, StandInObstacle::OtherPost),
            (chained, StandInObstacle::Chain),
            (twice, StandInObstacle::Twice),
        ];
        found.into_iter().filter(|(holds, _)| *holds).map(|(_, obstacle)| obstacle).collect()
    }

    /// What stands in the way of granting posts for some days.
    pub fn grant_obstacles(&self, operator: &str, posts: &[Post], from: BusinessDay, to: BusinessDay) -> Vec<Clash> {
        let overlaps = |tenure: &&Tenure| tenure.ended_seq.is_none() && tenure.from <= to && from <= tenure.to;
        let held = self.tenures.iter().filter(|tenure| tenure.operator == operator).filter(overlaps);
        // Before the administration of rights is granted to somebody it is the first operator's.
        let unset = !self.is_granted(Post::RightsAdministrator) && !posts.contains(&Post::RightsAdministrator);
        let first = unset && self.operators.first().is_some_and(|first| first == operator);
        let mut held: Vec<Post> = held.map(|tenure| tenure.post).collect();
        held.extend(first.then_some(Post::RightsAdministrator));
        let mut clashes = Vec::new();
        for (place, post) in posts.iter().enumerate() {
            let others = held.iter().chain(&posts[..place]);
            clashes.extend(others.filter(|other| other.excludes(*post)).map(|other| Clash(*other, *post)));
        }
        clashes
    }
}

/// 岗位不相容. Two posts one person must not hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash(pub Post, pub Post);

/// 不能代岗的原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandInObstacle {
    /// The deputy is no other operator of the book.
    NobodyElse,
    /// 1 to 30 days, not over yet.
    Days,
    /// The deputy holds none of the posts of the principal (同岗).
    OtherPost,
    /// 不得转代: the deputy is away, or the principal stands in for another.
    Chain,
    /// Somebody stands in for the principal on these days already.
    Twice,
}
