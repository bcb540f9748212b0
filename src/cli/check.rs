//! `breakglass check`.

mod fix;
mod target;

use super::Outcome;
use super::args::{self, CheckFormat};
use super::findings::{Finding, Summary, github, json, sarif, text};
use super::render::{Printer, print};
use super::today::today;
use super::words::plural;
use crate::alerts;
use crate::lint::{docs, registry};
use crate::site::{check, config, source};
use crate::text::nearest::nearest;
use anyhow::{Result, bail};

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
            let is_file = sources.markdown().any(|file| file.path == report.path);
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
