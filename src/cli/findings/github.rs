//! `--format github`: workflow commands that GitHub Actions shows beside the changed lines.

use super::Finding;
use crate::diagnostic::Severity;
use crate::text::LineIndex;
use crate::text::escape::printable;
use std::fmt::Write as _;

/// One workflow command for each finding.
pub fn render(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let text = &finding.report.text;
        let index = LineIndex::new(text);
        for diagnostic in &finding.report.diagnostics {
            let kind = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let start = index.locate(text, diagnostic.span.start);
            // An annotation stands below the last line; a line break at the end would name the next one.
            let told = diagnostic.span.of(text).trim_end_matches(['\r', '\n']).len();
            let end = index.locate(text, diagnostic.span.start + told);
            let _ = write!(
                out,
                "::{kind} file={},line={},endLine={}",
                property(&finding.path),
                start.line,
                end.line
            );
            // GitHub takes columns only within one line.
            if start.line == end.line {
                let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
            }
            let title = format!("{} {}", diagnostic.rule.code, diagnostic.rule.name);
            // GitHub shows ten annotations of a kind; of all others the log has the message alone.
            let mut message = format!(
                "{}:{}:{}: {}",
                printable(&finding.path),
                start.line,
                start.column,
                printable(&diagnostic.message)
            );
            if let Some(help) = &diagnostic.help {
                message.push('\n');
                message.push_str(&printable(help));
            }
            let _ = writeln!(out, ",title={}::{}", property(&title), data(&message));
        }
    }
    out
}

/// A message: what ends a line is escaped, and the escape character itself.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value: beside that, what ends a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(data("50%\r\n::error::x"), "50%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
