//! Checking a runbook folder: what reading and compiling find, and what the linter finds, with a team's levels and the
//! authors' allowances.

use super::Report;
use super::cache::Cache;
use super::catalog::{Catalog, Entry};
use super::config::Config;
use super::resolve::{Resolver, SUGGESTIONS};
use super::source::Sources;
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::lint::file::Customs;
use crate::lint::{self, Around, File, Folder, Member, Options};
use crate::markdown::html::render;
use crate::markdown::{self, Document};
use crate::route::Route;
use crate::text::Date;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The findings about a folder.
#[derive(Debug, Default)]
pub struct Checked {
    /// One report for each runbook and the index, also for those without findings, in path order; then those about other
    /// paths.
    pub reports: Vec<Report>,
    /// How many runbooks and indexes were looked at.
    pub files: usize,
}

/// What a configuration says about checking; `today` for dates in the future.
pub fn options(config: &Config, today: Option<Date>) -> Options {
    let mut options = Options {
        allowed: config
            .placeholders
            .allow
            .iter()
            .map(|text| text.to_lowercase())
            .collect(),
        allow_example_names: config.placeholders.allow_example_names,
        today,
        settings: config.settings.clone(),
        ..Options::default()
    };
    for address in [&config.site.url, &config.site.repository].into_iter().flatten() {
        options.addresses.push(address.trim_end_matches('/').to_string());
    }
    for (code, level) in config.rules.changes() {
        options.set_level(code, level);
    }
    options
}

/// Checks every file of a folder.
pub fn check(sources: &Sources, options: &Options) -> Checked {
    let mut reports = sources.reports();
    let catalog = Catalog::new(sources, &options.settings, &mut Cache::default(), &mut reports);
    let folder = folder(&catalog);
    let of_folder = folder_findings(&catalog, &folder, options);
    let entries = catalog.entries.par_iter().zip(of_folder);
    let runbooks = reports.par_iter_mut().zip(entries);
    runbooks.for_each(|(report, (entry, of_folder))| {
        let around = around(entry, folder.customs);
        report.diagnostics.extend(of_folder);
        one(
            &catalog,
            sources,
            report,
            &entry.document,
            &around,
            route_of(entry),
            options,
        );
    });
    if let (Some((document, _)), Some(report)) = (&catalog.index, reports.get_mut(catalog.entries.len())) {
        let around = Around {
            is_index: true,
            ..Around::default()
        };
        one(&catalog, sources, report, document, &around, Route::Home, options);
    }
    let files = reports.len();
    reports.sort_by(|a, b| a.path.cmp(&b.path));
    let mut problems = sources.problems.clone();
    for problem in &mut problems {
        options.set_levels(&mut problem.diagnostics);
    }
    reports.extend(problems.into_iter().filter(|problem| !problem.diagnostics.is_empty()));
    Checked { reports, files }
}

/// Gives the findings of a build the team's levels, and takes out what authors allowed.
pub fn settle(config: &Config, reports: &mut [Report]) {
    let options = options(config, None);
    for report in reports.iter_mut().filter(|report| !report.diagnostics.is_empty()) {
        options.set_levels(&mut report.diagnostics);
        if report.text.contains(lint::allow::MARK) {
            let document = markdown::read_with(&report.text, &options.settings);
            let around = Around::default();
            let file = File::new(&report.path, &report.text, &document, &around);
            // What is wrong with an allowance is the linter's to say.
            lint::allow::apply(&file, &mut report.diagnostics, &options, false);
        }
    }
}

/// What the linter found in the build before.
#[derive(Debug, Default)]
pub struct Kept {
    options: Option<Options>,
    files: HashMap<String, Arc<Linted>>,
}

/// A runbook's findings with what they depend on beside the options.
#[derive(Debug)]
pub struct Linted {
    document: Arc<Document>,
    around: Around,
    found: Vec<Diagnostic>,
    /// The findings, settled.
    pub findings: Vec<Diagnostic>,
}

impl Kept {
    /// What the linter finds in the runbooks of a site that is being compiled, beside what compiling found (`reports`, one
    /// for each runbook in order): the same as [`check`], without reading and rendering a second time. Dates are not
    /// compared with today: a site's bytes do not depend on the clock.
    pub fn of_runbooks(&mut self, catalog: &Catalog, config: &Config, reports: &[Report]) -> Vec<Arc<Linted>> {
        let options = options(config, None);
        if self.options.as_ref() != Some(&options) {
            self.files.clear();
        }
        let folder = folder(catalog);
        let of_folder = folder_findings(catalog, &folder, &options);
        let known = &self.files;
        let runbooks = catalog.entries.par_iter().zip(of_folder).zip(reports);
        let linted: Vec<Arc<Linted>> = runbooks
            .map(|((entry, of_folder), report)| {
                let around = around(entry, folder.customs);
                let mut found = report.diagnostics.clone();
                found.extend(of_folder);
                let kept = known.get(&entry.path).filter(|kept| {
                    Arc::ptr_eq(&kept.document, &entry.document) && kept.around == around && kept.found == found
                });
                if let Some(kept) = kept {
                    return Arc::clone(kept);
                }
                let file = File::new(&report.path, &report.text, &entry.document, &around);
                let mut findings = found.clone();
                findings.extend(lint::check_file(&file, &options));
                let findings = lint::finish(&file, findings, &options, true);
                Arc::new(Linted {
                    document: Arc::clone(&entry.document),
                    around,
                    found,
                    findings,
                })
            })
            .collect();
        let paths = catalog.entries.iter().map(|entry| entry.path.clone());
        self.files = paths.zip(linted.iter().cloned()).collect();
        self.options = Some(options);
        linted
    }
}

/// The worst of what the linter finds in the sources of a compiled site and compiling did not, advice aside: `linted` is
/// about the runbooks, `reports` is what compiling found, one for each runbook in order and one for the index.
pub fn worst_unsaid(
    catalog: &Catalog,
    config: &Config,
    linted: &[Arc<Linted>],
    reports: &[Report],
) -> Option<Severity> {
    let index = catalog.index.as_ref().zip(reports.get(linted.len()));
    let of_index = index.map(|((document, _), report)| {
        let around = Around {
            is_index: true,
            ..Around::default()
        };
        let options = options(config, None);
        let file = File::new(&report.path, &report.text, document, &around);
        let mut findings = report.diagnostics.clone();
        findings.extend(lint::check_file(&file, &options));
        lint::finish(&file, findings, &options, true)
    });
    let found = linted.iter().map(|linted| &linted.findings).chain(&of_index);
    let unsaid = found.zip(reports).flat_map(|(found, report)| {
        found.iter().filter(|finding| {
            let known = |own: &Diagnostic| own.rule == finding.rule && own.span == finding.span;
            !report.diagnostics.iter().any(known)
        })
    });
    unsaid
        .map(|finding| finding.severity)
        .filter(|severity| *severity > Severity::Info)
        .max()
}

fn around(entry: &Entry, customs: Customs) -> Around {
    Around {
        is_index: false,
        severity: entry.severity,
        kind: Some(entry.kind),
        customs,
    }
}

/// What the rules about folders find, by runbook.
fn folder_findings(catalog: &Catalog, folder: &Folder<'_>, options: &Options) -> Vec<Vec<Diagnostic>> {
    let mut of_folder: Vec<Vec<Diagnostic>> = vec![Vec::new(); catalog.entries.len()];
    let mut found = Vec::new();
    for entry in lint::registry::ALL {
        if let lint::Check::Folder(check) | lint::Check::Both(_, check) = entry.check
            && !options.is_off(entry.rule)
        {
            check(folder, options, &mut found);
        }
    }
    for (at, finding) in found {
        if let Some(findings) = of_folder.get_mut(at) {
            findings.push(finding);
        }
    }
    of_folder
}

fn route_of(entry: &Entry) -> Route {
    Route::Runbook(entry.id.to_string())
}

fn folder(catalog: &Catalog) -> Folder<'_> {
    let members = catalog
        .entries
        .iter()
        .map(|entry| {
            let around = Around {
                severity: entry.severity,
                kind: Some(entry.kind),
                ..Around::default()
            };
            Member {
                path: &entry.path,
                id: entry.id.as_str(),
                document: &entry.document,
                severity: entry.severity,
                kind: entry.kind,
                profile: lint::file::profile(entry.document.runbook(), &around),
            }
        })
        .collect();
    Folder::new(members)
}

/// Adds to a report what rendering the page and the linter find, and settles it.
fn one(
    catalog: &Catalog,
    sources: &Sources,
    report: &mut Report,
    document: &Document,
    around: &Around,
    route: Route,
    options: &Options,
) {
    let path = report.path.clone();
    let mut resolver = Resolver {
        catalog,
        sources,
        route,
        folder: path.rsplit_once('/').map_or("", |(folder, _)| folder),
        document,
        has_guide: true,
        suggestions: SUGGESTIONS,
        diagnostics: Vec::new(),
        files: BTreeSet::new(),
    };
    let mut findings = std::mem::take(&mut report.diagnostics);
    render(document, &mut resolver, &mut findings);
    findings.append(&mut resolver.diagnostics);
    if around.is_index {
        once_for_a_row(&mut findings);
    }
    let file = File::new(&report.path, &report.text, document, around);
    findings.extend(lint::check_file(&file, options));
    if lint::file::is_template(&report.path) {
        // A template's links stand for others.
        findings.retain(|finding| ![rules::DEAD_LINK, rules::DEAD_ANCHOR].contains(&finding.rule));
    }
    report.diagnostics = lint::finish(&file, findings, options, true);
}

/// A row of the index without its runbook is a dead link, too, and counts once: as the row, with what would mend the link.
fn once_for_a_row(findings: &mut Vec<Diagnostic>) {
    let (mut dead, mut others): (Vec<_>, Vec<_>) =
        findings.drain(..).partition(|finding| finding.rule == rules::DEAD_LINK);
    for row in others
        .iter_mut()
        .filter(|finding| finding.rule == rules::INDEX_ROW_WITHOUT_RUNBOOK)
    {
        if let Some(at) = dead.iter().position(|link| link.span == row.span) {
            row.fix = dead.swap_remove(at).fix;
        }
    }
    *findings = others;
    findings.append(&mut dead);
}
