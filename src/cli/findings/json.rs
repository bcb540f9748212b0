//! `--format json`.

use super::{Finding, Summary};
use crate::diagnostic::Diagnostic;
use crate::text::escape::printable;
use crate::text::{LineIndex, Span};
use anyhow::Result;
use serde::Serialize;

#[derive(Serialize)]
struct Output {
    version: u8,
    diagnostics: Vec<Item>,
    summary: Counts,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// A finding.
#[derive(Serialize)]
pub struct Item {
    code: &'static str,
    rule: &'static str,
    severity: &'static str,
    message: String,
    path: String,
    span: Range,
    labels: Vec<LabelItem>,
    help: Option<String>,
    fix: Option<FixItem>,
}

/// Offsets are UTF-8 bytes from the start of the file; lines and columns are counted from 1, columns in characters.
#[derive(Serialize)]
pub struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct LabelItem {
    message: String,
    span: Range,
}

#[derive(Serialize)]
struct FixItem {
    title: String,
    /// Whether `--fix` makes it.
    safe: bool,
    edits: Vec<EditItem>,
}

#[derive(Serialize)]
struct EditItem {
    start: usize,
    end: usize,
    text: String,
}

/// Findings as they stand in the list `diagnostics`.
pub fn items(findings: &[Finding]) -> Vec<Item> {
    let mut diagnostics = Vec::new();
    for finding in findings {
        let index = LineIndex::new(&finding.report.text);
        for diagnostic in &finding.report.diagnostics {
            diagnostics.push(item(finding, &index, diagnostic));
        }
    }
    diagnostics
}

/// All findings as one JSON object.
pub fn render(findings: &[Finding], summary: Summary) -> Result<String> {
    let output = Output {
        version: 1,
        diagnostics: items(findings),
        summary: Counts {
            files: summary.files,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
        },
    };
    crate::cli::render::json(&output)
}

fn item(finding: &Finding, index: &LineIndex, diagnostic: &Diagnostic) -> Item {
    let text = &finding.report.text;
    Item {
        code: diagnostic.rule.code,
        rule: diagnostic.rule.name,
        severity: diagnostic.severity.name(),
        message: printable(&diagnostic.message),
        path: finding.path.clone(),
        span: range(text, index, diagnostic.span),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| LabelItem {
                message: printable(&label.message),
                span: range(text, index, label.span),
            })
            .collect(),
        help: diagnostic.help.as_deref().map(printable),
        fix: diagnostic.fix.as_ref().map(|fix| FixItem {
            title: printable(&fix.title),
            safe: fix.safe,
            edits: fix
                .edits
                .iter()
                .map(|edit| EditItem {
                    start: edit.span.start,
                    end: edit.span.end,
                    text: edit.text.clone(),
                })
                .collect(),
        }),
    }
}

/// A span as both counts.
pub fn range(text: &str, index: &LineIndex, span: Span) -> Range {
    let place = |offset: usize| {
        let offset = offset.min(text.len());
        let at = index.locate(text, offset);
        Place {
            line: at.line,
            column: at.column,
            offset,
        }
    };
    Range {
        start: place(span.start),
        end: place(span.end),
    }
}
