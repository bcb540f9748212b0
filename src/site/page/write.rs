//! The page `write/`: what the wizard begins with, and what can be read without it.

use super::Frame;
use crate::draft::desk::{self, Desk, Known, Template};
use crate::draft::{Start, new_runbook};
use crate::route::Route;
use crate::runbook::id::file_stem;
use crate::site::catalog::Catalog;
use crate::site::config::Config;
use crate::site::source::Sources;
use maud::html;

/// The path of what the site tells the wizard.
pub const DESK: &str = "write/desk.json";

/// The folder of a team's templates, below the runbook folder.
const TEMPLATES: &str = "_templates/";

/// Templates that are offered, and their longest text in bytes: all of them are in one file that every browser loads.
const MOST_TEMPLATES: usize = 20;
const LONGEST_TEMPLATE: usize = 50_000;

/// The page. The app puts the wizard into `bg-write`, in the place of what stands there.
pub fn page(frame: &Frame) -> Vec<u8> {
    let content = html! {
        header class="bg-head" { h1 id="bg-title" tabindex="-1" { "Write a runbook" } }
        div id="bg-write" {
            p class="bg-write-wait" {
                "A guide through the sections of a runbook. Without it, or until it has started: put a Markdown file with these "
                "headings into the runbook folder."
            }
            pre class="bg-write-template" tabindex="0" { code { (new_runbook(&Start::default())) } }
        }
    };
    frame.page(&Route::Write, "write", "Write a runbook", content)
}

/// What the site tells the wizard, as JSON.
pub fn desk(frame: &Frame, catalog: &Catalog, sources: &Sources, config: &Config) -> String {
    let repository = frame.repository.as_ref().map(super::Repository::desk);
    let desk = Desk {
        version: desk::VERSION,
        repository,
        templates: templates(sources),
        required: config.write.required.clone(),
        runbooks: catalog.entries.iter().map(known).collect(),
        files: sources
            .files
            .keys()
            .filter(|path| !path.starts_with(TEMPLATES))
            .cloned()
            .collect(),
        contacts: config.contacts.iter().map(contact).collect(),
        meanings: config
            .meanings
            .iter()
            .map(|(level, meaning)| (level.code().to_string(), meaning.clone()))
            .collect(),
        rules: config
            .rules
            .changes()
            .map(|(code, level)| (code.to_string(), level.map_or("off", |level| level.name()).to_string()))
            .collect(),
        placeholders: config.placeholders.allow.clone(),
        example_names: config.placeholders.allow_example_names,
        addresses: config
            .site
            .url
            .iter()
            .chain(&config.site.repository)
            .map(|url| url.trim_end_matches('/').to_string())
            .collect(),
        guide: frame.has_guide,
        contacts_page: frame.has_contacts,
        report: frame.report("").is_some(),
        review_cycle: config.review.cycle.clone().unwrap_or_default(),
        settings: config.settings.clone(),
    };
    // Only text, numbers and lists: serialising cannot fail.
    serde_json::to_string(&desk).unwrap_or_default()
}

fn templates(sources: &Sources) -> Vec<Template> {
    let files = sources.files.iter().filter(|(path, _)| {
        path.strip_prefix(TEMPLATES)
            .is_some_and(|name| !name.contains('/') && crate::runbook::id::strip_extension(name).is_some())
    });
    files
        .filter_map(|(path, on_disk)| {
            let text = std::fs::read_to_string(on_disk).ok()?;
            let title = crate::markdown::read(&text).runbook().title.clone();
            let stem = file_stem(path.rsplit('/').next().unwrap_or(path)).replace(['-', '_'], " ");
            // A template's title is often a placeholder itself.
            let named = !title.is_empty() && !title.starts_with(['[', '<', '{']);
            (text.len() <= LONGEST_TEMPLATE).then_some(Template {
                name: if named { title } else { stem },
                text,
            })
        })
        .take(MOST_TEMPLATES)
        .collect()
}

fn known(entry: &crate::site::catalog::Entry) -> Known {
    Known {
        id: entry.id.to_string(),
        path: entry.path.clone(),
    }
}

/// A contact and the ways to reach it, in a line.
fn contact(contact: &crate::runbook::contacts::Contact) -> (String, String) {
    let ways = [
        &contact.phone,
        &contact.mail,
        &contact.chat,
        &contact.pager,
        &contact.text,
        &contact.hours,
    ];
    let ways: Vec<&str> = ways.into_iter().filter_map(|way| way.as_deref()).collect();
    (contact.name.clone(), ways.join(", "))
}
