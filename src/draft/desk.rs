//! What the site tells the wizard: `write/desk.json`.

use crate::runbook::Settings;
use crate::text::json;
use serde::Serialize;

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

json::members!(
    Desk,
    needed: [],
    optional: [
        version, repository, templates, required, runbooks, files, contacts, meanings, rules, placeholders,
        example_names, addresses, guide, contacts_page, report, review_cycle, settings
    ]
);

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

json::members!(Repository, needed: [], optional: [new, text, edit, host]);

/// A team's template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Its title, else its file's name.
    pub name: String,
    /// Its Markdown.
    pub text: String,
}

json::members!(Template, needed: [], optional: [name, text]);

/// A runbook of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Its path below the runbook folder.
    pub path: String,
}

json::members!(Known, needed: [], optional: [id, path]);

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

json::members!(Listed, needed: [], optional: [id, title, alerts, owner]);

/// `runbooks.json`, as far as the wizard reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The site's runbooks.
    pub runbooks: Vec<Listed>,
}

json::members!(Manifest, needed: [], optional: [runbooks]);
