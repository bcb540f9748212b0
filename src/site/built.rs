//! When the site was built, as the reader is told: a property of the sources, so that the same input gives the same
//! bytes.

use super::catalog::Catalog;
use crate::text::Date;
use std::path::Path;
use std::process::{Command, Stdio};

/// Seconds since 1970-01-01 00:00 UTC: `SOURCE_DATE_EPOCH`, else the newest git commit that touched `dir`, else the
/// newest Last Updated of the runbooks; `None` where there is none of these.
pub fn time(dir: &Path, catalog: &Catalog) -> Option<i64> {
    std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|value| value.trim().parse().ok())
        .or_else(|| newest_commit(dir))
        .or_else(|| newest_update(catalog))
}

fn newest_commit(dir: &Path) -> Option<i64> {
    let output = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(["log", "-1", "--format=%ct", "--", "."])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn newest_update(catalog: &Catalog) -> Option<i64> {
    let dates = catalog.entries.iter().filter_map(|entry| {
        let text = &entry.document.runbook().metadata.last_updated.as_ref()?.value;
        Some(i64::from(Date::read(text)?.days()) * 86_400)
    });
    dates.max()
}

/// `2026-11-25T10:00:00Z`, for machines.
pub fn machine(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map(|time| time.to_string())
        .unwrap_or_default()
}

/// `2026-11-25 10:00 UTC`, for people.
pub fn human(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map(|time| time.strftime("%Y-%m-%d %H:%M UTC").to_string())
        .unwrap_or_default()
}
