//! `breakglass.toml`: what a team sets, every key checked.
//!
//! [`keys`] is the table of all keys, from which `docs/configuration.md` is made ([`docs`]); [`read`] fills a [`Config`]
//! and reports every problem of the file at once, with its place.

pub mod docs;
pub mod keys;
mod problem;
mod reader;
pub mod schema;
mod zones;

use problem::Problem;
pub use problem::Problems;

use crate::diagnostic::{Rule, Severity as Level};
use crate::runbook::contacts::Contact;
use crate::runbook::{Settings, Severity};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The configuration file's name.
pub const FILE: &str = "breakglass.toml";

/// What a team sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `[site]`: names and addresses.
    pub site: Site,
    /// What changes how runbooks are read and run: `[sections]`, `[severities]`, `[cadence]`.
    pub settings: Settings,
    /// `[severities]`: what each level means to the team, in its words.
    pub meanings: Vec<(Severity, String)>,
    /// `[rules]`: levels that differ from the rules' own.
    pub rules: Rules,
    /// `[contacts]`, in the order of the file.
    pub contacts: Vec<Contact>,
    /// `[review]`.
    pub review: Review,
    /// `[placeholders]`.
    pub placeholders: Placeholders,
    /// `[search]`: groups of phrases that mean the same, separated by commas.
    pub synonyms: Vec<String>,
    /// `[write]`.
    pub write: Write,
}

/// `[write]`: what the wizard asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    /// Fields and sections that every new runbook must have, by the template's names.
    pub required: Vec<String>,
}

/// `[site]`: names and addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The site's name; else the index's title, else "Runbooks".
    pub title: Option<String>,
    /// The language of the runbooks as a BCP 47 tag; `en` unless set.
    pub language: Option<String>,
    /// Where the site is published, with a slash at its end. Pages do not need it; what leaves the site does.
    pub url: Option<String>,
    /// The repository that holds the runbooks, as a browser opens it.
    pub repository: Option<String>,
    /// The branch that "Edit this runbook" opens; `main` unless set.
    pub branch: Option<String>,
    /// Where "Report a problem" leads; the repository's new issue unless set.
    pub report_url: Option<String>,
}

/// `[rules]`: how much findings matter to this team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Code of a rule, and its level; `None` for a rule that is off.
    levels: Vec<(&'static str, Option<Level>)>,
}

impl Rules {
    /// The level of a rule's findings; `None` when the rule is off.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.changed(rule).unwrap_or(Some(rule.severity))
    }

    /// The level of one finding of `rule` that would by itself have `usual`; `None` when the rule is off.
    pub fn level_or(&self, rule: &Rule, usual: Level) -> Option<Level> {
        self.changed(rule).unwrap_or(Some(usual))
    }

    /// Whether nothing differs from the rules' own levels.
    pub fn is_default(&self) -> bool {
        self.levels.is_empty()
    }

    /// The codes whose level is set, with the level; `None` for a rule that is off.
    pub fn changes(&self) -> impl Iterator<Item = (&'static str, Option<Level>)> + '_ {
        self.levels.iter().copied()
    }

    fn changed(&self, rule: &Rule) -> Option<Option<Level>> {
        let found = self.levels.iter().find(|(code, _)| *code == rule.code);
        found.map(|(_, level)| *level)
    }
}

/// The rules that `[rules]` may name.
pub fn known_rules() -> impl Iterator<Item = &'static Rule> {
    let alerts = crate::alerts::rules::ALL.iter().map(|entry| entry.rule);
    crate::lint::registry::ALL.iter().map(|entry| entry.rule).chain(alerts)
}

/// `[review]`: when runbooks that say nothing of it are due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The review cycle of runbooks that name none, as written.
    pub cycle: Option<String>,
    /// Whether the site says when git last saw runbooks change; where it is not set, unless `SOURCE_DATE_EPOCH` is.
    pub git: Option<bool>,
}

/// `[placeholders]`: what the check for left-over placeholders lets pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholders {
    /// Texts that are no placeholders although they look like some; compared without case.
    pub allow: Vec<String>,
    /// Whether names under `.example` and telephone numbers 555-0100 to 555-0199, which are reserved for examples, may
    /// stand in a runbook.
    pub allow_example_names: bool,
}

impl Default for Placeholders {
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            allow_example_names: true,
        }
    }
}

/// Finds the nearest `breakglass.toml` in `dir` or its ancestors, up to the root of the git repository that holds it.
pub fn find(dir: &Path) -> Option<PathBuf> {
    for folder in dir.ancestors() {
        let file = folder.join(FILE);
        // One that cannot be read, such as a link that leads nowhere, is not passed over: reading it says so.
        if file.symlink_metadata().is_ok() {
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
/// When the file cannot be read, is not TOML, or has a key that does not exist or a value that is not right: then a
/// [`Problems`], which names line and column of each.
pub fn read(dir: &Path) -> Result<Config> {
    match read_as_far(dir)? {
        (config, None) => Ok(config),
        (_, Some(problems)) => Err(anyhow::Error::new(problems)),
    }
}

/// The same for commands that only report: what is right in the file counts, and what is wrong comes beside it, to be said
/// after the report.
///
/// # Errors
/// When the file cannot be read.
pub fn read_as_far(dir: &Path) -> Result<(Config, Option<Problems>)> {
    let Some(file) = find(dir) else {
        return Ok((Config::default(), None));
    };
    let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(parse_bytes(&file.display().to_string(), &bytes))
}

/// The same for bytes that may be no UTF-8: the place is told, and what can be read is read.
fn parse_bytes(path: &str, bytes: &[u8]) -> (Config, Option<Problems>) {
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => return parse_as_far(path, text),
        Err(error) => error.valid_up_to(),
    };
    let problem = |at: usize, message: &str| Problem {
        at,
        message: message.to_string(),
    };
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        let found = vec![problem(0, "the file is UTF-16; save it as UTF-8")];
        return (Config::default(), Some(Problems::new(path, "", found)));
    }
    let text = String::from_utf8_lossy(bytes);
    let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let (config, mut found) = reader::read(body);
    let at = at.saturating_sub(text.len() - body.len());
    found.push(problem(at, "the file is not UTF-8 from here on; save it as UTF-8"));
    (config, Some(Problems::new(path, body, found)))
}

/// Reads the text of a configuration file; `path` is its name in messages.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(path: &str, text: &str) -> std::result::Result<Config, Problems> {
    match parse_as_far(path, text) {
        (config, None) => Ok(config),
        (_, Some(problems)) => Err(problems),
    }
}

fn parse_as_far(path: &str, text: &str) -> (Config, Option<Problems>) {
    // An editor's byte order mark is no content.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (config, found) = reader::read(body);
    let problems = (!found.is_empty()).then(|| Problems::new(path, body, found));
    (config, problems)
}

#[cfg(test)]
mod tests;
