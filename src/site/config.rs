//! `breakglass.toml`, as resolved.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The configuration file's name.
pub const FILE: &str = "breakglass.toml";

/// What a team sets for its site.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `[site]`.
    pub site: Site,
}

/// `[site]`: names and addresses.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// The site's name; else the index's title, else "Runbooks".
    pub title: Option<String>,
    /// The language of the runbooks as a BCP 47 tag; `en` unless set.
    pub language: Option<String>,
    /// The repository that holds the runbooks, as a browser opens it.
    pub repository: Option<String>,
    /// The branch that "Edit this runbook" opens; `main` unless set.
    pub branch: Option<String>,
}

/// Finds the nearest `breakglass.toml` in `dir` or its ancestors, up to the root of the git repository that holds it.
pub fn find(dir: &Path) -> Option<PathBuf> {
    for folder in dir.ancestors() {
        let file = folder.join(FILE);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

/// Reads the configuration for the runbook folder `dir` (canonical). Without a file everything has its default.
///
/// # Errors
/// When the file cannot be read, is not TOML, or has a key that does not exist; the message names line and column.
pub fn read(dir: &Path) -> Result<Config> {
    let Some(file) = find(dir) else {
        return Ok(Config::default());
    };
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let place = crate::text::LineIndex::new(&text).locate(&text, start);
        anyhow::anyhow!(
            "{}:{}:{}: {}",
            file.display(),
            place.line,
            place.column,
            error.message()
        )
    })
}
