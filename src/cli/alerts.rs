//! `breakglass alerts`.

mod input;
mod output;
mod write;

use super::Outcome;
use super::args::{self, CheckFormat};
use super::files;
use super::findings::{Finding, Summary, github, sarif, shown};
use super::render::{Printer, print};
use crate::alerts::baseline::Baseline;
use crate::alerts::{Pages, Report, RuleFile, report, url};
use crate::diagnostic::Diagnostic;
use crate::site::cache::Cache;
use crate::site::catalog::Catalog;
use crate::site::{Report as FileReport, Sources, alerting, config, source};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// What a report is about.
struct Subject {
    sources: Sources,
    pages: Pages,
    files: Vec<RuleFile>,
    report: Report,
}

pub fn run(args: &args::Alerts, printer: &Printer) -> Result<Outcome> {
    if let Some(base) = &args.write_urls
        && let Err(problem) = url::check_base(base)
    {
        bail!("--write-urls {base}: {problem}");
    }
    if args.write_urls.is_some() && !args.dry_run && args.rules.iter().any(|path| path.as_os_str() == input::DASH) {
        bail!("standard input cannot be changed; name the rule files, or print the change as a patch with --dry-run");
    }
    let mut inputs = rules(args, printer)?;
    let sources = source::read(&args.src)?;
    printer.if_empty(&args.src, &sources);
    let (config, problems) = config::read_as_far(&sources.root)?;
    // What is only reported can do with half a configuration; what is written cannot.
    let writes = args.write_urls.is_some() || args.update_baseline;
    if let Some(problems) = problems.clone().filter(|_| writes) {
        return Err(problems.into());
    }
    let catalog = Catalog::new(
        &sources,
        &config.settings,
        &mut Cache::default(),
        &mut sources.reports(),
    );
    let pages = alerting::pages(&catalog);
    let base = args.write_urls.as_deref().or(config.site.url.as_deref());

    let mut written = write::Written::default();
    if let Some(base) = &args.write_urls {
        written = write::write(&mut inputs, &pages, base, args)?;
    }
    let files: Vec<RuleFile> = inputs.into_iter().map(|input| input.file).collect();
    let mut report = report::report(&files, &pages, base);
    report.set_levels(|rule, usual| config.rules.level_or(rule, usual));
    if let Some(path) = &args.baseline {
        apply_baseline(path, args.update_baseline, &mut report, printer)?;
    }
    let subject = Subject {
        sources,
        pages,
        files,
        report,
    };
    let findings = subject.findings(&args.src);
    let mut summary = Summary {
        files: subject.files.len(),
        ..Summary::default()
    };
    summary.count(&findings);
    let color = printer.colors_stdout();
    let out = match args.format {
        CheckFormat::Text if args.dry_run => written.patch(),
        CheckFormat::Text => output::text(&subject, &findings, summary, base.is_some(), color),
        CheckFormat::Json => output::json(&subject, &findings, summary, &written)?,
        CheckFormat::Sarif => sarif::render(&findings, &described())?,
        CheckFormat::Github => github::render(&findings),
    };
    print(&out)?;
    written.say(args.dry_run, printer);
    if let Some(problems) = problems {
        return Err(problems.into());
    }
    let refused = summary.errors > 0 || args.strict && summary.warnings > 0;
    Ok(if refused { Outcome::Findings } else { Outcome::Success })
}

/// The files with rules that the arguments name, and what is to be said of the others.
///
/// # Errors
/// When a file cannot be read, or none has rules.
fn rules(args: &args::Alerts, printer: &Printer) -> Result<Vec<input::Input>> {
    let mut inputs = input::read(&args.rules)?;
    // Of a file that could not be read, its findings speak.
    let empty = |input: &&input::Input| input.named && input.file.groups == 0 && input.file.diagnostics.is_empty();
    for input in inputs.iter().filter(empty) {
        printer.note(&format!("{}: no rules in it", input.file.path));
    }
    // Of a folder only files with rules, or with trouble that may hide some, are worth a word.
    inputs.retain(|input| input.named || input.file.groups > 0 || !input.file.diagnostics.is_empty());
    if inputs
        .iter()
        .all(|input| input.file.groups == 0 && input.file.diagnostics.is_empty())
    {
        let places: Vec<String> = args.rules.iter().map(|path| input::name(path)).collect();
        bail!(
            "no alert rules in {}; without them every alert of a runbook would look unknown",
            places.join(", ")
        );
    }
    Ok(inputs)
}

impl Subject {
    /// The findings, file by file: rule files first, then runbooks.
    fn findings(&self, src: &Path) -> Vec<Finding> {
        let list = |findings: &[report::Finding]| -> Vec<Diagnostic> {
            findings.iter().map(|finding| finding.diagnostic.clone()).collect()
        };
        let rules = self
            .files
            .iter()
            .zip(&self.report.files)
            .map(|(file, findings)| Finding {
                path: file.path.clone(),
                report: FileReport {
                    path: file.path.clone(),
                    text: file.text.as_str().into(),
                    diagnostics: list(findings),
                },
            });
        let runbooks = self.sources.runbooks.iter().zip(&self.report.runbooks);
        let runbooks = runbooks
            .filter(|(_, findings)| !findings.is_empty())
            .map(|(file, findings)| Finding {
                path: shown(src, &file.path),
                report: FileReport {
                    path: file.path.clone(),
                    text: file.text.clone(),
                    diagnostics: list(findings),
                },
            });
        rules.chain(runbooks).collect()
    }
}

fn described() -> Vec<sarif::Described> {
    let entries = crate::alerts::rules::ALL.iter();
    entries
        .map(|entry| sarif::Described {
            rule: entry.rule,
            what: entry.what,
            why: entry.why,
        })
        .collect()
}

/// Lets known findings pass, or makes what is found now the known ones.
fn apply_baseline(path: &Path, update: bool, report: &mut Report, printer: &Printer) -> Result<()> {
    if update {
        let text = Baseline::write(report.findings().map(|finding| &finding.key));
        files::write(path, text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let baseline = Baseline::read(&text).map_err(|problem| anyhow::anyhow!("{}:{problem}", path.display()))?;
    report.pass(&baseline);
    for key in &report.settled {
        printer.note(&format!(
            "{}: {} `{}` is not found any more; --update-baseline takes it out",
            path.display(),
            key.rule,
            key.about
        ));
    }
    Ok(())
}
