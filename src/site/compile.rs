//! Sources and app to the files of a site, in memory.

use super::alerts::{AlertPage, Alerts};
use super::app::App;
use super::cache::Cache;
use super::catalog::Catalog;
use super::config::Config;
use super::page::{self, Frame, Pages, not_found};
use super::resolve::FILES;
use super::source::Sources;
use super::{Output, Report, built, feed, health, manifest, offline, readme, search, web_manifest};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::markdown;
use crate::route::Route;
use crate::text::Span;
use crate::text::percent::decode;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A compiled site and what there is to say about its sources.
#[derive(Debug)]
pub struct Site {
    /// Its files.
    pub output: Output,
    /// One report for each file that has findings, in path order.
    pub reports: Vec<Report>,
    /// The worst of what `check` would find beside these, advice aside.
    pub unsaid: Option<Severity>,
    /// How many runbooks it has.
    pub runbooks: usize,
    /// What its offline copy says about it.
    pub facts: offline::Facts,
}

impl Site {
    /// How many findings are this severe.
    pub fn count(&self, severity: Severity) -> usize {
        let all = self.reports.iter().flat_map(|report| &report.diagnostics);
        all.filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// Compiles a site. Bad content is reported, never refused.
///
/// # Errors
/// When a file of the app is missing.
pub fn compile(sources: &Sources, config: &Config, app: &App, cache: &mut Cache) -> Result<Site> {
    let mut reports = sources.reports();
    let (mut catalog, emitted) = rayon::join(
        || Catalog::new(sources, &config.settings, cache, &mut reports),
        || app.emit(),
    );
    let (files_of_app, assets) = emitted?;
    if let Some(cycle) = &config.review.cycle {
        catalog.set_usual_cycle(cycle);
    }
    let asked = cache.past.ask(&sources.root, &catalog, config);
    let alerts = Alerts::new(&catalog);
    let index = catalog.index.as_ref().map(|(document, _)| document);
    let contacts = index.and_then(|document| markdown::contacts::read(document));
    let frame = Frame::new(
        config,
        &sources.below,
        index.map(|document| document.runbook().title.as_str()),
        assets.clone(),
        Pages {
            guide: readme::has_guide(&catalog),
            contacts: contacts.is_some() || !config.contacts.is_empty(),
        },
    );
    let mut output = files_of_app.clone();
    let mut files = BTreeSet::new();

    let alert_pages = alerts.pages();
    let (under_alerts, contested) = shares(&catalog, &alert_pages);
    let ((search, in_search), linted) = rayon::join(
        || search::emit(&catalog, &config.synonyms, &mut cache.search),
        || {
            let pages = cache.pages.pages(&frame, &catalog, sources, &under_alerts);
            let compiled = pages.iter().zip(&catalog.entries);
            for ((page, entry), report) in compiled.zip(&mut reports) {
                let folder = decode(&Route::Runbook(entry.id.to_string()).path());
                output.extend(page.alerts.iter().cloned());
                output.insert(format!("{folder}index.html"), page.html.clone());
                output.insert(format!("{folder}source.md"), entry.bytes.clone());
                report.diagnostics.extend(page.diagnostics.iter().cloned());
                files.extend(page.files.iter().cloned());
            }
            cache.findings.of_runbooks(&catalog, config, &reports)
        },
    );

    cache.have_been_used();

    let past = cache.past.answers(asked);
    let built = built::time(past.newest, &catalog);
    let review = || {
        let problems: Vec<&[Diagnostic]> = linted.iter().map(|linted| linted.findings.as_slice()).collect();
        let changed = |path: &str| past.history.as_ref().and_then(|history| history.changed(path));
        let subjects = health::subjects(&catalog, &sources.runbooks, config, str::to_string, changed);
        page::review::page(&frame, &catalog, &sources.runbooks, &subjects, &problems)
    };
    let about_all = || {
        let mut output = about_all(&frame, &catalog, &alerts, &contested);
        let desk = page::write::desk(&frame, &catalog, sources, config);
        let manifest = manifest::text(&catalog, config, &frame.title, built, &in_search);
        let feed = feed::text(&catalog, config, &frame.title);
        output.insert(page::write::DESK.to_string(), desk.into());
        output.insert("runbooks.json".to_string(), manifest.into());
        output.insert(feed::FILE.to_string(), feed.into());
        output
    };
    let of_index = || readme::pages(&frame, &catalog, sources, config, contacts.as_ref(), built);
    let (review, (mut of_index, about_all)) = rayon::join(review, || rayon::join(of_index, about_all));
    output.insert(Route::Review.file(), review.into());
    output.extend(search);
    output.extend(about_all);
    output.append(&mut of_index.output);
    files.append(&mut of_index.files);
    if let Some(report) = reports.last_mut().filter(|_| sources.index.is_some()) {
        report.diagnostics.append(&mut of_index.diagnostics);
    }
    let unsaid = super::check::worst_unsaid(&catalog, config, &linted, &reports);
    reports.extend(sources.problems.iter().cloned());
    copy_files(sources, &files, &mut output, &mut reports);
    settle(config, &mut reports);
    Ok(Site {
        output,
        reports,
        unsaid,
        runbooks: catalog.entries.len(),
        facts: facts(&catalog, &frame.title, built),
    })
}

/// The pages about all runbooks, but for those of the index and the review.
fn about_all(frame: &Frame, catalog: &Catalog, alerts: &Alerts, contested: &[&AlertPage<'_>]) -> Output {
    let mut output = Output::new();
    for page in contested {
        let route = Route::Alert(page.folder.to_string());
        let chooser = page::alert::chooser(frame, catalog, page);
        output.insert(decode(&route.file()), chooser.into());
    }
    let alerts = page::alert::list(frame, catalog, alerts);
    let web_manifest = web_manifest::text(&frame.title, &frame.language);
    let not_found = not_found::page(&frame.title, &frame.language);
    output.insert(Route::Alerts.file(), alerts.into());
    output.insert(Route::Runs.file(), page::runs::page(frame).into());
    output.insert(Route::Write.file(), page::write::page(frame).into());
    output.insert(web_manifest::FILE.to_string(), web_manifest.into());
    output.insert("404.html".to_string(), not_found.into());
    output
}

/// Alerts of one runbook up to which each has the whole of it on its page. All of them stand on it, so that the pages of
/// many more would take room in the square of their number; those lead to it.
const MOST_WHOLE: usize = 256;

/// The pages below `a/` that show one runbook, by runbook, and those on which a reader chooses.
fn shares<'a, 'b>(
    catalog: &Catalog,
    pages: &'b [AlertPage<'a>],
) -> (Vec<Vec<&'b AlertPage<'a>>>, Vec<&'b AlertPage<'a>>) {
    let mut single: Vec<Vec<_>> = vec![Vec::new(); catalog.entries.len()];
    let mut contested = Vec::new();
    for page in pages {
        let only = match page.claims.as_slice() {
            [only] => catalog
                .entries
                .get(*only)
                .filter(|entry| entry.alerts.len() <= MOST_WHOLE)
                .map(|_| *only),
            _ => None,
        };
        match only.and_then(|only| single.get_mut(only)) {
            Some(pages) => pages.push(page),
            None => contested.push(page),
        }
    }
    (single, contested)
}

/// Brings findings into the team's levels and into order.
fn settle(config: &Config, reports: &mut Vec<Report>) {
    super::check::settle(config, reports);
    for report in reports.iter_mut() {
        report
            .diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span, diagnostic.rule.code));
        // The index's links are resolved for two pages.
        report.diagnostics.dedup();
    }
    reports.retain(|report| !report.diagnostics.is_empty());
    reports.sort_by(|a, b| a.path.cmp(&b.path));
}

fn facts(catalog: &Catalog, title: &str, built: Option<i64>) -> offline::Facts {
    let mut alerts = BTreeMap::new();
    for entry in &catalog.entries {
        for alert in &entry.alerts {
            alerts
                .entry(alert.to_lowercase())
                .or_insert_with(|| entry.id.to_string());
        }
    }
    offline::Facts {
        title: title.to_string(),
        built: built.map(built::machine),
        runbooks: catalog.entries.len(),
        single: None,
        alerts,
    }
}

/// Copies the files that pages use.
fn copy_files(sources: &Sources, files: &BTreeSet<String>, output: &mut Output, reports: &mut Vec<Report>) {
    for name in files {
        let Some(path) = sources.files.get(name) else { continue };
        match std::fs::read(path) {
            Ok(bytes) => {
                output.insert(format!("{FILES}{name}"), bytes.into());
            }
            Err(error) => reports.push(Report {
                path: name.clone(),
                text: Arc::default(),
                diagnostics: vec![Diagnostic::new(
                    rules::FILE_UNREADABLE,
                    Span::at(0),
                    format!("cannot be read: {error}"),
                )],
            }),
        }
    }
}
