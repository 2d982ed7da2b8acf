//! Where a book stands, told without opening it.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::store::{Standing, stand};
use crate::text::doctor::Found;
use crate::text::lang::Lang;

/// 账套所在.
#[derive(Clone, Debug)]
pub struct BookPlace {
    path: String,
    standing: Result<Option<Standing>, String>,
}

/// Looks at the place of the context's book; the home directory is printed as `~`.
pub fn book_place(context: &Context) -> BookPlace {
    BookPlace { path: shortened(&context.book), standing: stand(&context.book).map_err(|fault| fault.to_string()) }
}

fn shortened(path: &Path) -> String {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_path_buf());
    let below = home.as_deref().and_then(|home| path.strip_prefix(home).ok());
    below.map_or_else(|| path.display().to_string(), |below| format!("~/{}", below.display()))
}

impl BookPlace {
    /// One line for people.
    pub fn text(&self, lang: Lang) -> String {
        let word = |found: Found| found.in_lang(lang).to_owned();
        let rest = match &self.standing {
            Err(what) => what.clone(),
            Ok(None) => word(Found::NoBook),
            Ok(Some(standing)) => {
                let mut parts = vec![format!("{:04o}", standing.mode)];
                if !standing.regular {
                    parts.push(word(Found::NotRegular));
                }
                parts.push(word(if standing.mine { Found::Mine } else { Found::NotMine }));
                parts.push(standing.network.map_or_else(|| word(Found::LocalDisk), str::to_owned));
                if standing.directory_open {
                    parts.push(word(Found::DirectoryOpen));
                }
                parts.join(", ")
            }
        };
        format!("{}: {rest}", self.path)
    }

    /// The same for programs.
    pub fn as_json(&self) -> Value {
        let Ok(standing) = &self.standing else { return json!({ "path": self.path, "exists": Value::Null }) };
        json!({
            "path": self.path,
            "exists": standing.is_some(),
            "mode": standing.as_ref().map(|standing| format!("{:04o}", standing.mode)),
            "regular": standing.as_ref().map(|standing| standing.regular),
            "mine": standing.as_ref().map(|standing| standing.mine),
            "network": standing.as_ref().and_then(|standing| standing.network),
            "directory_open": standing.as_ref().map(|standing| standing.directory_open),
        })
    }
}
