//! `check` over real public runbooks, where they are at hand (`../shared/corpora`): how often each rule finds something,
//! and that `--fix` changes what it may and nothing else.

use crate::corpora::corpora;
use crate::expected::is_in_file;
use breakglass::diagnostic::TextEdit;
use breakglass::lint::{Around, Options, check_source, fix};
use breakglass::markdown::{self, Links, Reference, Target};
use breakglass::site::{check, config, source};
use breakglass::text::edit::apply;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[test]
fn findings_of_the_corpora_are_as_many_as_before() {
    let folders = corpora();
    if folders.is_empty() {
        return;
    }
    let mut out = String::from("# Findings of `breakglass check` over public runbooks: rule and count.\n");
    for folder in folders {
        let sources = source::read(&folder).unwrap();
        let config = config::read(&sources.root).unwrap();
        let options = check::options(&config, breakglass::text::Date::new(2026, 11, 25));
        let checked = check::check(&sources, &options);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for finding in checked.reports.iter().flat_map(|report| &report.diagnostics) {
            let key = format!(
                "{} {} {}",
                finding.rule.code,
                finding.rule.name,
                finding.severity.name()
            );
            *counts.entry(key).or_default() += 1;
        }
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let total: usize = counts.values().sum();
        let _ = writeln!(out, "\n{name}: {} files, {total} findings", checked.files);
        for (rule, count) in counts {
            let _ = writeln!(out, "{count:>5} {rule}");
        }
    }
    is_in_file("tests/suite/check_corpora.txt", &out);
}

struct Anywhere;

impl Links for Anywhere {
    fn resolve(&mut self, reference: Reference<'_>) -> Target {
        Target::External(reference.href.to_string())
    }
}

/// The text of a page as a reader sees it, white space folded.
fn visible(source: &str) -> String {
    let document = markdown::read(source);
    let rendered = markdown::html::render(&document, &mut Anywhere, &mut Vec::new());
    let mut text = String::new();
    let mut in_tag = false;
    for c in rendered.body.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a reader runs, block by block.
fn copies(source: &str) -> Vec<String> {
    let document = markdown::read(source);
    document
        .runbook()
        .commands
        .iter()
        .map(|command| command.copy.clone())
        .collect()
}

fn markdown_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            markdown_files(&path, out);
        } else if breakglass::runbook::id::strip_extension(&name).is_some() {
            out.push(path);
        }
    }
}

#[test]
fn fixing_the_corpora_twice_changes_nothing_more_and_nothing_that_shows() {
    let options = Options::default();
    let around = Around::default();
    let (mut files, mut fixed) = (0, 0);
    let mut settled: BTreeMap<&str, usize> = BTreeMap::new();
    let mut paths = Vec::new();
    for folder in corpora() {
        markdown_files(&folder, &mut paths);
    }
    for path in &paths {
        let Ok(source) = String::from_utf8(std::fs::read(path).unwrap()) else {
            continue;
        };
        files += 1;
        let name = path.display();
        let Some(after) = fix::fix("runbook.md", &source, &around, &options) else {
            continue;
        };
        fixed += 1;
        for rule in &after.settled {
            *settled.entry(rule).or_default() += 1;
        }
        assert_eq!(
            fix::fix("runbook.md", &after.text, &around, &options),
            None,
            "{name}: a second run changes more"
        );
        assert_eq!(
            visible(&source),
            visible(&after.text),
            "{name}: the page reads otherwise"
        );
        assert_eq!(copies(&source), copies(&after.text), "{name}: commands changed");
        assert_eq!(
            source.matches("\r\n").count(),
            after.text.matches("\r\n").count(),
            "{name}: line ends changed"
        );
        outside_of_edits(&source, &after.text, &around, &options);
    }
    println!("{files} files, {fixed} changed: {settled:?}");
}

/// One round of edits, made by hand from the findings, leaves every byte outside of them; and rounds of them lead to the
/// fixed text.
#[track_caller]
fn outside_of_edits(source: &str, fixed: &str, around: &Around, options: &Options) {
    let mut text = source.to_string();
    for _ in 0..10 {
        let mut edits: Vec<TextEdit> = Vec::new();
        for finding in check_source("runbook.md", &text, around, options) {
            let fix = finding.fix.filter(|fix| fix.safe);
            for edit in fix.into_iter().flat_map(|fix| fix.edits) {
                if edits.last().is_none_or(|last| last.span.end <= edit.span.start) {
                    edits.push(edit);
                }
            }
        }
        if edits.is_empty() {
            break;
        }
        let next = apply(&text, &edits).unwrap();
        // The stretches between the edits, byte by byte.
        let (mut old, mut new) = (0, 0);
        for edit in &edits {
            let length = edit.span.start - old;
            assert_eq!(&text.as_bytes()[old..old + length], &next.as_bytes()[new..new + length]);
            old = edit.span.end;
            new += length + edit.text.len();
        }
        assert_eq!(&text.as_bytes()[old..], &next.as_bytes()[new..]);
        text = next;
    }
    assert!(text == fixed, "edits alone lead elsewhere");
}
