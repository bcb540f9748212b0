//! Messages on the terminal. Whatever comes from files has its control characters escaped.

use super::args::Color;
use crate::diagnostic::{Diagnostic, Severity};
use crate::site::{Report, Sources, config};
use crate::text::LineIndex;
use crate::text::escape::{is_bidirectional_control, printable};
use crate::text::span::line_start;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anyhow::{Context as _, Result};
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

/// Writes messages to standard error.
pub struct Printer {
    asked: Color,
    color: bool,
}

impl Printer {
    /// A printer that colours as asked, and by itself only on a terminal without `NO_COLOR`.
    pub fn new(color: Color) -> Self {
        Self {
            asked: color,
            color: match color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => !no_color() && std::io::stderr().is_terminal(),
            },
        }
    }

    /// Whether what goes to standard output is coloured.
    pub fn colors_stdout(&self) -> bool {
        match self.asked {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !no_color() && std::io::stdout().is_terminal(),
        }
    }

    /// Something worth knowing.
    pub fn note(&self, message: &str) {
        self.line("1", &printable(message));
    }

    /// That a folder has no runbooks, which is rather another folder than was meant. `dir` is as the user named it.
    pub fn if_empty(&self, dir: &Path, sources: &Sources) {
        if sources.runbooks.is_empty() {
            self.note(&format!("{}: no runbooks in it", dir.display()));
        }
    }

    /// What was done.
    pub fn done(&self, message: &str) {
        self.line("1;32", &printable(message));
    }

    /// An error that ended the command, with its causes.
    pub fn error(&self, error: &anyhow::Error) {
        match error.downcast_ref::<config::Problems>() {
            // One line for each, printable already.
            Some(problems) => problems
                .lines()
                .iter()
                .for_each(|line| self.line("1;31", &format!("error: {line}"))),
            None => self.line("1;31", &printable(&format!("error: {error:#}"))),
        }
    }

    /// Findings with their place in the source. `dir` is the runbook folder as the user named it.
    pub fn reports(&self, dir: &Path, reports: &[Report]) {
        for report in reports {
            let path = printable(&dir.join(&report.path).display().to_string());
            let index = LineIndex::new(&report.text);
            let worth = || report.diagnostics.iter().filter(|d| d.severity > Severity::Info);
            for diagnostic in worth().take(MOST_FINDINGS) {
                self.write(&self.render(&path, &report.text, &index, diagnostic));
            }
            let more = worth().count().saturating_sub(MOST_FINDINGS);
            if more > 0 {
                self.note(&format!("{path}: {more} more findings in this file are not shown"));
            }
        }
    }

    fn render(&self, path: &str, text: &str, index: &LineIndex, diagnostic: &Diagnostic) -> String {
        let place = index.locate(text, diagnostic.span.start);
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let title = format!("[{}] {}", diagnostic.rule.code, printable(&diagnostic.message));
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let excerpt = excerpt(text, diagnostic);
        let title = level.primary_title(title.as_str());
        let group = match &excerpt {
            Some(excerpt) => {
                let snippet = Snippet::source(excerpt.text.as_str()).line_start(place.line).fold(true);
                title.element(snippet.annotation(AnnotationKind::Primary.span(excerpt.span.clone())))
            }
            None => annotate_snippets::Group::with_title(title),
        };
        let help = diagnostic.help.as_ref().map(|help| printable(help));
        let group = match &help {
            Some(help) => group.element(Level::HELP.message(help.as_str())),
            None => group,
        };
        format!(
            "{path}:{}:{}: {}\n",
            place.line,
            place.column,
            renderer.render(&[group])
        )
    }

    fn line(&self, paint: &str, text: &str) {
        if self.color {
            self.write(&format!("\x1b[{paint}m{text}\x1b[0m\n"));
        } else {
            self.write(&format!("{text}\n"));
        }
    }

    /// A closed pipe is no reason to fail.
    fn write(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

/// Writes a result to standard output. A closed pipe is no reason to fail.
///
/// # Errors
/// When it cannot be written, as on a full disk: a result that did not arrive is no success.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// A value as JSON for standard output. What JSON leaves as it is and a terminal would obey, control characters above
/// ASCII and those that change the direction of text, is escaped; they stand within its texts only.
pub fn json(value: &impl serde::Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    let is_obeyed = |c: char| c.is_control() && c != '\n' || is_bidirectional_control(c);
    if !text.contains(is_obeyed) {
        return Ok(text + "\n");
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_obeyed(c) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    Ok(out + "\n")
}

/// Whether the user wants no colours anywhere (no-color.org), or has a terminal without them.
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb")
}

/// The lines of a finding, made printable, with the place inside them.
struct Excerpt {
    text: String,
    span: std::ops::Range<usize>,
}

/// Findings of one file that are printed; a reader mends the first before asking for the thousandth.
const MOST_FINDINGS: usize = 50;

/// Lines longer than this are cut around the place.
const LONGEST_LINE: usize = 160;

fn excerpt(text: &str, diagnostic: &Diagnostic) -> Option<Excerpt> {
    let span = diagnostic.span;
    let line_start = line_start(text, span.start);
    let line_end = text
        .get(span.start..)?
        .find(['\n', '\r'])
        .map_or(text.len(), |at| span.start + at);
    let inside = text.get(span.start..span.end.min(line_end).max(span.start))?;
    let (head, tail) = (
        text.get(line_start..span.start)?,
        text.get(span.start + inside.len()..line_end)?,
    );
    let head: String = head
        .chars()
        .rev()
        .take(LONGEST_LINE / 2)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let inside: String = inside.chars().take(LONGEST_LINE).collect();
    let tail: String = tail.chars().take(LONGEST_LINE / 2).collect();
    let (head, inside, tail) = (printable(&head), printable(&inside), printable(&tail));
    if head.is_empty() && inside.is_empty() && tail.is_empty() {
        return None;
    }
    Some(Excerpt {
        span: head.len()..head.len() + inside.len(),
        text: format!("{head}{inside}{tail}"),
    })
}
