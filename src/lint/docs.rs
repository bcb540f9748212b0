//! The rules in words: the page `docs/rules.md` and `check --explain`.

use super::allow::MARK;
use super::registry::{ALL, Entry};
use crate::diagnostic::Severity;
use std::fmt::Write as _;

/// The page `docs/rules.md`, made from the registry.
pub fn page() -> String {
    let mut out = String::from(
        "# Rules\n\n\
         <!-- Made from the registry in src/lint/rules: `BREAKGLASS_UPDATE=1 cargo test --test suite rules_page` writes it anew -->\n\n\
         What `breakglass check` looks for. An error misleads or breaks something in an incident; a warning is what a reader \
         stumbles over; an info is advice, and never fails a check.\n\n\
         ## Levels\n\n\
         A team sets the level of a rule in `breakglass.toml`, by name or code:\n\n\
         ```toml\n[rules]\nowner-missing = \"error\"\nBG053 = \"off\"\n```\n\n\
         ## Allowing a finding\n\n\
         An HTML comment with a reason allows what a rule finds in the block behind it, or, behind text, in its line. \
         `breakglass-allow-file` covers the whole file. Several rules are separated by commas.\n\n\
         ```markdown\n<!-- breakglass-allow destructive-without-rollback: the cache fills itself -->\n```\n\n\
         An allowance without a reason, for a rule that does not exist, or without effect is itself a finding.\n\n\
         ## Settings\n\n\
         `[placeholders]` says which texts are no placeholders, `[sections]` and `[severities]` which words a team uses: see \
         [configuration](configuration.md).\n\n\
         ## All rules\n\n| Code | Name | Level | Fixed by `--fix` |\n|------|------|-------|------------------|\n",
    );
    for entry in ALL {
        let rule = entry.rule;
        let fixed = if entry.docs.fix.is_empty() { "" } else { "yes" };
        let _ = writeln!(
            out,
            "| [{code}](#{anchor}) | `{name}` | {level} | {fixed} |",
            code = rule.code,
            anchor = anchor(entry),
            name = rule.name,
            level = rule.severity.name(),
        );
    }
    for entry in ALL {
        let _ = write!(out, "\n## {}: {}\n\n", entry.rule.code, entry.rule.name);
        out.push_str(&body(entry, true));
    }
    out
}

/// One rule for the terminal.
pub fn explain(entry: &Entry) -> String {
    let name = entry.rule.name;
    format!(
        "{}: {name} ({})\n\n{}\n\
         One that is right as it stands: `<!-- {MARK} {name}: reason -->` before the block or behind the line.\n\
         For all runbooks: `{name} = \"off\"` (or another level) under `[rules]` in breakglass.toml.\n",
        entry.rule.code,
        entry.rule.severity.name(),
        body(entry, false)
    )
}

/// One line for each rule.
pub fn list() -> String {
    ALL.iter().fold(String::new(), |mut out, entry| {
        let _ = writeln!(
            out,
            "{}  {:<8} {:<36} {}",
            entry.rule.code,
            entry.rule.severity.name(),
            entry.rule.name,
            first(entry.docs.what)
        );
        out
    })
}

/// The text up to the end of the first sentence.
fn first(text: &str) -> &str {
    text.split_once(". ")
        .map_or(text, |(first, _)| first)
        .trim_end_matches('.')
}

fn anchor(entry: &Entry) -> String {
    crate::text::slug::heading_slug(&format!("{}: {}", entry.rule.code, entry.rule.name))
}

fn body(entry: &Entry, is_page: bool) -> String {
    let docs = &entry.docs;
    let mut out = format!("{}\n\n{}\n", docs.what, docs.why);
    if is_page {
        let level = match entry.rule.severity {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
            Severity::Info => "Info",
        };
        let _ = write!(out, "\nLevel: {level}.");
        out.push_str(if docs.fix.is_empty() { "\n" } else { " Fix: " });
    } else if !docs.fix.is_empty() {
        out.push_str("\n`--fix`: ");
    }
    if !docs.fix.is_empty() {
        let _ = writeln!(out, "{}", docs.fix);
    }
    for (title, files) in [("Found in", docs.bad), ("Not found in", docs.good)] {
        let _ = writeln!(out, "\n{title}:");
        for (path, text) in files {
            if files.len() > 1 {
                let _ = writeln!(out, "\n`{path}`");
            }
            let text = shown(text);
            if is_page {
                let fence = if text.contains("````") { "`````" } else { "````" };
                let language = if path.ends_with(".toml") { "toml" } else { "markdown" };
                let _ = write!(out, "\n{fence}{language}\n{text}{fence}\n");
            } else {
                out.push('\n');
                for line in text.lines() {
                    let _ = writeln!(out, "{}", format!("    {line}").trim_end());
                }
            }
        }
    }
    out
}

/// An example with the characters spelled out that nobody would see.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' => out.push('␍'),
            '\t' => out.push('␉'),
            '\u{feff}' => out.push_str("␛U+FEFF␛"),
            '\u{a0}' => out.push('⍽'),
            c => out.push(c),
        }
    }
    out.replace("␛U+FEFF␛", "⟨U+FEFF⟩")
}
