//! `breakglass build`.

use super::Outcome;
use super::args;
use super::render::Printer;
use super::today::today;
use super::words::{findings, plural, unsaid};
use crate::diagnostic::Severity;
use crate::site::precompress::Progress;
use crate::site::write::Destination;
use crate::site::{
    App, Config, Report, Site, built, cache, check, compile, config, deploy, offline, precompress, single_file, source,
};
use anyhow::{Result, bail};
use std::path::Path;
use std::time::Instant;

pub fn run(args: &args::Build, printer: &Printer) -> Result<Outcome> {
    let started = Instant::now();
    built::check_told()?;
    let app = App::find(args.app.as_deref())?;
    let staging = std::env::var_os("TRUNK_STAGING_DIR").is_some_and(|staging| same(Path::new(&staging), &args.out));
    let root = args.dir.canonicalize().unwrap_or_else(|_| args.dir.clone());
    if root.starts_with(args.out.canonicalize().unwrap_or_else(|_| args.out.clone())) {
        bail!(
            "{} holds the runbooks, so the site cannot take its place; give another folder with --out",
            args.out.display()
        );
    }
    // Says what is wrong with it, before anything is made for OUT.
    source::root_of(&args.dir)?;
    if let Some(file) = &args.single_file {
        single_file::check_place(file)?;
    }
    let destination = Destination::prepare(&args.out, staging, &|| {
        printer.note(&format!(
            "another build is writing to {}; waiting for it to finish",
            args.out.display()
        ));
    })?;
    // Only now: what is read before the other one has finished may be older than what it wrote.
    let sources = source::read(&args.dir)?;
    printer.if_empty(&args.dir, &sources);
    let config: Config = config::read(&sources.root)?;
    let mut cache = cache::Cache::for_one();
    let mut site = compile(&sources, &config, &app, &mut cache)?;
    // There are many pieces of it.
    rayon::spawn(move || drop(cache));
    if args.strict {
        // What is refused by `check --strict` is refused here: a secret in a page is as public as the page.
        let checked = check::check(&sources, &check::options(&config, today()));
        site.reports = together(checked.reports, std::mem::take(&mut site.reports));
        site.unsaid = None;
    }
    drop(sources);
    printer.reports(&args.dir, &site.reports);
    let (errors, warnings) = (site.count(Severity::Error), site.count(Severity::Warning));
    if args.strict && errors + warnings > 0 {
        printer.note(&format!(
            "not built: {} under --strict; {} is as it was",
            findings(errors, warnings),
            args.out.display()
        ));
        return Ok(Outcome::Findings);
    }
    let single = match &args.single_file {
        Some(file) => single(file, &args.out, &mut site)?,
        None => None,
    };
    offline::add(&mut site.output, &site.facts);
    deploy::add(&mut site.output);
    if args.precompress {
        precompress::add(&mut site.output, &|progress| printer.note(&compressing(progress)));
    }
    // Written before OUT is replaced: what fails for want of room fails while the old site stands.
    let staged = match (&args.single_file, single) {
        (Some(file), Some(text)) => Some(single_file::stage(file, &text)?),
        _ => None,
    };
    destination.replace(&site.output)?;
    if let Some(staged) = staged {
        staged.take_place()?;
    }
    printer.done(&summary(
        &site,
        &args.out.display().to_string(),
        errors,
        warnings,
        started,
    ));
    Ok(Outcome::Success)
}

/// The findings of a check, and those of a build that are not among them.
fn together(mut checked: Vec<Report>, built: Vec<Report>) -> Vec<Report> {
    for mut report in built {
        match checked.iter_mut().find(|own| own.path == report.path) {
            Some(own) => {
                report.diagnostics.retain(|finding| {
                    !own.diagnostics
                        .iter()
                        .any(|known| known.rule.code == finding.rule.code && known.span == finding.span)
                });
                own.diagnostics.append(&mut report.diagnostics);
                own.diagnostics.sort_by_key(|finding| finding.span.start);
            }
            None => checked.push(report),
        }
    }
    checked
}

/// Makes the single file. One inside OUT becomes a part of the site, which goes with OUT and points to it; the text of
/// any other is returned, to be written once OUT is in place.
fn single(file: &Path, out: &Path, site: &mut Site) -> Result<Option<String>> {
    let text = single_file::text(&site.output, &site.facts)?;
    let (absolute, out) = (std::path::absolute(file)?, std::path::absolute(out)?);
    let Ok(inside) = absolute.strip_prefix(out) else {
        return Ok(Some(text));
    };
    let path: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    let path = path.join("/");
    if path.is_empty() || site.output.contains_key(&path) {
        bail!(
            "{} is a file of the site itself; give another one with --single-file",
            file.display()
        );
    }
    single_file::announce(&mut site.output, &path);
    site.output.insert(path.clone(), text.into());
    site.facts.single = Some(path);
    Ok(None)
}

fn compressing(progress: Progress) -> String {
    match progress {
        Progress::Begins { files, bytes } => format!(
            "compressing {}, {} kB, as small as Brotli and gzip can: this takes longer than the rest of the build",
            plural(files, "file"),
            bytes / 1000
        ),
        Progress::Done(per_cent) => format!("compressed {per_cent} %"),
    }
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn summary(site: &Site, out: &str, errors: usize, warnings: usize, started: Instant) -> String {
    let bytes: usize = site.output.values().map(bytes::Bytes::len).sum();
    format!(
        "{} in {out}: {} files, {} kB, {}{} ({:.2} s)",
        plural(site.runbooks, "runbook"),
        site.output.len(),
        bytes / 1000,
        findings(errors, warnings),
        unsaid(site),
        started.elapsed().as_secs_f64()
    )
}
