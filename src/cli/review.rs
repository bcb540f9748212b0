//! `breakglass review`.

mod json;
mod runs;
mod text;

use super::Outcome;
use super::args::{self, ReviewFormat};
use super::findings::{Finding, Summary, shown};
use super::render::{Printer, print};
use super::today::today;
use super::words::plural;
use crate::diagnostic::Severity;
use crate::review::calendar::Calendar;
use crate::review::{Evidence, Standing, Subject, checklist, evidence};
use crate::site::cache::Cache;
use crate::site::catalog::Catalog;
use crate::site::history::{Commit, History};
use crate::site::{Config, Sources, check, config, health, source};
use crate::text::Date;
use crate::text::escape::printable;
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
    /// How far it looks ahead, in days.
    window: i32,
    /// The site's title.
    title: String,
    /// The site's address, where the configuration names it.
    url: Option<String>,
    /// The runbooks that were asked for.
    subjects: Vec<Subject>,
    /// What runs show, by runbook's id.
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
    /// The ids in runs that no runbook has, and how many runs have each.
    strangers: BTreeMap<String, usize>,
    /// Whether the quarter's checklist was asked for.
    checklist: bool,
}

impl Review {
    /// Gathers what the arguments ask for.
    ///
    /// # Errors
    /// When the folder of runs cannot be read, or no runbook has the owner that was asked for.
    fn of(args: &args::Review, sources: &Sources, config: &Config, today: Date) -> Result<Self> {
        let runs = args.runs.as_deref().map(runs::read).transpose()?;
        let has_runs = runs.is_some();
        let runs = runs.unwrap_or_default();
        let history = History::read(&sources.root);
        let mut reports = sources.reports();
        let mut catalog = Catalog::new(sources, &config.settings, &mut Cache::default(), &mut reports);
        if let Some(cycle) = &config.review.cycle {
            catalog.set_usual_cycle(cycle);
        }
        let changed = |path: &str| history.as_ref().and_then(|history| history.changed(path));
        let shown = |path: &str| shown(&args.dir, path);
        let mut subjects = health::subjects(&catalog, &sources.runbooks, config, shown, changed);
        let evidence = evidence::gather(&subjects, &runs.uses, today);
        let strangers = evidence::strangers(&subjects, &runs.uses);
        if let Some(owner) = &args.owner {
            keep_owner(&mut subjects, owner)?;
        }
        let changes = args.changes_since.map(|since| {
            let commits = history.iter().flat_map(|history| &history.commits);
            (since, commits.filter(|commit| commit.date >= since).cloned().collect())
        });
        Ok(Self {
            today,
            window: args.due_within.unwrap_or(WINDOW),
            title: title(config, &catalog),
            url: config.site.url.clone(),
            findings: findings(args, sources, config, today, &subjects),
            subjects,
            evidence,
            has_runs,
            has_history: history.is_some(),
            changes,
            unusable: runs.unusable,
            strangers,
            checklist: args.checklist,
        })
    }

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

    /// Whether the command fails; `strict` fails on warnings, too.
    fn is_refused(&self, strict: bool) -> bool {
        let mut summary = Summary::default();
        summary.count(&self.findings);
        let overdue = self.count(|standing| matches!(standing, Standing::Overdue(_)));
        let soon = self.count(|standing| matches!(standing, Standing::Due(_) | Standing::NoDate));
        overdue + summary.errors > 0 || strict && soon + summary.warnings + self.unusable.len() > 0
    }
}

pub fn run(args: &args::Review, printer: &Printer) -> Result<Outcome> {
    let Some(today) = args.today.or_else(today) else {
        bail!("this machine's clock gives no date; give one with --today");
    };
    let sources = source::read(&args.dir)?;
    printer.if_empty(&args.dir, &sources);
    let (config, problems) = config::read_as_far(&sources.root)?;
    let review = Review::of(args, &sources, &config, today)?;
    for (path, why) in &review.unusable {
        printer.note(&format!("{path}: {why}"));
    }
    for (id, count) in &review.strangers {
        printer.note(&format!(
            "{} of `{}`: no runbook here has this id; it was renamed or removed",
            plural(*count, "run"),
            printable(id)
        ));
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
    Ok(if review.is_refused(args.strict) {
        Outcome::Findings
    } else {
        Outcome::Success
    })
}

/// Keeps the runbooks of one owner.
///
/// # Errors
/// When no runbook has that owner: a mistyped one would have nothing due for ever.
fn keep_owner(subjects: &mut Vec<Subject>, owner: &str) -> Result<()> {
    let is_theirs = |subject: &Subject| subject.owner.eq_ignore_ascii_case(owner.trim());
    if !subjects.iter().any(is_theirs) {
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
    subjects.retain(is_theirs);
    Ok(())
}

/// What `check` finds about owners, dates and cycles of these runbooks.
fn findings(
    args: &args::Review,
    sources: &Sources,
    config: &Config,
    today: Date,
    subjects: &[Subject],
) -> Vec<Finding> {
    let checked = check::check(sources, &check::options(config, Some(today)));
    let found = checked.reports.into_iter().filter_map(|mut report| {
        report
            .diagnostics
            .retain(|diagnostic| RULES.contains(&diagnostic.rule.name));
        let path = shown(&args.dir, &report.path);
        let is_asked = subjects.iter().any(|subject| subject.path == path);
        (is_asked && !report.diagnostics.is_empty()).then_some(Finding { path, report })
    });
    found.collect()
}

/// The site's title: as configured, else the index's.
fn title(config: &Config, catalog: &Catalog) -> String {
    let of_index = || {
        let (document, _) = catalog.index.as_ref()?;
        Some(document.runbook().title.clone())
    };
    let title = config.site.title.clone().or_else(of_index);
    title
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| "Runbooks".to_string())
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
