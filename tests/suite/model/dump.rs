//! A model as text, for golden files: what a reviewer would check by eye, in source order.

use breakglass::diagnostic::Diagnostic;
use breakglass::markdown::Document;
use breakglass::runbook::variable::{Placeholder, Syntax};
use breakglass::runbook::{Metadata, Step, StepForm};
use breakglass::text::span::Spanned;
use breakglass::text::{LineIndex, Span};
use std::fmt::Write;

/// The dump of a document read from `source`.
pub fn dump(document: &Document, source: &str) -> String {
    let runbook = document.runbook();
    let lines = LineIndex::new(source);
    let line = |span: Span| lines.locate(source, span.start).line;
    let mut out = String::new();
    let _ = writeln!(out, "title: {}", runbook.title);
    let _ = writeln!(out, "summary: {}", runbook.summary);
    metadata(&mut out, &runbook.metadata, &line);
    for (index, section) in runbook.sections.iter().enumerate() {
        let _ = writeln!(
            out,
            "\n== {} \"{}\" #{} line {}",
            section.kind.name(),
            section.title,
            section.anchor,
            line(section.span)
        );
        for (at, branch) in runbook.branches.iter().enumerate() {
            if branch.section_index == index {
                let _ = writeln!(
                    out,
                    "branch {at} \"{}\" #{} lines {}-{} [{}]",
                    branch.title,
                    branch.anchor,
                    line(branch.span),
                    line(Span::at(branch.span.end)),
                    branch.id
                );
            }
        }
        for step in runbook.steps.iter().filter(|step| step.section_index == index) {
            self::step(&mut out, step, &line);
        }
    }
    if !runbook.commands.is_empty() {
        let _ = writeln!(out, "\n== commands");
    }
    for (at, command) in runbook.commands.iter().enumerate() {
        let reason = if command.danger_reason.is_empty() {
            String::new()
        } else {
            format!(" ({})", command.danger_reason)
        };
        let _ = writeln!(
            out,
            "{} line {} {} {}{reason}",
            at + 1,
            line(command.span),
            if command.language.is_empty() {
                "-"
            } else {
                command.language
            },
            command.danger.name()
        );
        for text in command.copy.lines() {
            let _ = writeln!(out, "  | {text}");
        }
        for place in &command.placeholders {
            let _ = writeln!(out, "  {}", placeholder(place));
        }
    }
    if !document.diagnostics.is_empty() {
        let _ = writeln!(out, "\n== diagnostics");
    }
    for diagnostic in &document.diagnostics {
        let Diagnostic {
            rule, message, span, ..
        } = diagnostic;
        let at = lines.locate(source, span.start);
        let _ = writeln!(out, "{}:{} {} {message}", at.line, at.column, rule.name);
    }
    out
}

fn metadata(out: &mut String, metadata: &Metadata, line: &dyn Fn(Span) -> usize) {
    if let Some(kind) = &metadata.kind {
        let _ = writeln!(out, "kind: {} (line {})", kind.value.name(), line(kind.span));
    }
    let mut fact = |name: &str, value: &Option<Spanned<String>>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {} (line {})", value.value, line(value.span));
        }
    };
    fact("severity", &metadata.severity_text);
    fact("affected users", &metadata.affected_users);
    fact("business impact", &metadata.business_impact);
    fact("category", &metadata.category);
    fact("dashboard", &metadata.dashboard);
    fact("description", &metadata.description);
    fact("owner", &metadata.owner);
    fact("last updated", &metadata.last_updated);
    fact("review cycle", &metadata.review_cycle);
    fact("next review", &metadata.next_review);
    if let Some(severity) = metadata.severity {
        let _ = writeln!(out, "level: {}", severity.code());
    }
    for alert in &metadata.alerts {
        let _ = writeln!(out, "alert: {} (line {})", alert.value, line(alert.span));
    }
    for pattern in &metadata.log_patterns {
        let _ = writeln!(out, "log pattern: {} (line {})", pattern.value, line(pattern.span));
    }
}

fn step(out: &mut String, step: &Step, line: &dyn Fn(Span) -> usize) {
    let form = match step.form {
        StepForm::Heading => "heading",
        StepForm::Ordered => "ordered",
        StepForm::Task => "task",
        StepForm::Row => "row",
    };
    let number = step.number.map_or(String::new(), |number| format!(" {number}"));
    let _ = write!(
        out,
        "- {form}{number} \"{}\" lines {}-{}",
        step.text,
        line(step.span),
        line(Span::at(step.span.end))
    );
    if !step.commands.is_empty() {
        let commands: Vec<String> = step.commands.iter().map(|at| (at + 1).to_string()).collect();
        let _ = write!(out, " commands {}", commands.join(","));
    }
    if let Some(branch) = step.branch {
        let _ = write!(out, " branch {branch}");
    }
    if let Some(parent) = step.parent {
        let _ = write!(out, " under {parent}");
    }
    let _ = writeln!(out, " [{}]", step.id);
    if let Some(expected) = &step.expected {
        let _ = writeln!(out, "    expected: {}", one_line(&expected.value));
    }
    for otherwise in &step.if_not {
        let _ = writeln!(out, "    if not: {}", one_line(&otherwise.value));
    }
    if let Some(rollback) = &step.rollback {
        let _ = writeln!(out, "    rollback: {}", one_line(&rollback.value));
    }
}

fn placeholder(place: &Placeholder) -> String {
    let syntax = match place.syntax {
        Syntax::Braced => "${}",
        Syntax::Bare => "$",
        Syntax::Angle => "<>",
        Syntax::Mustache => "{{}}",
    };
    let default = place
        .default
        .as_ref()
        .map_or(String::new(), |default| format!(" default {default}"));
    let backticks = if place.backticks > 0 { " in backticks" } else { "" };
    format!(
        "{syntax} {} {:?} at {}{default}{backticks}",
        place.name, place.quoting, place.range.start
    )
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("⏎")
}
