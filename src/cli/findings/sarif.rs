//! `--format sarif`: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).

use super::Finding;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::registry;
use crate::text::escape::printable;
use crate::text::percent::encode_path;
use crate::text::{LineIndex, Span};
use anyhow::Result;
use serde_json::{Value, json};
use std::path::Path;

/// A rule with what a reader must know of it.
pub struct Described {
    /// The rule.
    pub rule: &'static Rule,
    /// What is reported.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
}

/// The rules of `check`.
pub fn checks() -> Vec<Described> {
    let entries = registry::ALL.iter();
    entries
        .map(|entry| Described {
            rule: entry.rule,
            what: entry.docs.what,
            why: entry.docs.why,
        })
        .collect()
}

/// All findings as one run that looked for `described`.
pub fn render(findings: &[Finding], described: &[Described]) -> Result<String> {
    let rules: Vec<Value> = described
        .iter()
        .map(|Described { rule, what, why }| {
            json!({
                "id": rule.code,
                "name": pascal(rule.name),
                "shortDescription": { "text": what },
                "fullDescription": { "text": format!("{what} {why}") },
                "help": { "text": why },
                "defaultConfiguration": { "level": level(rule.severity) },
                "properties": { "rule": rule.name },
            })
        })
        .collect();
    let mut results = Vec::new();
    for finding in findings {
        let index = LineIndex::new(&finding.report.text);
        for diagnostic in &finding.report.diagnostics {
            results.push(result(finding, &index, diagnostic, described));
        }
    }
    let output = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "breakglass",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    crate::cli::render::json(&output)
}

fn result(finding: &Finding, index: &LineIndex, diagnostic: &Diagnostic, described: &[Described]) -> Value {
    let text = &finding.report.text;
    let mut message = printable(&diagnostic.message);
    if let Some(help) = &diagnostic.help {
        message.push_str(". ");
        message.push_str(&printable(help));
    }
    let artifact = artifact(&finding.path);
    let at = described.iter().position(|entry| entry.rule == diagnostic.rule);
    let mut result = json!({
        "ruleId": diagnostic.rule.code,
        "ruleIndex": at,
        "level": level(diagnostic.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": artifact,
            "region": region(text, index, diagnostic.span),
        }}],
        "partialFingerprints": { "breakglass/v1": fingerprint(finding, diagnostic) },
    });
    if !diagnostic.labels.is_empty() {
        let related: Vec<Value> = (1..)
            .zip(&diagnostic.labels)
            .map(|(id, label)| {
                json!({
                    "id": id,
                    "message": { "text": printable(&label.message) },
                    "physicalLocation": { "artifactLocation": artifact, "region": region(text, index, label.span) },
                })
            })
            .collect();
        result["relatedLocations"] = Value::Array(related);
    }
    if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "deletedRegion": region(text, index, edit.span),
                    "insertedContent": { "text": edit.text },
                })
            })
            .collect();
        result["fixes"] = json!([{
            "description": { "text": printable(&fix.title) },
            "artifactChanges": [{ "artifactLocation": artifact, "replacements": replacements }],
        }]);
    }
    result
}

fn artifact(path: &str) -> Value {
    if Path::new(path).is_absolute() {
        return json!({ "uri": format!("file://{}", encode_path(path)) });
    }
    json!({ "uri": encode_path(path), "uriBaseId": "%SRCROOT%" })
}

fn region(text: &str, index: &LineIndex, span: Span) -> Value {
    let (start, end) = (index.locate(text, span.start), index.locate(text, span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start.min(text.len()),
        "byteLength": span.end.min(text.len()) - span.start.min(text.len()),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The same for the same finding when lines before it change: rule, file, and the text of its line.
fn fingerprint(finding: &Finding, diagnostic: &Diagnostic) -> String {
    let text = &finding.report.text;
    let start = diagnostic.span.start.min(text.len());
    let line = Span::at(start).with_lines(text).of(text);
    let key = format!(
        "{}\n{}\n{}\n{}",
        diagnostic.rule.code,
        finding.path,
        line.trim(),
        diagnostic.message
    );
    crate::site::app::sha256(key.as_bytes()).chars().take(32).collect()
}

/// `dead-link` as `DeadLink`, the form that the format asks for in names.
fn pascal(name: &str) -> String {
    name.split('-')
        .flat_map(|part| {
            let mut chars = part.chars();
            chars
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(chars)
        })
        .collect()
}
