//! What there is to say about a set of rule files and a site.

use super::baseline::{Baseline, Key};
use super::pages::{Page, Pages};
use super::read::{Alert, RuleFile, RunbookUrl, level};
use super::rules;
use super::url::{Target, alert_url, judge};
use crate::diagnostic::{Diagnostic, Severity};
use crate::runbook;
use crate::text::Span;
use crate::text::nearest::nearest;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How one alerting rule stands to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It has a runbook, and its `runbook_url` leads into the site.
    Linked,
    /// It has a runbook and no `runbook_url`.
    Missing,
    /// It has a runbook, and its `runbook_url` leads nowhere.
    Dead,
    /// It has a runbook, and its `runbook_url` leads to another site.
    Foreign,
    /// It has a runbook; where its `runbook_url` leads is known when it fires.
    Templated,
    /// No runbook names it.
    Uncovered,
}

impl Standing {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Missing => "missing-url",
            Self::Dead => "dead-url",
            Self::Foreign => "foreign-url",
            Self::Templated => "templated-url",
            Self::Uncovered => "uncovered",
        }
    }
}

/// A finding and what makes it the same in the next run.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong and where.
    pub diagnostic: Diagnostic,
    /// Its key in a baseline.
    pub key: Key,
}

/// One alerting rule with its judgement.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Number of the rule file.
    pub file: usize,
    /// Number of the alert in it.
    pub alert: usize,
    /// How it stands.
    pub standing: Standing,
    /// Whether its `runbook_url`, if any, leads to a page that is not there.
    pub is_dead: bool,
    /// Whether its `runbook_url`, if any, leads to another site.
    pub is_foreign: bool,
    /// The ids of its runbooks.
    pub runbooks: Vec<String>,
}

/// A runbook whose alert no rule defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// Number of the runbook among the pages.
    pub page: usize,
    /// The alert.
    pub alert: String,
    /// Where the runbook names it.
    pub span: Span,
}

/// The whole report.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every alerting rule, in order.
    pub alerts: Vec<Judged>,
    /// Uncovered alerts by severity label, the worst first; each name once, under its worst severity.
    pub uncovered: Vec<(String, Vec<String>)>,
    /// Runbooks that wait for an alert.
    pub orphans: Vec<Orphan>,
    /// Findings by rule file, as in the input.
    pub files: Vec<Vec<Finding>>,
    /// Findings by runbook, as among the pages.
    pub runbooks: Vec<Vec<Finding>>,
    /// How many findings the baseline let pass.
    pub known: usize,
    /// What the baseline lets pass and nobody found: it can go.
    pub settled: Vec<Key>,
}

/// The label of alerts without a severity.
pub const NO_SEVERITY: &str = "(none)";

/// Holds rule files against a site published at `base`, where that is known.
pub fn report(files: &[RuleFile], pages: &Pages, base: Option<&str>) -> Report {
    let mut report = Report {
        files: vec![Vec::new(); files.len()],
        runbooks: vec![Vec::new(); pages.pages.len()],
        ..Report::default()
    };
    let mut defined = BTreeSet::new();
    let mut suggestions = SUGGESTIONS;
    for (number, file) in files.iter().enumerate() {
        let findings = &mut report.files[number];
        for diagnostic in &file.diagnostics {
            findings.push(Finding {
                key: Key::new(diagnostic.rule, file.path.as_str(), diagnostic.message.as_str()),
                diagnostic: diagnostic.clone(),
            });
        }
        let mut without: HashMap<&str, Vec<&Alert>> = HashMap::new();
        for (at, alert) in file.alerts.iter().enumerate() {
            defined.insert(alert.name.value.to_lowercase());
            let (judged, finding) = judge_alert((number, at), alert, pages, base);
            if judged.standing == Standing::Uncovered {
                without.entry(alert.name.value.as_str()).or_default().push(alert);
            }
            findings.extend(finding);
            report.alerts.push(judged);
        }
        let mut without: Vec<Vec<&Alert>> = without.into_values().collect();
        without.sort_by_key(|alerts| alerts.first().map(|alert| alert.name.span));
        for alerts in without {
            let near = nearest_of(&alerts, pages, &mut suggestions);
            findings.extend(uncovered(&alerts, near));
        }
        findings.sort_by(|a, b| order(&a.diagnostic).cmp(&order(&b.diagnostic)));
    }
    report.uncovered = by_severity(files, &report.alerts);
    for (number, page) in pages.pages.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for alert in &page.alerts {
            if defined.contains(&alert.value.to_lowercase()) || !seen.insert(alert.value.to_lowercase()) {
                continue;
            }
            let names = files
                .iter()
                .flat_map(|file| &file.alerts)
                .map(|alert| alert.name.value.as_str());
            let near = take(&mut suggestions).then(|| nearest(&alert.value, names)).flatten();
            report.runbooks[number].push(orphan(page, &alert.value, alert.span, near));
            report.orphans.push(Orphan {
                page: number,
                alert: alert.value.clone(),
                span: alert.span,
            });
        }
    }
    report
}

fn order(diagnostic: &Diagnostic) -> (Span, &'static str, &str) {
    (diagnostic.span, diagnostic.rule.code, &diagnostic.message)
}

/// Judges one alert and its address. An uncovered alert is reported with its namesakes, later.
fn judge_alert(place: (usize, usize), alert: &Alert, pages: &Pages, base: Option<&str>) -> (Judged, Option<Finding>) {
    let name = alert.name.value.as_str();
    let mut runbooks: Vec<String> = pages.for_alert(name).map(|page| page.id.clone()).collect();
    let mut finding = None;
    let (mut standing, mut is_dead, mut is_foreign) = (Standing::Linked, false, false);
    match &alert.runbook_url {
        RunbookUrl::Missing => {
            standing = Standing::Missing;
            if !runbooks.is_empty() {
                let message = format!("the alert `{name}` has a runbook but no `runbook_url`");
                let help = match base {
                    Some(base) => format!("runbook_url: {}", alert_url(base, pages.spelling(name).unwrap_or(name))),
                    None => "--write-urls BASE_URL adds it".to_string(),
                };
                finding = Some(Finding {
                    diagnostic: Diagnostic::new(rules::MISSING_RUNBOOK_URL, alert.name.span, message).help(help),
                    key: Key::new(rules::MISSING_RUNBOOK_URL, name, ""),
                });
            }
        }
        RunbookUrl::Templated(_) => standing = Standing::Templated,
        RunbookUrl::Given(url) => {
            let about = |rule, message: String| Finding {
                diagnostic: Diagnostic::new(rule, url.span, message),
                key: Key::new(rule, name, url.value.as_str()),
            };
            match judge(&url.value, base, pages) {
                Target::Page(id) => {
                    // A link to a runbook's own page says which runbook it is, too.
                    if let Some(id) = id.filter(|id| runbooks.is_empty() && pages.by_id(id).is_some()) {
                        runbooks.push(id);
                    }
                }
                Target::NoAnchor(anchor) => {
                    let message = format!("the page has no heading `#{anchor}`");
                    finding = Some(about(rules::DEAD_RUNBOOK_ANCHOR, message));
                }
                Target::Dead(advice) => {
                    (standing, is_dead) = (Standing::Dead, true);
                    let mut dead = about(
                        rules::DEAD_RUNBOOK_URL,
                        format!("`{}` leads to no page of this site", url.value),
                    );
                    dead.diagnostic.help = advice;
                    finding = Some(dead);
                }
                Target::NoAddress => {
                    (standing, is_dead) = (Standing::Dead, true);
                    finding = Some(about(
                        rules::DEAD_RUNBOOK_URL,
                        format!("`{}` is no web address", url.value),
                    ));
                }
                Target::Foreign => {
                    (standing, is_foreign) = (Standing::Foreign, true);
                    let message = match runbooks.first() {
                        Some(id) => format!("`{}` leads to another site, although this one has `{id}`", url.value),
                        None => format!("`{}` leads to another site", url.value),
                    };
                    finding = Some(about(rules::FOREIGN_RUNBOOK_URL, message));
                }
                Target::Templated => standing = Standing::Templated,
            }
        }
    }
    if runbooks.is_empty() {
        standing = Standing::Uncovered;
    }
    let judged = Judged {
        file: place.0,
        alert: place.1,
        standing,
        is_dead,
        is_foreign,
        runbooks,
    };
    (judged, finding)
}

/// The finding about an alert of one file, defined once or more, that no runbook names.
fn uncovered(alerts: &[&Alert], near: Option<&str>) -> Option<Finding> {
    let worst = alerts
        .iter()
        .min_by_key(|alert| (rank(label(alert)), alert.name.span))?;
    let name = worst.name.value.as_str();
    let message = match &worst.severity {
        Some(severity) => format!("no runbook names the alert `{name}` (severity {})", severity.value),
        None => format!("no runbook names the alert `{name}`"),
    };
    let help = near.map_or_else(
        || "write one, or name the alert in the front matter of the runbook that is for it".to_string(),
        |near| format!("did you mean `{near}`, which has a runbook?"),
    );
    let mut diagnostic = Diagnostic::new(rules::ALERT_WITHOUT_RUNBOOK, worst.name.span, message).help(help);
    diagnostic.severity = level(worst.severity.as_ref().map(|severity| severity.value.as_str()));
    for other in alerts.iter().filter(|alert| alert.name.span != worst.name.span) {
        diagnostic = diagnostic.label(other.name.span, "defined here, too");
    }
    Some(Finding {
        diagnostic,
        key: Key::new(rules::ALERT_WITHOUT_RUNBOOK, name, ""),
    })
}

fn orphan(page: &Page, alert: &str, span: Span, near: Option<&str>) -> Finding {
    let message = format!("no rule defines the alert `{alert}`");
    let help = near.map_or_else(
        || "was it renamed or removed? then change or remove the runbook".to_string(),
        |near| format!("did you mean `{near}`?"),
    );
    Finding {
        diagnostic: Diagnostic::new(rules::RUNBOOK_WITHOUT_ALERT, span, message).help(help),
        key: Key::new(rules::RUNBOOK_WITHOUT_ALERT, alert, page.path.as_str()),
    }
}

/// Each suggestion compares a name with all others; nobody reads the hundredth.
const SUGGESTIONS: usize = 100;

fn take(left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    *left > 0
}

/// The alert with a runbook whose name is nearest to that of `alerts`, which share one.
fn nearest_of<'a>(alerts: &[&Alert], pages: &'a Pages, left: &mut usize) -> Option<&'a str> {
    let name = &alerts.first()?.name.value;
    take(left).then(|| nearest(name, pages.alert_names())).flatten()
}

fn label(alert: &Alert) -> &str {
    alert
        .severity
        .as_ref()
        .map_or(NO_SEVERITY, |severity| severity.value.as_str())
}

/// Worst first; labels that name no level in between, alerts without one behind them.
fn rank(label: &str) -> (u8, &str) {
    let rank = match runbook::Severity::read(label) {
        Some(runbook::Severity::P0) => 0,
        Some(runbook::Severity::P1) => 1,
        Some(runbook::Severity::P2) => 2,
        _ if label == NO_SEVERITY => 4,
        None => 3,
        Some(runbook::Severity::P3) => 5,
        Some(runbook::Severity::P4) => 6,
    };
    (rank, label)
}

fn by_severity(files: &[RuleFile], alerts: &[Judged]) -> Vec<(String, Vec<String>)> {
    let mut worst: BTreeMap<&str, &str> = BTreeMap::new();
    for judged in alerts.iter().filter(|judged| judged.standing == Standing::Uncovered) {
        let Some(alert) = files.get(judged.file).and_then(|file| file.alerts.get(judged.alert)) else {
            continue;
        };
        let found = worst.entry(alert.name.value.as_str()).or_insert(label(alert));
        if rank(label(alert)) < rank(found) {
            *found = label(alert);
        }
    }
    let mut groups: BTreeMap<(u8, &str), Vec<String>> = BTreeMap::new();
    for (name, severity) in worst {
        groups.entry(rank(severity)).or_default().push(name.to_string());
    }
    groups
        .into_iter()
        .map(|((_, label), names)| (label.to_string(), names))
        .collect()
}

impl Report {
    /// All findings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().chain(&self.runbooks).flatten()
    }

    /// How many findings are this severe.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings()
            .filter(|finding| finding.diagnostic.severity == severity)
            .count()
    }

    /// Takes out what a baseline lets pass.
    pub fn pass(&mut self, baseline: &Baseline) {
        let mut unseen = baseline.known.clone();
        let before = self.findings().count();
        for finding in self.files.iter_mut().chain(&mut self.runbooks) {
            finding.retain(|finding| {
                unseen.remove(&finding.key);
                !baseline.known.contains(&finding.key)
            });
        }
        self.known = before - self.findings().count();
        self.settled = unseen.into_iter().collect();
    }

    /// Sets the levels of a team: `level` gives a rule's, or `None` for one that is off.
    pub fn set_levels(&mut self, level: impl Fn(&crate::diagnostic::Rule, Severity) -> Option<Severity>) {
        for findings in self.files.iter_mut().chain(&mut self.runbooks) {
            findings.retain_mut(|finding| {
                let wanted = level(finding.diagnostic.rule, finding.diagnostic.severity);
                finding.diagnostic.severity = wanted.unwrap_or(finding.diagnostic.severity);
                wanted.is_some()
            });
        }
    }
}
