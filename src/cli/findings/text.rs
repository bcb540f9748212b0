//! `--format text`: findings with the lines they are about. Advice is one line each, so that it does not bury the rest.

use super::{Finding, Summary};
use crate::cli::words::plural;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::escape::printable;
use crate::text::span::line_end;
use crate::text::{LineIndex, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use std::fmt::Write as _;
use std::ops::Range;

/// Lines between a finding and another place that it points at, in an excerpt that shows both.
const FURTHEST: usize = 60;

/// Characters of a line in an excerpt; longer ones are cut.
const LONGEST_LINE: usize = 200;

/// Rules whose findings must not be printed with what they found.
const SECRET: [&str; 3] = ["BG090", "BG091", "BG092"];

/// All findings and a summary.
pub fn render(findings: &[Finding], summary: Summary, color: bool) -> String {
    let all = findings.iter().flat_map(|finding| &finding.report.diagnostics);
    let fixable = all.filter(|diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.safe));
    let fixable = fixable.count();
    excerpts(findings, color) + &last_line(summary, fixable, color)
}

/// All findings.
pub fn excerpts(findings: &[Finding], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    let mut after_excerpt = true;
    for finding in findings {
        let index = LineIndex::new(&finding.report.text);
        let secrets: Vec<Span> = finding
            .report
            .diagnostics
            .iter()
            .filter(|diagnostic| SECRET.contains(&diagnostic.rule.code))
            .map(|diagnostic| diagnostic.span)
            .collect();
        for diagnostic in &finding.report.diagnostics {
            if diagnostic.severity == Severity::Info {
                out.push_str(&line(finding, &index, diagnostic, color));
                after_excerpt = false;
                continue;
            }
            if !after_excerpt {
                out.push('\n');
            }
            out.push_str(&excerpt(finding, &index, diagnostic, &secrets, &renderer));
            out.push_str("\n\n");
            after_excerpt = true;
        }
    }
    if !after_excerpt {
        out.push('\n');
    }
    out
}

/// A finding on one line.
fn line(finding: &Finding, index: &LineIndex, diagnostic: &Diagnostic, color: bool) -> String {
    let place = index.locate(&finding.report.text, diagnostic.span.start);
    let label = paint(&format!("info[{}]", diagnostic.rule.code), "1;94", color);
    let path = printable(&finding.path);
    let help = diagnostic
        .help
        .as_ref()
        .map_or(String::new(), |help| format!("; {}", printable(help)));
    format!(
        "{label} {path}:{}:{}: {}{help}\n",
        place.line,
        place.column,
        printable(&diagnostic.message)
    )
}

fn last_line(summary: Summary, fixable: usize, color: bool) -> String {
    let files = plural(summary.files, "file");
    let found = summary.errors + summary.warnings + summary.infos;
    if found == 0 {
        return paint(&format!("{files} checked, nothing found"), "1;32", color) + "\n";
    }
    let mut text = format!(
        "{}, {}, {} in {files}",
        plural(summary.errors, "error"),
        plural(summary.warnings, "warning"),
        plural(summary.infos, "info"),
    );
    if fixable > 0 {
        let _ = write!(text, "; --fix settles {fixable}");
    }
    let _ = write!(text, "; --explain CODE says why");
    let tint = if summary.errors > 0 {
        "1;31"
    } else if summary.warnings > 0 {
        "1;33"
    } else {
        "1"
    };
    paint(&text, tint, color) + "\n"
}

/// Text in a colour, where there are colours.
pub fn paint(text: &str, tint: &str, color: bool) -> String {
    if color {
        format!("\x1b[{tint}m{text}\x1b[0m")
    } else {
        text.to_string()
    }
}

/// A finding with its lines, the other places, and what to do.
fn excerpt(
    finding: &Finding,
    index: &LineIndex,
    diagnostic: &Diagnostic,
    secrets: &[Span],
    renderer: &Renderer,
) -> String {
    let text = &finding.report.text;
    let level = if diagnostic.severity == Severity::Error {
        Level::ERROR
    } else {
        Level::WARNING
    };
    let message = printable(&diagnostic.message);
    let title = level.primary_title(message.as_str()).id(diagnostic.rule.code);
    let path = printable(&finding.path);
    let line_of = |offset: usize| index.locate(text, offset).line;
    let here = line_of(diagnostic.span.start);
    let near: Vec<_> = diagnostic
        .labels
        .iter()
        .filter(|label| line_of(label.span.start).abs_diff(here) <= FURTHEST)
        .collect();
    let spans = near.iter().map(|label| label.span).chain([diagnostic.span]);
    let Some(lines) = Lines::around(text, spans, secrets) else {
        let place = index.locate(text, diagnostic.span.start);
        let title = renderer.render(&[Group::with_title(title)]);
        return format!("{title}\n --> {path}:{}:{}", place.line, place.column);
    };
    let labels: Vec<(Range<usize>, String)> = near
        .iter()
        .map(|label| (lines.place(label.span), printable(&label.message)))
        .collect();
    let mut snippet = Snippet::source(lines.text.as_str())
        .path(path.as_str())
        .line_start(line_of(lines.start))
        .fold(true)
        .annotation(AnnotationKind::Primary.span(lines.place(diagnostic.span)));
    for (place, message) in &labels {
        snippet = snippet.annotation(AnnotationKind::Context.span(place.clone()).label(message.as_str()));
    }
    let far: Vec<String> = diagnostic
        .labels
        .iter()
        .filter(|label| line_of(label.span.start).abs_diff(here) > FURTHEST)
        .map(|label| format!("line {}: {}", line_of(label.span.start), printable(&label.message)))
        .collect();
    let mut help: Vec<String> = diagnostic.help.iter().map(|help| printable(help)).collect();
    if diagnostic.fix.as_ref().is_some_and(|fix| fix.safe) {
        help.push("--fix does this".to_string());
    }
    let mut group = title.element(snippet);
    for text in &far {
        group = group.element(Level::NOTE.message(text.as_str()));
    }
    let help = help.join("; ");
    if !help.is_empty() {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let offered = offer(diagnostic, text, secrets);
    let mut groups = vec![group];
    if let Some((lines, patches, title)) = &offered {
        let mut snippet = Snippet::source(lines.text.as_str())
            .path(path.as_str())
            .line_start(line_of(lines.start));
        for (place, text) in patches {
            snippet = snippet.patch(Patch::new(place.clone(), text.as_str()));
        }
        groups.push(Level::HELP.secondary_title(title.as_str()).element(snippet));
    }
    renderer.render(&groups)
}

/// Lines, what would stand in them where, and what that does.
type Offer = (Lines, Vec<(Range<usize>, String)>, String);

/// A change that is offered and not applied, where it fits on a few lines.
fn offer(diagnostic: &Diagnostic, text: &str, secrets: &[Span]) -> Option<Offer> {
    let fix = diagnostic
        .fix
        .as_ref()
        .filter(|fix| !fix.safe && (1..=4).contains(&fix.edits.len()))?;
    let lines = Lines::around(text, fix.edits.iter().map(|edit| edit.span), secrets)?;
    if lines.text.lines().count() > 6 {
        return None;
    }
    let patches = fix
        .edits
        .iter()
        .map(|edit| {
            (
                lines.place(edit.span),
                edit.text.lines().map(printable).collect::<Vec<_>>().join("\n"),
            )
        })
        .collect();
    Some((lines, patches, printable(&fix.title)))
}

/// Whole lines of a source, made printable, with where their bytes went.
struct Lines {
    text: String,
    /// Where the first line begins in the source.
    start: usize,
    /// For every byte of the source's lines, and their end, its place in `text`.
    places: Vec<usize>,
}

impl Lines {
    /// The lines that hold `spans`; `None` where one of them is too long to show.
    fn around(source: &str, spans: impl Iterator<Item = Span>, secrets: &[Span]) -> Option<Self> {
        let (mut from, mut to) = (usize::MAX, 0);
        for span in spans {
            from = from.min(span.start.min(source.len()));
            let first_line = line_end(source, span.start);
            // Of a long stretch the first lines do.
            let end = span.end.min(source.len());
            to = to.max(if end > first_line + 400 { first_line } else { end });
        }
        let Span { start, end } = Span::new(from, to).with_lines(source);
        let region = source.get(start..end)?;
        if region.trim().is_empty() || region.lines().any(|line| line.chars().count() > LONGEST_LINE) {
            return None;
        }
        let mut text = String::with_capacity(region.len());
        let mut places = Vec::with_capacity(region.len() + 1);
        for (at, c) in region.char_indices() {
            places.extend(std::iter::repeat_n(text.len(), c.len_utf8()));
            if c == '\n' {
                text.push('\n');
            } else if c == '\r' && source.get(start + at + 1..).is_some_and(|rest| rest.starts_with('\n')) {
            } else if secrets.iter().any(|secret| secret.contains(start + at)) {
                text.push('*');
            } else {
                text.push_str(&printable(c.encode_utf8(&mut [0; 4])));
            }
        }
        places.push(text.len());
        Some(Self { text, start, places })
    }

    /// Where a span of the source is in the text; its first line where it has several.
    fn place(&self, span: Span) -> Range<usize> {
        let at = |offset: usize| {
            let offset = offset
                .saturating_sub(self.start)
                .min(self.places.len().saturating_sub(1));
            self.places.get(offset).copied().unwrap_or(self.text.len())
        };
        let (start, end) = (at(span.start), at(span.end));
        let line_end = self
            .text
            .get(start..)
            .and_then(|rest| rest.find('\n'))
            .map_or(self.text.len(), |at| start + at);
        start..end.min(line_end).max(start)
    }
}
