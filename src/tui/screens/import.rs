//! 导入: pick a file, see what it would bring, import it, match the days it touches.
//!
//! Invariant: nothing is imported that was not shown in a preview first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::book::draft::LayoutAsked;
use crate::domain::day::BusinessDay;
use crate::domain::import::{FileReport, Outcome, RowError, RowErrorCode};
use crate::term::Key;
use crate::text::mapping::MappingWord;
use crate::text::quarantine::QuarantineWord;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, QuarantineFilter, ReadAs};
use crate::tui::screen::{Answer, Asking, Can, Ctx, Loaded, Next, Place, Screen};
use crate::tui::screens::folder::{self, Listed};
use crate::tui::screens::import_files::Files;
use crate::tui::screens::import_view;
use crate::tui::screens::reader::Scroll;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::field::Field;
use crate::tui::worker::{Finished, Job};

/// How far the import has come.
pub(super) enum Stage {
    /// A file is being picked.
    Pick,
    /// What it would bring.
    Preview(Box<FileReport>),
    /// What it brought.
    Done(Box<FileReport>),
    /// Several files.
    Files(Box<Files>),
}

/// 导入.
pub(super) struct Import {
    pub(super) field: Field,
    pub(super) folder: PathBuf,
    pub(super) listed: Loaded<Vec<Listed>>,
    pub(super) at: Cursor,
    pub(super) in_field: bool,
    pub(super) stage: Stage,
    pub(super) scroll: Scroll,
    pub(super) marked: BTreeSet<PathBuf>,
    /// What was said of files that do not say it themselves; of the next import only.
    pub(super) read_as: ReadAs,
    inbox: Option<PathBuf>,
}

impl Default for Import {
    fn default() -> Self {
        Import {
            field: Field::default(),
            folder: PathBuf::from("."),
            listed: Loaded::Ready(Vec::new()),
            at: Cursor::default(),
            in_field: true,
            stage: Stage::Pick,
            scroll: Scroll::default(),
            marked: BTreeSet::new(),
            read_as: ReadAs::default(),
            inbox: None,
        }
    }
}

impl Import {
    fn listed(&self) -> &[Listed] {
        self.listed.ready().map_or(&[], Vec::as_slice)
    }

    fn enter_folder(&mut self, folder: PathBuf) -> Next {
        self.folder = folder;
        self.at = Cursor::default();
        self.field.set("");
        self.in_field = false;
        Next::Load
    }

    fn preview(&self, path: PathBuf) -> Next {
        Next::Run(Job::Preview(path, self.read_as.clone()))
    }

    /// Whether a path lies in the folder files may come from, links followed.
    fn is_inside(&self, path: &Path) -> bool {
        let Some(inbox) = &self.inbox else { return true };
        let whole = |path: &Path| path.canonicalize().ok();
        whole(path).zip(whole(inbox)).is_some_and(|(path, inbox)| path.starts_with(inbox))
    }

    fn pick(&mut self, path: PathBuf, ctx: &Ctx<'_>) -> Next {
        if !self.is_inside(&path) {
            return Next::Refuse(Word::OutsideInbox.in_lang(ctx.lang).to_owned());
        }
        if path.is_dir() { self.enter_folder(path) } else { self.preview(path) }
    }

    fn open(&mut self, ctx: &Ctx<'_>) -> Next {
        match &self.stage {
            Stage::Pick if self.in_field => {
                folder::typed_path(self.field.text()).map_or(Next::Stay, |path| self.pick(path, ctx))
            }
            Stage::Pick if !self.marked.is_empty() => {
                Next::Run(Job::PreviewFiles(self.marked.iter().cloned().collect(), self.read_as.clone()))
            }
            Stage::Files(files) => files.open(&self.read_as),
            Stage::Pick => {
                let path = self.listed().get(self.at.at()).map(|name| name.path.clone());
                path.map_or(Next::Stay, |path| self.pick(path, ctx))
            }
            Stage::Preview(report) if is_unknown(report) => first_reading(&report.path),
            Stage::Preview(report) if lacks_said(report) => self.say_of_it(),
            Stage::Preview(report) => Next::Run(Job::Import(PathBuf::from(&report.path), self.read_as.clone())),
            Stage::Done(report) => match days_to_reconcile(report) {
                Some(range) => Next::Run(Job::Reconcile(vec![range])),
                None => Next::Stay,
            },
        }
    }

    fn can_open(&self, ctx: &Ctx<'_>) -> Can {
        let no = |word: Word| Can::No(word.in_lang(ctx.lang).to_owned());
        if ctx.busy {
            return no(Word::Busy);
        }
        match &self.stage {
            Stage::Pick if self.in_field && folder::typed_path(self.field.text()).is_none() => no(Word::TypePath),
            Stage::Files(files) => files.can_open(ctx),
            Stage::Pick if !self.in_field && self.listed().is_empty() => no(Word::NothingChosen),
            Stage::Preview(report) => match report.outcome {
                Outcome::Imported => Can::Yes,
                Outcome::Known => no(Word::AlreadyKnown),
                Outcome::Refused if is_unknown(report) || lacks_said(report) => Can::Yes,
                Outcome::Refused => no(Word::FileRefused),
            },
            Stage::Done(report) if days_to_reconcile(report).is_none() => no(nothing_to_reconcile(report)),
            Stage::Pick | Stage::Done(_) => Can::Yes,
        }
    }

    /// The file the cursor is on.
    fn file(&self) -> Option<&Listed> {
        self.listed().get(self.at.at()).filter(|listed| listed.bytes.is_some())
    }

    fn can_mark(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| ctx.says(word);
        if self.in_field {
            return Can::No(say(Word::FocusOnField));
        }
        match action {
            Action::MarkNone => Can::when(!self.marked.is_empty(), || say(Word::NothingMarked)),
            Action::MarkAll => {
                Can::when(self.listed().iter().any(|listed| listed.bytes.is_some()), || say(Word::NothingChosen))
            }
            _ => Can::when(self.file().is_some(), || say(Word::OnlyFiles)),
        }
    }

    fn mark(&mut self, action: Action) {
        match action {
            Action::MarkNone => self.marked.clear(),
            Action::MarkAll => {
                let files = self.listed().iter().filter(|listed| listed.bytes.is_some());
                let files: Vec<PathBuf> = files.map(|listed| listed.path.clone()).collect();
                self.marked.extend(files);
            }
            _ => {
                let Some(path) = self.file().map(|listed| listed.path.clone()) else { return };
                if !self.marked.remove(&path) {
                    self.marked.insert(path);
                }
                let rows = self.listed().len();
                self.at.moved(Action::Down, rows);
            }
        }
    }

    /// Rows of the file just imported that were set aside.
    fn can_see_quarantine(&self, ctx: &Ctx<'_>) -> Can {
        match &self.stage {
            Stage::Done(report) => {
                Can::when(report.quarantined > 0, || QuarantineWord::NoneOfFile.in_lang(ctx.lang).to_owned())
            }
            Stage::Files(files) => files.can_see_quarantine(ctx),
            Stage::Pick | Stage::Preview(_) => Can::Absent,
        }
    }

    fn quarantine(&self) -> Next {
        let file = match &self.stage {
            Stage::Done(report) => Some(report.path.clone()),
            Stage::Files(files) => files.chosen().map(|report| report.path.clone()),
            Stage::Pick | Stage::Preview(_) => None,
        };
        Next::Open(Place::Quarantine(QuarantineFilter { day: None, file }))
    }

    /// The file a layout may be made for: the one looked at, the chosen one, the one typed.
    fn unknown_file(&self) -> Option<PathBuf> {
        match &self.stage {
            Stage::Pick if self.in_field => folder::typed_path(self.field.text()).filter(|path| !path.is_dir()),
            Stage::Pick => self.file().map(|listed| listed.path.clone()),
            Stage::Preview(report) => is_unknown(report).then(|| PathBuf::from(&report.path)),
            Stage::Files(files) => {
                files.chosen().filter(|report| is_unknown(report)).map(|report| report.path.clone().into())
            }
            Stage::Done(_) => None,
        }
    }

    fn say_of_it(&self) -> Next {
        Next::Open(Place::Form(Asking::ReadAs(self.read_as.clone())))
    }

    fn can_make_layout(&self, ctx: &Ctx<'_>) -> Can {
        match &self.stage {
            _ if ctx.busy => Can::No(ctx.says(Word::Busy)),
            Stage::Done(_) => Can::Absent,
            Stage::Pick => {
                Can::when(self.unknown_file().is_some(), || MappingWord::ChooseFile.in_lang(ctx.lang).to_owned())
            }
            Stage::Preview(_) | Stage::Files(_) => {
                Can::when(self.unknown_file().is_some(), || MappingWord::HasLayout.in_lang(ctx.lang).to_owned())
            }
        }
    }

    fn parent(&self) -> PathBuf {
        let whole = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        whole.parent().map(PathBuf::from).unwrap_or(whole)
    }
}

/// Whether no layout reads the file.
pub(super) fn is_unknown(report: &FileReport) -> bool {
    let unknown = |error: &RowError| error.code == RowErrorCode::UnknownLayout;
    report.outcome == Outcome::Refused && report.errors.first().is_some_and(unknown)
}

/// Whether the file lacks only what a person can say: its account, its day.
pub(super) fn lacks_said(report: &FileReport) -> bool {
    let lacks = |error: &RowError| matches!(error.code, RowErrorCode::AccountMissing | RowErrorCode::DayMissing);
    report.outcome == Outcome::Refused && report.errors.first().is_some_and(lacks)
}

/// Reads a file as what it most looks like; 定版式 opens on what that gives.
fn first_reading(path: impl Into<PathBuf>) -> Next {
    let asked = LayoutAsked { file: path.into(), ..LayoutAsked::default() };
    Next::Run(Job::Layout(Box::new(asked)))
}

/// The days an import asks to be reconciled; a statement waits for settlement, not for the three-way match.
pub(super) fn days_to_reconcile(report: &FileReport) -> Option<(BusinessDay, BusinessDay)> {
    report.days.filter(|_| report.accounts.is_none())
}

/// Why nothing is to be reconciled after an import.
pub(super) fn nothing_to_reconcile(report: &FileReport) -> Word {
    if report.accounts.is_some() { Word::StatementEntered } else { Word::NoDaysTouched }
}

impl Screen for Import {
    fn scope(&self) -> Scope {
        Scope::Import
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        Word::Import.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.inbox = desk.inbox();
        self.listed = Loaded::from_result(folder::list(&self.folder));
        let rows = self.listed().len();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let picking = matches!(self.stage, Stage::Pick);
        match action {
            Action::Open => self.can_open(ctx),
            Action::QuarantinedHere => self.can_see_quarantine(ctx),
            Action::MakeLayout => self.can_make_layout(ctx),
            Action::ReadAs => match self.stage {
                Stage::Pick | Stage::Preview(_) => Can::when(!ctx.busy, || ctx.says(Word::Busy)),
                Stage::Done(_) | Stage::Files(_) => Can::Absent,
            },
            Action::Mark | Action::MarkAll | Action::MarkNone if picking => self.can_mark(action, ctx),
            Action::ParentFolder if picking => {
                Can::when(self.is_inside(&self.parent()), || Word::OutsideInbox.in_lang(ctx.lang).to_owned())
            }
            Action::Focus if picking => Can::Yes,
            Action::Down if picking && self.in_field => Can::Yes,
            moving if is_move(moving) && picking && self.in_field => Can::No(ctx.says(Word::FocusOnField)),
            moving if is_move(moving) && matches!(self.stage, Stage::Files(_)) => Can::Yes,
            moving if is_move(moving) && (picking || self.scroll.needed()) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => return self.open(ctx),
            Action::QuarantinedHere => return self.quarantine(),
            Action::ReadAs => return self.say_of_it(),
            Action::MakeLayout => return self.unknown_file().map_or(Next::Stay, first_reading),
            Action::Mark | Action::MarkAll | Action::MarkNone => self.mark(action),
            Action::Focus => self.in_field = !self.in_field,
            Action::ParentFolder => return self.enter_folder(self.parent()),
            Action::Down if matches!(self.stage, Stage::Pick) && self.in_field => self.in_field = false,
            moving if matches!(self.stage, Stage::Pick) => {
                let rows = self.listed().len();
                self.at.moved(moving, rows);
            }
            moving => match &mut self.stage {
                Stage::Files(files) => files.moved(moving),
                Stage::Pick | Stage::Preview(_) | Stage::Done(_) => {
                    self.scroll.moved(moving);
                }
            },
        }
        Next::Stay
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        let typing = matches!(self.stage, Stage::Pick) && self.in_field;
        (typing && self.field.key(key)).then_some(Next::Stay)
    }

    fn pasted(&mut self, text: &str) -> bool {
        let picking = matches!(self.stage, Stage::Pick);
        if picking {
            self.in_field = true;
            // Of several pasted paths the first counts.
            self.field.paste(text.split(['\r', '\n']).find(|line| !line.trim().is_empty()).unwrap_or(""));
        }
        picking
    }

    fn back(&mut self) -> Option<Next> {
        if matches!(self.stage, Stage::Pick) {
            return None;
        }
        self.stage = Stage::Pick;
        Some(Next::Load)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::ReadAs(read_as, file) = answer else { return Next::Stay };
        self.read_as = read_as;
        let shown = match &self.stage {
            Stage::Preview(report) => Some(PathBuf::from(&report.path)),
            Stage::Pick | Stage::Done(_) | Stage::Files(_) => None,
        };
        file.or(shown).map_or(Next::Stay, |path| self.preview(path))
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        if matches!(finished, Finished::Imported(_) | Finished::ImportedFiles(_)) {
            self.read_as = ReadAs::default();
        }
        match finished {
            Finished::Previewed(report) => self.stage = Stage::Preview(Box::new(report.clone())),
            Finished::Imported(report) => self.stage = Stage::Done(Box::new(report.clone())),
            Finished::PreviewedFiles(reports) => self.stage = Stage::Files(Box::new(Files::foreseen(reports.clone()))),
            Finished::ImportedFiles(files) => {
                self.marked.clear();
                self.stage = Stage::Files(Box::new(Files::imported(files.clone())));
            }
            Finished::Reconciled(_) => self.stage = Stage::Pick,
            Finished::LayoutTried(tried) => return Next::Open(Place::Mapping(tried.clone())),
            Finished::Exported(..)
            | Finished::OperatorAdded(_)
            | Finished::SiteAnswered(_)
            | Finished::Refused(_)
            | Finished::LayoutKept(..)
            | Finished::Chased(_)
            | Finished::Papers(_)
            | Finished::CallLogged(_)
            | Finished::ApplicationStepped(_)
            | Finished::Signed
            | Finished::SigningSet
            | Finished::Decided(..)
            | Finished::DayStepped(..)
            | Finished::Kept(_)
            | Finished::Undone(..)
            | Finished::Approved(_)
            | Finished::Cancelled
            | Finished::Failed(_) => return Next::Stay,
        }
        self.scroll = Scroll::default();
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        import_view::draw(self, canvas, ctx);
    }
}
