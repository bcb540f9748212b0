//! `breakglass check`.

pub(super) mod files;
mod fix;
pub(super) mod github;
pub(super) mod json;
pub(super) mod sarif;
mod target;
pub(super) mod text;

use super::Outcome;
use super::args::{self, CheckFormat};
use super::build::plural;
use super::render::{Printer, print};
use crate::alerts;
use crate::diagnostic::Severity;
use crate::lint::{docs, registry};
use crate::site::{Report, Sources, check, config, source};
use crate::text::Date;
use crate::text::nearest::nearest;
use anyhow::{Result, bail};
use std::collections::HashSet;
use target::Target;

/// The findings about one file, under the name that the user gave it.
pub(super) struct Finding {
    /// The path to show: as typed, or below the folder that was typed.
    pub path: String,
    /// The file's text and its findings.
    pub report: Report,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Summary {
    pub files: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Summary {
    /// Adds the findings by level.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings.iter().flat_map(|finding| &finding.report.diagnostics) {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
        }
    }
}

pub fn run(args: &args::Check, printer: &Printer) -> Result<Outcome> {
    if let Some(rule) = &args.explain {
        return explain(rule);
    }
    let targets = target::read(&args.paths, printer)?;
    let today = today();
    let mut fixed = fix::Tally::default();
    let mut findings = Vec::new();
    let mut summary = Summary::default();
    for target in &targets {
        let mut sources = source::read(&target.dir)?;
        printer.if_empty(&target.dir, &sources);
        let config = config::read(&sources.root)?;
        let options = check::options(&config, today);
        if args.fix {
            fixed.add(fix::apply(target, &sources, &options)?);
            sources = source::read(&target.dir)?;
        }
        for typed in target.missed(&sources) {
            printer.note(&format!(
                "{typed}: passed over; an ignore file leaves it out, or it lies in a site that breakglass made"
            ));
        }
        let checked = check::check(&sources, &options);
        for report in checked.reports.into_iter().filter(|report| target.covers(&report.path)) {
            let is_file = sources
                .runbooks
                .iter()
                .chain(&sources.index)
                .any(|file| file.path == report.path);
            summary.files += usize::from(is_file);
            findings.push(Finding {
                path: target.shown(&report.path),
                report,
            });
        }
    }
    summary.count(&findings);
    if args.fix && fixed.findings > 0 {
        printer.done(&format!(
            "fixed {} in {}",
            plural(fixed.findings, "finding"),
            plural(fixed.files, "file")
        ));
    }
    let out = match args.format {
        CheckFormat::Text => text::render(&findings, summary, printer.colors_stdout()),
        CheckFormat::Json => json::render(&findings, summary)?,
        CheckFormat::Sarif => sarif::render(&findings, &sarif::checks())?,
        CheckFormat::Github => github::render(&findings),
    };
    print(&out)?;
    let refused = summary.errors > 0 || args.strict && summary.warnings > 0;
    Ok(if refused { Outcome::Findings } else { Outcome::Success })
}

fn explain(rule: &str) -> Result<Outcome> {
    if rule.eq_ignore_ascii_case("all") {
        print(&docs::list())?;
        return Ok(Outcome::Success);
    }
    let of_alerts = alerts::rules::ALL.iter();
    let mut named = of_alerts.filter(|entry| {
        [entry.rule.code, entry.rule.name]
            .map(str::to_lowercase)
            .contains(&rule.to_lowercase())
    });
    if let Some(entry) = named.next() {
        print(&alerts::rules::explain(entry))?;
        return Ok(Outcome::Success);
    }
    let Some(entry) = registry::entry(rule) else {
        let names = config::known_rules().flat_map(|rule| [rule.name, rule.code]);
        match nearest(rule, names) {
            Some(near) => bail!("there is no rule `{rule}`; did you mean `{near}`?"),
            None => bail!("there is no rule `{rule}`; `breakglass check --explain all` lists them"),
        }
    };
    print(&docs::explain(entry))?;
    Ok(Outcome::Success)
}

/// Today, where the user is.
pub fn today() -> Option<Date> {
    let day = jiff::Zoned::now().date();
    Date::new(
        i32::from(day.year()),
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    )
}

impl Target {
    /// Whether a file of the folder is one that was asked for.
    fn covers(&self, path: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains_key(path))
    }

    /// The files that were asked for and are none of the folder's, as typed.
    fn missed<'a>(&'a self, sources: &'a Sources) -> impl Iterator<Item = &'a String> {
        let files = sources.runbooks.iter().chain(&sources.index).map(|file| &file.path);
        let known: HashSet<&String> = files
            .chain(sources.problems.iter().map(|report| &report.path))
            .collect();
        let missed = self
            .only
            .iter()
            .flatten()
            .filter(move |(path, _)| !known.contains(path));
        missed.map(|(_, typed)| typed)
    }

    /// A file's path as the user would name it.
    fn shown(&self, path: &str) -> String {
        let typed = self.only.as_ref().and_then(|only| only.get(path));
        typed.cloned().unwrap_or_else(|| {
            let joined = self.dir.join(path);
            let plain = joined.strip_prefix(".").unwrap_or(&joined);
            plain.display().to_string()
        })
    }
}
