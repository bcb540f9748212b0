//! The report as text and as JSON.

use super::write::Written;
use super::{Finding, Subject, Summary};
use crate::alerts::report::Standing;
use crate::alerts::{Alert, RunbookUrl};
use crate::cli::findings::{json as findings_json, text as findings_text};
use crate::cli::words::plural;
use crate::text::LineIndex;
use crate::text::escape::printable;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many alerts there are, by how they stand. Names are counted, not rules: one alert may be defined for several
/// severities.
struct Counts {
    alerts: usize,
    uncovered: usize,
    dead: usize,
    missing: usize,
    foreign: usize,
}

fn counts(subject: &Subject) -> Counts {
    let alert = |judged: &crate::alerts::report::Judged| subject.files.get(judged.file)?.alerts.get(judged.alert);
    let names: BTreeSet<&str> = subject
        .report
        .alerts
        .iter()
        .filter_map(|judged| Some(alert(judged)?.name.value.as_str()))
        .collect();
    let rules = |has: &dyn Fn(&crate::alerts::report::Judged) -> bool| {
        subject.report.alerts.iter().filter(|judged| has(judged)).count()
    };
    Counts {
        alerts: names.len(),
        uncovered: subject.report.uncovered.iter().map(|(_, names)| names.len()).sum(),
        dead: rules(&|judged| judged.is_dead),
        missing: rules(&|judged| judged.standing == Standing::Missing),
        foreign: rules(&|judged| judged.is_foreign),
    }
}

/// The report for people: findings, the uncovered alerts by severity, a last line.
pub fn text(subject: &Subject, findings: &[Finding], summary: Summary, knows_site: bool, color: bool) -> String {
    let mut out = findings_text::excerpts(findings, color);
    if !subject.report.uncovered.is_empty() {
        out.push_str("Alerts without a runbook, by severity:\n");
        for (severity, names) in &subject.report.uncovered {
            let _ = writeln!(out, "  {}: {}", printable(severity), printable(&names.join(", ")));
        }
        out.push('\n');
    }
    let counts = counts(subject);
    // A runbook may be for several alerts.
    let orphaned: BTreeSet<usize> = subject.report.orphans.iter().map(|orphan| orphan.page).collect();
    let mut last = format!(
        "{} in {}: {} with a runbook, {} without; {} dead, {} missing, {} to other sites; {} for an alert that no rule defines",
        plural(counts.alerts, "alert"),
        plural(summary.files, "file"),
        counts.alerts - counts.uncovered,
        counts.uncovered,
        plural(counts.dead, "runbook_url"),
        counts.missing,
        counts.foreign,
        plural(orphaned.len(), "runbook"),
    );
    if subject.report.known > 0 {
        let _ = write!(last, "; {} known", plural(subject.report.known, "finding"));
    }
    let tint = match (summary.errors, summary.warnings) {
        (0, 0) => "1;32",
        (0, _) => "1;33",
        _ => "1;31",
    };
    out.push_str(&findings_text::paint(&last, tint, color));
    out.push('\n');
    if !knows_site && counts.foreign > 0 {
        out.push_str("Without `url` under `[site]` in breakglass.toml every runbook_url counts as another site's.\n");
    }
    out
}

/// The report for programs.
pub fn json(subject: &Subject, findings: &[Finding], summary: Summary, written: &Written) -> Result<String> {
    let counts = counts(subject);
    let report = &subject.report;
    let indices: Vec<LineIndex> = subject.files.iter().map(|file| LineIndex::new(&file.text)).collect();
    let alerts: Vec<Value> = report
        .alerts
        .iter()
        .filter_map(|judged| {
            let file = subject.files.get(judged.file)?;
            let alert: &Alert = file.alerts.get(judged.alert)?;
            let url = match &alert.runbook_url {
                RunbookUrl::Given(url) => Some(url.value.as_str()),
                _ => None,
            };
            Some(json!({
                "name": alert.name.value,
                "severity": alert.severity.as_ref().map(|severity| severity.value.as_str()),
                "group": alert.group,
                "resource": alert.resource,
                "path": file.path,
                "span": findings_json::range(&file.text, indices.get(judged.file)?, alert.name.span),
                "runbook_url": url,
                "standing": judged.standing.name(),
                "runbooks": judged.runbooks,
            }))
        })
        .collect();
    let uncovered: serde_json::Map<String, Value> = report
        .uncovered
        .iter()
        .map(|(severity, names)| (severity.clone(), json!(names)))
        .collect();
    let orphans: Vec<Value> = report
        .orphans
        .iter()
        .filter_map(|orphan| {
            let page = subject.pages.pages.get(orphan.page)?;
            Some(json!({ "id": page.id, "title": page.title, "path": page.path, "alert": orphan.alert }))
        })
        .collect();
    let written: Value = json!({
        "files": written.files.iter().map(|file| json!({
            "path": file.path, "alerts": file.alerts, "diff": file.diff,
        })).collect::<Vec<_>>(),
        "refused": written.refused.iter().map(|refused| json!({
            "path": refused.path, "line": refused.line, "column": refused.column,
            "alert": refused.alert, "reason": refused.reason,
        })).collect::<Vec<_>>(),
    });
    let output = json!({
        "version": 1,
        "summary": {
            "files": summary.files,
            "rules": report.alerts.len(),
            "alerts": counts.alerts,
            "covered": counts.alerts - counts.uncovered,
            "uncovered": counts.uncovered,
            "dead_urls": counts.dead,
            "missing_urls": counts.missing,
            "foreign_urls": counts.foreign,
            "orphans": report.orphans.len(),
            "known": report.known,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "infos": summary.infos,
        },
        "uncovered": uncovered,
        "orphans": orphans,
        "alerts": alerts,
        "written": written,
        "diagnostics": findings_json::items(findings),
    });
    crate::cli::render::json(&output)
}
