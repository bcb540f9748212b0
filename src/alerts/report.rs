//! What there is to say about a set of rule files and a site.

mod judged;
mod uncovered;

pub use judged::{Judged, Standing};
pub use uncovered::NO_SEVERITY;

use super::baseline::{Baseline, Key};
use super::pages::{Page, Pages};
use super::read::{Alert, RuleFile, level};
use super::rules;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;
use crate::text::nearest::nearest;
use judged::judge_alert;
use std::collections::{BTreeSet, HashMap};
use uncovered::{by_severity, label, rank};

/// A finding and what makes it the same in the next run.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong and where.
    pub diagnostic: Diagnostic,
    /// Its key in a baseline.
    pub key: Key,
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
            findings.extend(without_runbook(&alerts, pages, near));
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

/// The finding about an alert of one file, defined once or more, that no runbook names.
fn without_runbook(alerts: &[&Alert], pages: &Pages, near: Option<&str>) -> Option<Finding> {
    let worst = alerts
        .iter()
        .min_by_key(|alert| (rank(label(alert)), alert.name.span))?;
    let name = worst.name.value.as_str();
    let message = match &worst.severity {
        Some(severity) => format!("no runbook names the alert `{name}` (severity {})", severity.value),
        None => format!("no runbook names the alert `{name}`"),
    };
    let help = match (pages.with_heading(name), near) {
        (Some((page, anchor)), _) => format!(
            "`{}` has a heading of this name: let `runbook_url` lead to `r/{}/#{anchor}`, or name the alert in that \
             runbook's front matter",
            page.path, page.id
        ),
        (None, Some(near)) => format!("did you mean `{near}`, which has a runbook?"),
        (None, None) => "write one, or name the alert in the front matter of the runbook that is for it".to_string(),
    };
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
