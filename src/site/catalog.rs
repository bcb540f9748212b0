//! The runbooks of a site: parsed, named, put in order.

mod groups;

use super::Report;
use super::cache::{Cache, Read};
use super::names::{alerts, folder_title};
use super::source::{SourceFile, Sources};
use crate::diagnostic::{Diagnostic, rules};
use crate::markdown::Document;
use crate::markdown::index::{self, Index};
use crate::runbook::id::title_of;
use crate::runbook::{Kind, RunbookId, Settings, Severity, review};
use crate::text::{Date, Span};
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::Arc;

/// A runbook with what its surroundings add.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: RunbookId,
    /// Path of its source below the runbook folder.
    pub path: String,
    /// Its source, parsed.
    pub document: Arc<Document>,
    /// Its source as it is on disk.
    pub bytes: Bytes,
    /// SHA-256 of its source.
    pub sha256: String,
    /// Its title; never empty.
    pub title: String,
    /// Its own severity, else the index's.
    pub severity: Option<Severity>,
    /// Its own kind, else the index's.
    pub kind: Kind,
    /// Its category's title; never empty.
    pub category: String,
    /// The alerts it is for: its own words, else its title or file name where that is one identifier.
    pub alerts: Vec<String>,
    /// The day on which it is due for review, by its own cycle or the team's.
    pub review_due: Option<Date>,
}

impl Entry {
    /// A sentence about it: its own, else its first words.
    pub fn description(&self) -> &str {
        let runbook = self.document.runbook();
        let own = runbook.metadata.description.as_ref();
        own.map_or(&runbook.summary, |text| &text.value)
    }
}

/// A category of the home page.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Its title; never empty.
    pub title: String,
    /// Its id on the home page.
    pub anchor: String,
    /// The index's category that it shows, by number.
    pub category: Option<usize>,
    /// Its runbooks in order; `None` for a row of the index whose runbook does not exist. Rows of the index come
    /// first, in the index's order.
    pub members: Vec<Option<usize>>,
}

/// Where a runbook stands among the others, by number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// Its group.
    pub group: Option<usize>,
    /// The runbook before it in the group.
    pub before: Option<usize>,
    /// The runbook after it in the group.
    pub after: Option<usize>,
}

/// All runbooks of a site.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// In path order.
    pub entries: Vec<Entry>,
    /// The `README.md`: its parsed text and what it lists.
    pub index: Option<(Arc<Document>, Index)>,
    /// The categories in the order of the home page.
    pub groups: Vec<Group>,
}

impl Catalog {
    /// Parses and orders `sources`. Findings about each file are added to `reports`, which has one report for each
    /// runbook in order and then one for the index.
    pub fn new(sources: &Sources, settings: &Settings, cache: &mut Cache, reports: &mut [Report]) -> Self {
        let files: Vec<&SourceFile> = sources.markdown().collect();
        let mut documents = cache.read(&files, settings);
        for (read, report) in documents.iter().zip(reports.iter_mut()) {
            report.diagnostics.extend(read.document.diagnostics.iter().cloned());
        }
        let index = sources.index.as_ref().and_then(|_| documents.pop()).map(|read| {
            let index = index::read(&read.document);
            (read.document, index)
        });
        let mut catalog = Self {
            entries: entries(&sources.runbooks, documents, settings, reports),
            index,
            groups: Vec::new(),
        };
        catalog.group(settings, reports);
        catalog
    }

    /// The entry whose source is at `path`.
    pub fn by_path(&self, path: &str) -> Option<usize> {
        self.entries
            .binary_search_by(|entry| entry.path.as_str().cmp(path))
            .ok()
    }

    /// Where each entry stands, in their order: in the group that shows it first.
    pub fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::default(); self.entries.len()];
        for (number, group) in self.groups.iter().enumerate() {
            let members: Vec<usize> = group.members.iter().flatten().copied().collect();
            for (at, member) in members.iter().enumerate() {
                if let Some(place) = places.get_mut(*member).filter(|place| place.group.is_none()) {
                    let beside = |at: Option<usize>| members.get(at?).copied();
                    *place = Place {
                        group: Some(number),
                        before: beside(at.checked_sub(1)),
                        after: beside(at.checked_add(1)),
                    };
                }
            }
        }
        places
    }

    /// The id on the home page of the group that a place is in; empty for a place in none.
    pub fn anchor(&self, place: &Place) -> &str {
        let group = place.group.and_then(|number| self.groups.get(number));
        group.map_or("", |group| &group.anchor)
    }

    /// Gives runbooks that name no review cycle this one.
    pub fn set_usual_cycle(&mut self, cycle: &str) {
        for entry in &mut self.entries {
            entry.review_due = review::due_of(&entry.document.runbook().metadata, Some(cycle));
        }
    }

    /// How many alerts have a runbook.
    pub fn alert_count(&self) -> usize {
        let names = self.entries.iter().flat_map(|entry| &entry.alerts);
        names.collect::<std::collections::BTreeSet<_>>().len()
    }
}

/// The findings of the report for runbook `at`.
fn reports_at(reports: &mut [Report], at: usize) -> &mut Vec<Diagnostic> {
    &mut reports[at].diagnostics
}

fn entries(files: &[SourceFile], documents: Vec<Read>, settings: &Settings, reports: &mut [Report]) -> Vec<Entry> {
    let mut taken: HashMap<RunbookId, usize> = HashMap::new();
    let mut out = Vec::with_capacity(files.len());
    for (at, (file, read)) in files.iter().zip(documents).enumerate() {
        let Read {
            bytes,
            sha256,
            document,
        } = read;
        let wanted = RunbookId::from_path(&file.path);
        let mut id = wanted.clone();
        let mut number = 1;
        while taken.contains_key(&id) {
            number += 1;
            id = wanted.numbered(number);
        }
        if number > 1 {
            let other = taken
                .get(&wanted)
                .and_then(|at| files.get(*at))
                .map_or("", |file| file.path.as_str());
            reports_at(reports, at).push(
                Diagnostic::new(
                    rules::DUPLICATE_ID,
                    Span::at(0),
                    format!("`{other}` gives the same id, so this runbook is `{id}`"),
                )
                .help("rename one of the files"),
            );
        }
        taken.insert(id.clone(), at);
        let runbook = document.runbook();
        let metadata = &runbook.metadata;
        let title = if runbook.title.is_empty() {
            title_of(&file.path)
        } else {
            runbook.title.clone()
        };
        let alerts = alerts(&document, &title, &file.path);
        let review_due = review::due_of(metadata, None);
        out.push(Entry {
            id,
            alerts,
            review_due,
            path: file.path.clone(),
            bytes,
            sha256,
            title,
            severity: metadata
                .severity_text
                .as_ref()
                .and_then(|text| settings.severity(&text.value)),
            kind: metadata.kind.as_ref().map_or(Kind::Incident, |kind| kind.value),
            category: metadata
                .category
                .as_ref()
                .map_or_else(|| folder_title(&file.path), |category| category.value.clone()),
            document,
        });
    }
    out
}
