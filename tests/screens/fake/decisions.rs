//! Made-up differences, decided by the rules of the domain.

use sanhe::book::files::RuleFiles;
use sanhe::book::phrases::Phrase;
use sanhe::domain::decision::{Verb, allowed, cause, may_tie};
use sanhe::domain::exception::State;
use sanhe::domain::money::Money;
use sanhe::domain::recon::ExceptionCase;
use sanhe::text::messages;
use sanhe::tui::desk::{CaseAction, CaseView, Deciding, DecisionPreview, DecisionsDesk, ReceiptsDesk};

use super::{FakeDesk, unbanked};

impl DecisionsDesk for FakeDesk {
    fn case(&self, key: &str) -> Result<CaseView, String> {
        let cases = self.cases.lock().unwrap();
        let case =
            cases.iter().find(|case| case.key.starts_with(key)).cloned().ok_or_else(|| format!("没有差异 {key}"))?;
        let action =
            |verb: &Verb| CaseAction { verb: *verb, refusal: allowed(&case, *verb).err().map(|why| why.code().into()) };
        Ok(CaseView {
            version: format!("v{}-{}", case.work.last_seq, case.key),
            actions: Verb::ALL.iter().map(action).collect(),
            proposals: case.proposals.iter().map(|one| messages::proposal(one, self.lang)).collect(),
            said: messages::work(&case.work, self.lang),
            case,
        })
    }

    fn alike(&self, key: &str) -> Result<Vec<ExceptionCase>, String> {
        let wanted = cause(&self.case(key)?.case);
        Ok(self.open_exceptions(usize::MAX)?.into_iter().filter(|case| cause(case) == wanted).collect())
    }

    fn counterparts(&self, key: &str, wanted: &str) -> Result<Vec<ExceptionCase>, String> {
        let case = self.case(key)?.case;
        let fits = |other: &ExceptionCase| may_tie(&case, other, 7).is_ok() && other.his_no.contains(wanted);
        Ok(unbanked().into_iter().filter(fits).collect())
    }

    fn people(&self) -> Result<Vec<String>, String> {
        self.read(|| vec!["李敏 财务".into(), "王芳 复核".into(), "陈立".into()], Vec::new())
    }

    fn phrases(&self) -> Result<Vec<Phrase>, String> {
        sanhe::book::phrases::load(&RuleFiles::default()).map_err(|refused| format!("{refused:?}"))
    }

    fn preview_decision(&self, deciding: &Deciding) -> Result<DecisionPreview, String> {
        let (mut taken, mut refused, mut sum) = (Vec::new(), Vec::new(), Money::ZERO);
        for (key, _) in &deciding.cases {
            let view = self.case(key)?;
            match allowed(&view.case, deciding.verb) {
                Ok(()) => {
                    sum += view.case.difference.abs();
                    taken.push((key.clone(), Some(view.version)));
                }
                Err(why) => refused.push((key.clone(), why.code().to_owned())),
            }
        }
        let sentence = messages::decision_done(deciding.verb, taken.len(), &sum.grouped(), true, self.lang);
        Ok(DecisionPreview { verb: deciding.verb, taken, sum, refused, sentence })
    }

    fn decide(&mut self, deciding: &Deciding) -> Result<String, String> {
        self.note(format!("decide {} {:?} {}", deciding.verb.code(), deciding.cases, deciding.reason));
        let preview = self.preview_decision(deciding)?;
        for (key, seen) in &deciding.cases {
            let now = self.case(key)?.version;
            if self.meanwhile || seen.as_ref().is_some_and(|seen| *seen != now) {
                return Err(format!("{key}: 内容已变更"));
            }
        }
        match preview.refused.first() {
            Some((key, why)) => Err(format!("{key}: {why}")),
            None => {
                self.settle(deciding);
                Ok(messages::decision_done(
                    deciding.verb,
                    preview.taken.len(),
                    &preview.sum.grouped(),
                    false,
                    self.lang,
                ))
            }
        }
    }

    fn undo(&mut self, key: &str, version: Option<&str>, _: &str) -> Result<String, String> {
        self.note(format!("undo {key} {version:?}"));
        for case in self.cases.lock().unwrap().iter_mut().filter(|case| case.key == key) {
            (case.state, case.work) = (State::Open, Default::default());
        }
        Ok(messages::decision_undone(Verb::Label, 1, 7, self.lang))
    }
}
