//! Alerts that no runbook names, the worst first.

use super::judged::{Judged, Standing};
use crate::alerts::read::{Alert, RuleFile};
use crate::runbook;
use std::collections::BTreeMap;

/// The label of alerts without a severity.
pub const NO_SEVERITY: &str = "(none)";

pub(super) fn label(alert: &Alert) -> &str {
    alert
        .severity
        .as_ref()
        .map_or(NO_SEVERITY, |severity| severity.value.as_str())
}

/// Worst first; labels that name no level in between, alerts without one behind them.
pub(super) fn rank(label: &str) -> (u8, &str) {
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

/// Their names by severity label; each name once, under its worst.
pub(super) fn by_severity(files: &[RuleFile], alerts: &[Judged]) -> Vec<(String, Vec<String>)> {
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
