//! `--write-urls`: sets `runbook_url`s in the rule files, or says how.

use super::input::Input;
use crate::alerts::edit::{self, Wanted};
use crate::alerts::report::{self, Standing};
use crate::alerts::{Pages, RuleFile, url};
use crate::cli::args;
use crate::cli::files;
use crate::cli::render::Printer;
use crate::cli::words::plural;
use crate::text::LineIndex;
use anyhow::{Context, Result};

/// What was written, or would be.
#[derive(Default)]
pub struct Written {
    /// The files that change.
    pub files: Vec<Changed>,
    /// The rules that could not be changed: file, line, column, alert, reason.
    pub refused: Vec<Refused>,
}

/// A file that changes.
pub struct Changed {
    /// Its path as shown.
    pub path: String,
    /// The alerts whose address was set.
    pub alerts: Vec<String>,
    /// The change as a unified diff.
    pub diff: String,
}

/// A rule that could not be changed.
pub struct Refused {
    /// The file's path as shown.
    pub path: String,
    /// Line of the alert's name.
    pub line: usize,
    /// Column of the alert's name.
    pub column: usize,
    /// The alert.
    pub alert: String,
    /// Why.
    pub reason: &'static str,
}

/// Sets the address of every alert with a runbook; standard input and a dry run are left as they are.
///
/// # Errors
/// When a file cannot be written; those before it are.
pub fn write(inputs: &mut [Input], pages: &Pages, base: &str, args: &args::Alerts) -> Result<Written> {
    let mut written = Written::default();
    for input in inputs {
        let wanted = wishes(&input.file, pages, base, args.keep_foreign);
        if wanted.is_empty() {
            continue;
        }
        let index = LineIndex::new(&input.file.text);
        let mut change = edit::change(&input.file, &wanted);
        let text = change.text.take();
        // Where bytes are lost in the text, writing the text would lose them on disk.
        let is_lossless = input.file.text.as_bytes() == input.bytes;
        if !is_lossless {
            change
                .refused
                .extend(change.set.drain(..).map(|alert| (alert, "its file is not UTF-8")));
        }
        for (alert, reason) in change.refused {
            let Some(alert) = input.file.alerts.get(alert) else {
                continue;
            };
            let place = index.locate(&input.file.text, alert.name.span.start);
            written.refused.push(Refused {
                path: input.file.path.clone(),
                line: place.line,
                column: place.column,
                alert: alert.name.value.clone(),
                reason,
            });
        }
        let Some(text) = text.filter(|_| is_lossless) else {
            continue;
        };
        let named = change.set.iter().filter_map(|alert| input.file.alerts.get(*alert));
        written.files.push(Changed {
            path: input.file.path.clone(),
            alerts: named.map(|alert| alert.name.value.clone()).collect(),
            diff: diff(&input.file.path, &input.file.text, &text),
        });
        if let Some(path) = input.path.as_ref().filter(|_| !args.dry_run) {
            files::replace(path, &input.bytes, text.as_bytes())
                .with_context(|| format!("cannot write {}", path.display()))?;
            input.file = RuleFile::read(&input.file.path, &text);
            input.bytes = text.into_bytes();
        }
    }
    Ok(written)
}

/// The addresses to set in a file: those that are missing, dead, or (unless they are to be kept) lead elsewhere.
fn wishes(file: &RuleFile, pages: &Pages, base: &str, keep_foreign: bool) -> Vec<Wanted> {
    let judged = report::report(std::slice::from_ref(file), pages, Some(base)).alerts;
    let wanted = judged.iter().filter_map(|judged| {
        let name = &file.alerts.get(judged.alert)?.name.value;
        let wants = match judged.standing {
            Standing::Missing | Standing::Dead => true,
            Standing::Foreign => !keep_foreign,
            Standing::Linked | Standing::Templated | Standing::Uncovered => false,
        };
        let spelling = pages.spelling(name).filter(|_| wants)?;
        Some(Wanted {
            alert: judged.alert,
            url: url::alert_url(base, spelling),
        })
    });
    wanted.collect()
}

/// A unified diff that `git apply` and `patch -p1` take.
fn diff(path: &str, old: &str, new: &str) -> String {
    let name = path.trim_start_matches('/');
    similar::TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

impl Written {
    /// All changes as one patch.
    pub fn patch(&self) -> String {
        self.files.iter().map(|file| file.diff.as_str()).collect()
    }

    /// Says what was done.
    pub fn say(&self, dry_run: bool, printer: &Printer) {
        for refused in &self.refused {
            printer.note(&format!(
                "{}:{}:{}: the runbook_url of `{}` was not set: {}",
                refused.path, refused.line, refused.column, refused.alert, refused.reason
            ));
        }
        let alerts: usize = self.files.iter().map(|file| file.alerts.len()).sum();
        if alerts > 0 {
            printer.done(&format!(
                "{} {} in {}",
                if dry_run { "would set" } else { "set" },
                plural(alerts, "runbook_url"),
                plural(self.files.len(), "file")
            ));
        }
    }
}
