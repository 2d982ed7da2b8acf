//! Layouts tried on files of the disk by the importer itself; nothing is kept.

use sanhe::book::draft::{LayoutAsked, LayoutTried};
use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::book::{arrears, registry};
use sanhe::import::draft::{InForce, make};
use sanhe::import::registry::RegistryRules;
use sanhe::import::{ReadOptions, open};
use sanhe::text::mapping;
use sanhe::tui::desk::Progress;
use sanhe::tui::layouts::LayoutDesk;

use super::{FakeDesk, day};

impl LayoutDesk for FakeDesk {
    fn try_layout(&mut self, asked: &LayoutAsked, _progress: &Progress) -> Result<LayoutTried, String> {
        self.note(format!("layout {}", asked.file.display()));
        let rules = RuleFiles::default();
        let formats = Formats::load(&rules).unwrap();
        let registry =
            RegistryRules { layouts: registry::load(&rules).unwrap(), policy: arrears::load(&rules).unwrap() };
        let options = ReadOptions { account: asked.account.as_deref(), ..ReadOptions::on(day(1)) };
        let raw = open(&asked.file).map_err(|refused| refused.path)?;
        let in_force = InForce { formats: &formats, registry: &registry };
        make(&raw, asked, in_force, &options).map_err(|refused| refused.path)
    }

    fn keep_layout(&mut self, asked: &LayoutAsked, progress: &Progress) -> Result<String, String> {
        let tried = self.try_layout(asked, progress)?;
        self.note(format!("keep layout {}", tried.draft.name));
        Ok(mapping::kept("formats/own.toml", tried.trial.wrong.len(), self.lang))
    }
}
