//! Sources and app to the files of a site, in memory.

use super::alerts::{AlertPage, Alerts};
use super::app::App;
use super::catalog::{Cache, Catalog};
use super::config::Config;
use super::history::History;
use super::page::{self, Frame, Pages, not_found};
use super::resolve::{FILES, Resolver, SUGGESTIONS};
use super::source::Sources;
use super::{Output, Report, built, feed, health, home, manifest, offline, search, web_manifest};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::markdown;
use crate::markdown::contacts::Section;
use crate::markdown::html::render_blocks;
use crate::route::Route;
use crate::text::Span;
use crate::text::percent::decode;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::thread::JoinHandle;

/// A compiled site and what there is to say about its sources.
#[derive(Debug)]
pub struct Site {
    /// Its files.
    pub output: Output,
    /// One report for each file that has findings, in path order.
    pub reports: Vec<Report>,
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
    let mut reports: Vec<Report> = sources
        .runbooks
        .iter()
        .chain(&sources.index)
        .map(|file| Report {
            path: file.path.clone(),
            text: file.text.clone(),
            diagnostics: file.diagnostics.clone(),
        })
        .collect();
    let mut catalog = Catalog::new(sources, &config.settings, cache, &mut reports);
    if let Some(cycle) = &config.review.cycle {
        catalog.set_usual_cycle(cycle);
    }
    let history = changes(&catalog, sources, config);
    let alerts = Alerts::new(&catalog);
    let section = catalog
        .index
        .as_ref()
        .and_then(|(document, _)| markdown::contacts::read(document));
    let mut output = Output::new();
    let assets = app.emit(&mut output)?;
    let index_title = catalog
        .index
        .as_ref()
        .map(|(document, _)| document.runbook().title.clone());
    let frame = Frame::new(
        config,
        &sources.root,
        index_title.as_deref(),
        assets,
        Pages {
            guide: has_guide(&catalog),
            contacts: section.is_some() || !config.contacts.is_empty(),
        },
    );
    let built = built::time(&sources.root, &catalog);
    let mut files = BTreeSet::new();

    let alert_pages = alerts.pages();
    let mut under_alerts: Vec<Vec<&AlertPage<'_>>> = vec![Vec::new(); catalog.entries.len()];
    for page in &alert_pages {
        match page.claims.as_slice() {
            [only] => under_alerts
                .get_mut(*only)
                .into_iter()
                .for_each(|pages| pages.push(page)),
            _ => {
                let route = Route::Alert(page.folder.to_string());
                output.insert(decode(&route.file()), page::alert::chooser(&frame, &catalog, page));
            }
        }
    }
    output.insert(Route::Alerts.file(), page::alert::list(&frame, &catalog, &alerts));

    let pages = cache.pages.pages(&frame, &catalog, sources, &under_alerts);
    let compiled = pages.iter().zip(&catalog.entries).zip(&sources.runbooks);
    for (((page, entry), file), report) in compiled.zip(&mut reports) {
        let folder = decode(&Route::Runbook(entry.id.to_string()).path());
        output.extend(page.alerts.iter().cloned());
        output.insert(format!("{folder}index.html"), page.html.clone());
        output.insert(format!("{folder}source.md"), file.bytes.clone());
        report.diagnostics.extend(page.diagnostics.iter().cloned());
        files.extend(page.files.iter().cloned());
    }

    let findings = index_pages(
        &frame,
        &catalog,
        sources,
        config,
        section.as_ref(),
        built,
        &mut output,
        &mut files,
    );
    if let Some(report) = reports.last_mut().filter(|_| sources.index.is_some()) {
        report.diagnostics.extend(findings);
    }
    let search = search::emit(&catalog, &config.synonyms, &mut output, &mut cache.search);
    output.insert(Route::Runs.file(), page::runs::page(&frame));
    output.insert(
        "runbooks.json".to_string(),
        manifest::text(&catalog, config, &frame.title, built, &search).into_bytes(),
    );
    output.insert(Route::Write.file(), page::write::page(&frame));
    output.insert(
        page::write::DESK.to_string(),
        page::write::desk(&frame, &catalog, sources, config).into_bytes(),
    );
    output.insert(
        web_manifest::FILE.to_string(),
        web_manifest::text(&frame.title, &frame.language).into_bytes(),
    );
    output.insert("404.html".to_string(), not_found::page(&frame.title, &frame.language));
    reports.extend(sources.problems.iter().cloned());
    copy_files(sources, &files, &mut output, &mut reports);

    let linted = cache.findings.of_runbooks(&catalog, config, &reports);
    let problems: Vec<&[Diagnostic]> = linted.iter().map(|linted| linted.findings.as_slice()).collect();
    let history = history.and_then(|history| history.join().ok().flatten());
    let changed = |path: &str| history.as_ref().and_then(|history| history.changed(path));
    let subjects = health::subjects(&catalog, &sources.runbooks, config, str::to_string, changed);
    output.insert(
        Route::Review.file(),
        page::review::page(&frame, &catalog, &sources.runbooks, &subjects, &problems),
    );
    output.insert(feed::FILE.to_string(), feed::text(&catalog, config, &frame.title));

    super::check::settle(config, &mut reports);
    for report in &mut reports {
        report
            .diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span, diagnostic.rule.code));
        // The index's links are resolved for two pages.
        report.diagnostics.dedup();
    }
    reports.retain(|report| !report.diagnostics.is_empty());
    reports.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Site {
        output,
        reports,
        runbooks: catalog.entries.len(),
        facts: facts(&catalog, &frame.title, built),
    })
}

/// Asks git when the runbooks last changed, while the pages are made. Only `review/` depends on it.
fn changes(catalog: &Catalog, sources: &Sources, config: &Config) -> Option<JoinHandle<Option<History>>> {
    if !config.review.git.unwrap_or_else(|| !built::is_told()) {
        return None;
    }
    let files: Vec<String> = catalog.entries.iter().map(|entry| entry.path.clone()).collect();
    let root = sources.root.clone();
    // Without threads there is no such opinion, and a site all the same.
    std::thread::Builder::new()
        .spawn(move || History::of(&root, files))
        .ok()
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

/// Whether the index says more than its title and its list.
fn has_guide(catalog: &Catalog) -> bool {
    catalog.index.as_ref().is_some_and(|(document, index)| {
        let headings = &document.runbook().headings;
        let title = document
            .outline
            .title_heading
            .and_then(|at| headings.get(at))
            .map(|heading| heading.span);
        document.prepared.events().iter().any(|(_, span)| {
            Some(*span) != title
                && !title.is_some_and(|title| title.contains(span.start))
                && !index.blocks.iter().any(|block| block.contains(span.start))
        })
    })
}

/// The home page, the guide and the contacts; returns the findings about the index.
#[expect(clippy::too_many_arguments, reason = "what three pages of one source need")]
fn index_pages(
    frame: &Frame,
    catalog: &Catalog,
    sources: &Sources,
    config: &Config,
    section: Option<&Section>,
    built: Option<i64>,
    output: &mut Output,
    files: &mut BTreeSet<String>,
) -> Vec<Diagnostic> {
    let Some((document, index)) = &catalog.index else {
        output.insert(Route::Home.file(), home::page(frame, catalog, config, None, built));
        output.insert(
            Route::Contacts.file(),
            page::contacts::page(frame, &config.contacts, None),
        );
        return Vec::new();
    };
    let mut resolver = Resolver {
        catalog,
        sources,
        route: Route::Home,
        folder: "",
        document,
        has_guide: frame.has_guide,
        suggestions: SUGGESTIONS,
        diagnostics: Vec::new(),
        files: BTreeSet::new(),
    };
    output.insert(
        Route::Home.file(),
        home::page(frame, catalog, config, Some(&mut resolver), built),
    );
    let mut diagnostics = Vec::new();
    if frame.has_guide {
        resolver.route = Route::Guide;
        let rendered = render_blocks(document, &mut resolver, &mut diagnostics, &|span| {
            !index.blocks.contains(&span)
        });
        output.insert(Route::Guide.file(), page::guide(frame, document, &rendered));
    }
    // The guide has said what there is to say about these links.
    let reported = resolver.diagnostics.len();
    resolver.route = Route::Contacts;
    let listed = section.map(|section| page::contacts::Listed {
        document,
        section,
        resolver: &mut resolver,
    });
    output.insert(
        Route::Contacts.file(),
        page::contacts::page(frame, &config.contacts, listed),
    );
    resolver.diagnostics.truncate(reported);
    diagnostics.append(&mut resolver.diagnostics);
    files.append(&mut resolver.files);
    diagnostics
}

/// Copies the files that pages use.
fn copy_files(sources: &Sources, files: &BTreeSet<String>, output: &mut Output, reports: &mut Vec<Report>) {
    for name in files {
        let Some(path) = sources.files.get(name) else { continue };
        match std::fs::read(path) {
            Ok(bytes) => {
                output.insert(format!("{FILES}{name}"), bytes);
            }
            Err(error) => reports.push(Report {
                path: name.clone(),
                text: String::new(),
                diagnostics: vec![Diagnostic::new(
                    rules::FILE_UNREADABLE,
                    Span::at(0),
                    format!("cannot be read: {error}"),
                )],
            }),
        }
    }
}
