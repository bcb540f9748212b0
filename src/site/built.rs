//! When the site was built, as the reader is told: a property of the sources, so that the same input gives the same
//! bytes.

use super::catalog::Catalog;
use super::history::git;
use crate::text::Date;
use anyhow::{Result, bail};
use std::path::Path;

/// Whether the environment says when sources are of, so that a build depends on nothing else that has a date.
pub fn is_told() -> bool {
    told().is_some()
}

fn told() -> Option<i64> {
    let seconds = std::env::var(TOLD_BY).ok()?.trim().parse().ok()?;
    can_be_said(seconds).then_some(seconds)
}

/// Whether a time has a year of four digits: others have no place in the formats that tell when a site was built.
fn can_be_said(seconds: i64) -> bool {
    machine(seconds).len() == "2026-11-25T10:00:00Z".len()
}

/// The variable that says it.
const TOLD_BY: &str = "SOURCE_DATE_EPOCH";

/// Refuses a time that is none: a build that passed over it would not be the one that was asked for. An empty one says
/// nothing.
///
/// # Errors
/// When the variable is set and is no number of seconds.
pub fn check_told() -> Result<()> {
    match std::env::var_os(TOLD_BY) {
        Some(value) if !value.to_string_lossy().trim().is_empty() && told().is_none() => bail!(
            "{TOLD_BY} is {:?}; give the seconds since 1970-01-01 00:00 UTC, up to the year 9999, or leave it out",
            value.to_string_lossy()
        ),
        _ => Ok(()),
    }
}

/// Seconds since 1970-01-01 00:00 UTC: `SOURCE_DATE_EPOCH`, else `newest` (of [`newest_commit`]), else the newest Last
/// Updated of the runbooks; `None` where there is none of these.
pub fn time(newest: Option<i64>, catalog: &Catalog) -> Option<i64> {
    told()
        .or(newest.filter(|at| can_be_said(*at)))
        .or_else(|| newest_update(catalog))
}

/// When the newest git commit that touched `dir` was made.
pub fn newest_commit(dir: &Path) -> Option<i64> {
    let output = git(dir)
        .args(["log", "-1", "--no-show-signature", "--format=%ct", "--", "."])
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
