//! What the site tells the wizard: `write/desk.json`.

use crate::runbook::Settings;
use crate::text::json::{self, Members};
use serde::Serialize;
use serde_json::Value;

/// What surrounds a draft. Everything has a default, so that the wizard works with a file of another version, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Desk {
    /// The version of the format.
    pub version: u32,
    /// The repository that holds the runbooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
    /// The team's own templates.
    pub templates: Vec<Template>,
    /// Fields and sections that a team's runbooks must have, by the template's names.
    pub required: Vec<String>,
    /// The site's runbooks, in path order.
    pub runbooks: Vec<Known>,
    /// Files that pages may link to, by path below the runbook folder.
    pub files: Vec<String>,
    /// Whom to call.
    pub contacts: Vec<(String, String)>,
    /// What each severity means to the team, by code.
    pub meanings: Vec<(String, String)>,
    /// Levels of rules that the team has changed, by code: `error`, `warning`, `info` or `off`.
    pub rules: Vec<(String, String)>,
    /// Texts that look like placeholders and are none.
    pub placeholders: Vec<String>,
    /// Whether names and numbers that are reserved for examples may stand in a runbook.
    pub example_names: bool,
    /// Addresses under which the runbooks are also found.
    pub addresses: Vec<String>,
    /// Whether the site has the page `guide/`.
    pub guide: bool,
    /// Whether the site has the page `contacts/`.
    pub contacts_page: bool,
    /// Whether pages say where problems are reported.
    pub report: bool,
    /// The review cycle of runbooks that name none; empty where the team has set none.
    pub review_cycle: String,
    /// What changes how runbooks are read.
    pub settings: Settings,
}

impl json::Read for Desk {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            version: of.get_or_default("version")?,
            repository: of.get_or_default("repository")?,
            templates: of.get_or_default("templates")?,
            required: of.get_or_default("required")?,
            runbooks: of.get_or_default("runbooks")?,
            files: of.get_or_default("files")?,
            contacts: of.get_or_default("contacts")?,
            meanings: of.get_or_default("meanings")?,
            rules: of.get_or_default("rules")?,
            placeholders: of.get_or_default("placeholders")?,
            example_names: of.get_or_default("example_names")?,
            addresses: of.get_or_default("addresses")?,
            guide: of.get_or_default("guide")?,
            contacts_page: of.get_or_default("contacts_page")?,
            report: of.get_or_default("report")?,
            review_cycle: of.get_or_default("review_cycle")?,
            settings: of.get_or_default("settings")?,
        })
    }
}

/// The version of `write/desk.json` that this code writes.
pub const VERSION: u32 = 1;

/// Where files of the repository are made and changed on its host. A path is appended to each, encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repository {
    /// Makes a file: the path follows.
    pub new: String,
    /// What stands between the path and the file's text; empty where the host takes no text.
    pub text: String,
    /// Changes a file: the path follows.
    pub edit: String,
    /// The host's name for its readers.
    pub host: String,
}

impl json::Read for Repository {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            new: of.get_or_default("new")?,
            text: of.get_or_default("text")?,
            edit: of.get_or_default("edit")?,
            host: of.get_or_default("host")?,
        })
    }
}

/// A team's template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Its title, else its file's name.
    pub name: String,
    /// Its Markdown.
    pub text: String,
}

impl json::Read for Template {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            name: of.get_or_default("name")?,
            text: of.get_or_default("text")?,
        })
    }
}

/// A runbook of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Its path below the runbook folder.
    pub path: String,
}

impl json::Read for Known {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            id: of.get_or_default("id")?,
            path: of.get_or_default("path")?,
        })
    }
}

/// A runbook as `runbooks.json` has it, for completion, links to existing runbooks, and the search for similar ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its alerts.
    pub alerts: Vec<String>,
    /// Its owner.
    pub owner: Option<String>,
}

impl json::Read for Listed {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            id: of.get_or_default("id")?,
            title: of.get_or_default("title")?,
            alerts: of.get_or_default("alerts")?,
            owner: of.get_or_default("owner")?,
        })
    }
}

/// `runbooks.json`, as far as the wizard reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The site's runbooks.
    pub runbooks: Vec<Listed>,
}

impl json::Read for Manifest {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            runbooks: of.get_or_default("runbooks")?,
        })
    }
}
