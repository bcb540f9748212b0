//! Looking at sources in tests of rules.

use super::{Around, Folder, Member, Options, check_file, file::File, finish};
use crate::diagnostic::Diagnostic;
use crate::lint::registry::{ALL, Check};
use crate::runbook::RunbookId;

/// The findings about one runbook, those of the reader included.
pub fn findings(source: &str) -> Vec<Diagnostic> {
    findings_with("runbook.md", source, &Around::default(), &Options::default())
}

/// The same, with what surrounds it.
pub fn findings_with(path: &str, source: &str, around: &Around, options: &Options) -> Vec<Diagnostic> {
    let document = crate::markdown::read(source);
    let file = File::new(path, source, &document, around);
    let mut out = document.diagnostics.clone();
    out.extend(check_file(&file, options));
    finish(&file, out, options, true)
}

/// The names of the findings about one runbook, in source order.
pub fn names(source: &str) -> Vec<&'static str> {
    findings(source).iter().map(|finding| finding.rule.name).collect()
}

/// The texts in which one rule finds something, with its messages.
pub fn of(rule: &str, source: &str) -> Vec<(String, String)> {
    findings(source)
        .into_iter()
        .filter(|finding| finding.rule.name == rule)
        .map(|finding| (finding.span.of(source).to_string(), finding.message))
        .collect()
}

/// The places of one rule's findings.
#[track_caller]
pub fn check(rule: &str, source: &str, expected: &[&str]) {
    let found: Vec<String> = of(rule, source).into_iter().map(|(text, _)| text).collect();
    assert_eq!(found, expected, "{source}");
}

/// The findings of folder rules as `path: rule`.
pub fn folder(files: &[(&str, &str)], options: &Options) -> Vec<String> {
    let found = folder_findings(files, options).into_iter();
    found
        .map(|(at, finding)| format!("{}: {}", files[at].0, finding.rule.name))
        .collect()
}

/// The findings of folder rules, each with the number of its file.
pub fn folder_findings(files: &[(&str, &str)], options: &Options) -> Vec<(usize, Diagnostic)> {
    let documents: Vec<_> = files.iter().map(|(_, text)| crate::markdown::read(text)).collect();
    let ids: Vec<String> = files
        .iter()
        .map(|(path, _)| RunbookId::from_path(path).to_string())
        .collect();
    let around = Around::default();
    let members = files
        .iter()
        .zip(&documents)
        .zip(&ids)
        .map(|(((path, text), document), id)| Member {
            path,
            id,
            document,
            severity: document.runbook().metadata.severity,
            kind: document
                .runbook()
                .metadata
                .kind
                .as_ref()
                .map_or_else(Default::default, |kind| kind.value),
            profile: File::new(path, text, document, &around).profile,
        })
        .collect();
    let folder = Folder::new(members);
    let mut out = Vec::new();
    for entry in ALL {
        if let Check::Folder(check) | Check::Both(_, check) = entry.check {
            check(&folder, options, &mut out);
        }
    }
    out
}
