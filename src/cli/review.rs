//! `breakglass review`.

mod json;
mod runs;
mod text;

use super::Outcome;
use super::args::{self, ReviewFormat};
use super::check::{Finding, Summary, today};
use super::render::{Printer, print};
use crate::diagnostic::Severity;
use crate::review::calendar::Calendar;
use crate::review::{Evidence, Standing, Subject, checklist, evidence};
use crate::site::cache::Cache;
use crate::site::catalog::Catalog;
use crate::site::history::{Commit, History};
use crate::site::{Report as FileReport, check, config, health, source};
use crate::text::Date;
use crate::text::nearest::nearest;
use anyhow::{Result, bail};
use std::collections::BTreeMap;

/// How far a review looks ahead unless told otherwise, in days.
const WINDOW: i32 = 14;

/// Rules of `check` about what a review needs: owner, date and cycle.
const RULES: [&str; 5] = [
    "owner-missing",
    "last-updated-missing",
    "last-updated-unreadable",
    "last-updated-in-future",
    "review-cycle-unknown",
];

/// Everything a report says.
struct Review {
    today: Date,
    window: i32,
    title: String,
    url: Option<String>,
    subjects: Vec<Subject>,
    evidence: BTreeMap<String, Evidence>,
    /// Whether runs were given: without them nothing can be said about use.
    has_runs: bool,
    /// Whether git could be asked.
    has_history: bool,
    /// Commits since the day that was asked for, newest first.
    changes: Option<(Date, Vec<Commit>)>,
    /// Findings about owners, dates and cycles.
    findings: Vec<Finding>,
    /// Files of runs that could not be used, and why.
    unusable: Vec<(String, String)>,
    checklist: bool,
}

impl Review {
    fn standing(&self, subject: &Subject) -> Standing {
        Standing::of(subject, self.today, self.window)
    }

    /// The quarter's checklist.
    fn checklist(&self) -> String {
        let evidence = self.has_runs.then_some(&self.evidence);
        checklist::write(&self.subjects, evidence, self.today)
    }

    /// What is due, the longest overdue first.
    fn due(&self) -> Vec<&Subject> {
        let mut due: Vec<&Subject> = self
            .subjects
            .iter()
            .filter(|subject| self.standing(subject).is_due())
            .collect();
        due.sort_by(|a, b| (a.due, &a.id).cmp(&(b.due, &b.id)));
        due
    }

    fn count(&self, is: impl Fn(Standing) -> bool) -> usize {
        self.subjects
            .iter()
            .filter(|subject| is(self.standing(subject)))
            .count()
    }
}

pub fn run(args: &args::Review, printer: &Printer) -> Result<Outcome> {
    let Some(today) = args.today.or_else(today) else {
        bail!("this machine's clock gives no date; give one with --today");
    };
    let sources = source::read(&args.dir)?;
    printer.if_empty(&args.dir, &sources);
    let (config, problems) = config::read_as_far(&sources.root)?;
    let (uses, unusable) = match &args.runs {
        Some(dir) => runs::read(dir)?,
        None => (Vec::new(), Vec::new()),
    };
    let history = History::read(&sources.root);
    let mut reports: Vec<FileReport> = (sources.runbooks.iter().chain(&sources.index))
        .map(|file| FileReport {
            path: file.path.clone(),
            text: file.text.clone(),
            diagnostics: Vec::new(),
        })
        .collect();
    let mut catalog = Catalog::new(&sources, &config.settings, &mut Cache::default(), &mut reports);
    if let Some(cycle) = &config.review.cycle {
        catalog.set_usual_cycle(cycle);
    }
    let shown = |path: &str| {
        let joined = args.dir.join(path);
        joined.strip_prefix(".").unwrap_or(&joined).display().to_string()
    };
    let changed = |path: &str| history.as_ref().and_then(|history| history.changed(path));
    let mut subjects = health::subjects(&catalog, &sources.runbooks, &config, shown, changed);
    let evidence = evidence::gather(&subjects, &uses, today);
    if let Some(owner) = &args.owner {
        // A mistyped owner would have nothing due for ever.
        if !subjects
            .iter()
            .any(|subject| subject.owner.eq_ignore_ascii_case(owner.trim()))
        {
            let mut owners: Vec<&str> = subjects.iter().map(|subject| subject.owner.as_str()).collect();
            owners.retain(|owner| !owner.is_empty());
            owners.sort_unstable();
            owners.dedup();
            match nearest(owner.trim(), owners.iter().copied()) {
                Some(near) => bail!("no runbook has the owner `{owner}`; did you mean `{near}`?"),
                None if owners.is_empty() => bail!("no runbook has the owner `{owner}`; none names its owner"),
                None => bail!("no runbook has the owner `{owner}`; there are: {}", owners.join(", ")),
            }
        }
        subjects.retain(|subject| subject.owner.eq_ignore_ascii_case(owner.trim()));
    }
    let checked = check::check(&sources, &check::options(&config, Some(today)));
    let findings = checked.reports.into_iter().filter_map(|mut report| {
        report
            .diagnostics
            .retain(|diagnostic| RULES.contains(&diagnostic.rule.name));
        let path = shown(&report.path);
        let is_asked = subjects.iter().any(|subject| subject.path == path);
        (is_asked && !report.diagnostics.is_empty()).then_some(Finding { path, report })
    });
    let index_title = catalog
        .index
        .as_ref()
        .map(|(document, _)| document.runbook().title.clone());
    let title = config
        .site
        .title
        .clone()
        .or(index_title)
        .filter(|title| !title.is_empty());
    let since = args.changes_since.map(|since| {
        let commits = history.iter().flat_map(|history| &history.commits);
        (since, commits.filter(|commit| commit.date >= since).cloned().collect())
    });
    let review = Review {
        today,
        window: args.due_within.unwrap_or(WINDOW),
        title: title.unwrap_or_else(|| "Runbooks".to_string()),
        url: config.site.url.clone(),
        findings: findings.collect(),
        subjects,
        evidence,
        has_runs: args.runs.is_some(),
        has_history: history.is_some(),
        changes: since,
        unusable,
        checklist: args.checklist,
    };
    for (path, why) in &review.unusable {
        printer.note(&format!("{path}: {why}"));
    }
    let out = match args.format {
        ReviewFormat::Text => text::render(&review, printer.colors_stdout()),
        ReviewFormat::Json => json::render(&review)?,
        ReviewFormat::Ics => calendar(&review, args.due_within.is_some()),
    };
    print(&out)?;
    if let Some(problems) = problems {
        return Err(problems.into());
    }
    let mut summary = Summary::default();
    summary.count(&review.findings);
    let overdue = review.count(|standing| matches!(standing, Standing::Overdue(_)));
    let soon = review.count(|standing| matches!(standing, Standing::Due(_) | Standing::NoDate));
    let refused = overdue + summary.errors > 0 || args.strict && soon + summary.warnings + review.unusable.len() > 0;
    Ok(if refused { Outcome::Findings } else { Outcome::Success })
}

/// The due dates as a calendar: all, or those within the window.
fn calendar(review: &Review, is_windowed: bool) -> String {
    let calendar = Calendar {
        title: &review.title,
        url: review.url.as_deref(),
        scope: review.url.as_deref().unwrap_or(&review.title),
    };
    let asked = |subject: &&Subject| !is_windowed || review.standing(subject).is_due();
    calendar.write(review.subjects.iter().filter(asked))
}

/// How severe a standing is for a program that acts on it.
fn level(standing: Standing) -> Option<Severity> {
    match standing {
        Standing::Overdue(_) => Some(Severity::Error),
        Standing::Due(_) | Standing::NoDate => Some(Severity::Warning),
        Standing::NoCycle => Some(Severity::Info),
        Standing::Later(_) | Standing::AfterIncidents => None,
    }
}
