//! 推进一步, 登记送达, 暂缓与异议, 未分配款另行处理: what each asks.
//!
//! Invariant: what is refused leaves the typing as it was; a receipt asks for every field any way of
//! service needs, and says which ones the chosen way lacks.

use super::Questions;
use crate::domain::chase::HoldKind;
use crate::domain::chase::service::{Receipt, Way};
use crate::text::form::FormWord;
use crate::text::ladder;
use crate::tui::chase::{ChaseAct, DueKey, OpenStep};
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer, usual_days};
use crate::tui::worker::{Finished, Job};

const TEXT_MOST: usize = 100;

/// 推进一步.
pub(super) struct Step {
    code: String,
    open: Vec<OpenStep>,
}

impl Step {
    /// Asks which of the open steps was done, and when.
    pub(super) fn new(code: String, open: Vec<OpenStep>) -> Self {
        Step { code, open }
    }
}

fn offers(steps: &[OpenStep]) -> Vec<Offer> {
    steps.iter().map(|step| Offer::named(&step.code, |_| step.name.clone())).collect()
}

fn text(id: &'static str, label: FormWord, hint: FormWord) -> (FieldSpec, String) {
    (FieldSpec::new(id, label, hint, Kind::Text(TEXT_MOST)), String::new())
}

fn run(act: ChaseAct) -> Next {
    Next::Run(Job::Chase(Box::new(act)))
}

fn settled(finished: &Finished) -> Next {
    if matches!(finished, Finished::Chased(_)) { Next::Back } else { Next::Stay }
}

impl Questions for Step {
    fn title(&self) -> FormWord {
        FormWord::StepForm
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let step = FieldSpec::new("step", FormWord::Step, FormWord::HintStep, Kind::Choice);
        let first = self.open.first().map_or_else(String::new, |step| step.code.clone());
        let on = FieldSpec::new("on", FormWord::DoneOn, FormWord::HintDoneOn, Kind::Day);
        let fields = vec![
            (step.required().offers(offers(&self.open)), first),
            (on.required().offers(usual_days(ctx.info.today)), ctx.info.today.to_string()),
            text("number", FormWord::PaperNumber, FormWord::HintPaperNumber),
            text("note", FormWord::Note, FormWord::HintNote),
        ];
        Ok(Form::new(&format!("chase.step.{}", self.code), ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let Some(on) = form.day("on") else { return Next::Stay };
        run(ChaseAct::Step {
            codes: vec![self.code.clone()],
            step: form.text("step").to_owned(),
            on,
            number: form.text("number").to_owned(),
            note: form.text("note").to_owned(),
        })
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        settled(finished)
    }
}

/// 登记送达.
pub(super) struct Serve {
    papers: Vec<(String, OpenStep)>,
    /// Papers of several steps: the form asks of which.
    several: bool,
}

impl Serve {
    /// Asks how these papers were served.
    pub(super) fn new(papers: Vec<(String, OpenStep)>) -> Self {
        Serve { papers, several: false }
    }
}

impl Questions for Serve {
    fn title(&self) -> FormWord {
        FormWord::ServeForm
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let ways = Way::ALL.iter().map(|way| Offer::named(way.code(), |lang| ladder::way(*way, lang).to_owned()));
        let way = FieldSpec::new("way", FormWord::ServiceWay, FormWord::HintServiceWay, Kind::Choice);
        let on = FieldSpec::new("on", FormWord::ServedOn, FormWord::HintServedOn, Kind::Day);
        let mut fields = vec![
            (way.required().offers(ways.collect()), Way::Direct.code().to_owned()),
            (on.required().offers(usual_days(ctx.info.today)), ctx.info.today.to_string()),
            text("place", FormWord::ServicePlace, FormWord::HintServicePlace),
            text("receiver", FormWord::Receiver, FormWord::HintReceiver),
            text("capacity", FormWord::Capacity, FormWord::HintCapacity),
            text("servers", FormWord::Servers, FormWord::HintTwoNames),
            text("witnesses", FormWord::Witnesses, FormWord::HintWitnesses),
            text("refusal", FormWord::Refusal, FormWord::HintRefusal),
            text("reference", FormWord::Reference, FormWord::HintReference),
            text("returned", FormWord::Returned, FormWord::HintReturned),
        ];
        let mut made: Vec<&OpenStep> = Vec::new();
        for (_, step) in &self.papers {
            if !made.contains(&step) {
                made.push(step);
            }
        }
        self.several = made.len() > 1;
        if self.several {
            let steps: Vec<OpenStep> = made.into_iter().cloned().collect();
            let step = FieldSpec::new("step", FormWord::Step, FormWord::HintStep, Kind::Choice);
            let last = steps.last().map_or_else(String::new, |step| step.code.clone());
            fields.insert(0, (step.required().offers(offers(&steps)), last));
        }
        let id = self.papers.first().map_or("", |(code, _)| code);
        Ok(Form::new(&format!("chase.serve.{id}"), ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let Some(on) = form.day("on") else { return Next::Stay };
        let own = |id: &str| form.text(id).to_owned();
        let names = |id: &str| -> Vec<String> {
            let parts = form.text(id).split([' ', ',', '，', '、', ';']);
            parts.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        let chosen = self.several.then(|| own("step"));
        let wanted = |step: &OpenStep| chosen.as_ref().is_none_or(|chosen| *chosen == step.code);
        let papers = self.papers.iter().filter(|(_, step)| wanted(step));
        let filmed = ["录像", "film", "filmed"];
        let (films, witnesses): (Vec<_>, Vec<_>) =
            names("witnesses").into_iter().partition(|name| filmed.contains(&name.as_str()));
        let reference = own("reference");
        let way = Way::from_code(form.text("way")).unwrap_or(Way::Direct);
        let receipt = Receipt {
            place: own("place"),
            receiver: own("receiver"),
            capacity: own("capacity"),
            servers: names("servers"),
            witnesses,
            is_filmed: !films.is_empty(),
            refusal: own("refusal"),
            consent: if way == Way::Electronic { reference.clone() } else { String::new() },
            entrusted_to: if way == Way::Entrusted { reference.clone() } else { String::new() },
            reference,
            returned: own("returned"),
            ..Receipt::of(way, on)
        };
        let papers = papers.map(|(code, step)| (code.clone(), step.code.clone())).collect();
        run(ChaseAct::Serve { papers, receipt: Box::new(receipt) })
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        settled(finished)
    }
}

/// 暂缓与异议.
pub(super) struct Hold {
    code: String,
    due: Option<DueKey>,
}

impl Hold {
    /// Asks for a hold of an employer, or of one due.
    pub(super) fn new(code: String, due: Option<DueKey>) -> Self {
        Hold { code, due }
    }
}

impl Questions for Hold {
    fn title(&self) -> FormWord {
        FormWord::HoldForm
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let kinds = HoldKind::ALL.iter();
        let kinds = kinds.map(|kind| Offer::named(kind.code(), |lang| ladder::hold_kind(*kind, lang).to_owned()));
        let kind = FieldSpec::new("kind", FormWord::HoldKind, FormWord::HintHoldKind, Kind::Choice);
        let until = FieldSpec::new("until", FormWord::HoldUntil, FormWord::HintHoldUntil, Kind::Day);
        let mut fields = vec![(kind.required().offers(kinds.collect()), HoldKind::Hold.code().to_owned())];
        if self.due.is_some() {
            let both = [("due", FormWord::ThisDue), ("all", FormWord::WholeEmployer)];
            let scope = both.iter().map(|(code, word)| Offer::named(code, |lang| word.in_lang(lang).to_owned()));
            let field = FieldSpec::new("scope", FormWord::HoldScope, FormWord::HintHoldScope, Kind::Choice);
            fields.push((field.required().offers(scope.collect()), "due".to_owned()));
        }
        fields.push((until.required(), String::new()));
        let reason = FieldSpec::new("reason", FormWord::Reason, FormWord::HintHoldReason, Kind::Text(TEXT_MOST));
        fields.push((reason.required(), String::new()));
        Ok(Form::new(&format!("chase.hold.{}", self.code), ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let Some(until) = form.day("until") else { return Next::Stay };
        let whole = self.due.is_none() || form.text("scope") == "all";
        run(ChaseAct::Hold {
            code: self.code.clone(),
            due: self.due.clone().filter(|_| !whole),
            kind: HoldKind::from_code(form.text("kind")).unwrap_or(HoldKind::Hold),
            until,
            reason: form.text("reason").to_owned(),
        })
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        settled(finished)
    }
}

/// 未分配款另行处理.
pub(super) struct Override;

impl Questions for Override {
    fn title(&self) -> FormWord {
        FormWord::OverrideForm
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let reason = FieldSpec::new("reason", FormWord::Reason, FormWord::HintOverride, Kind::Text(TEXT_MOST));
        Ok(Form::new("notices.override", ctx.info.today, vec![(reason.required(), String::new())]))
    }

    fn submit(&mut self, form: &Form) -> Next {
        Next::Close(Answer::Reason(form.text("reason").to_owned()))
    }
}
