//! The rules, in one slice: codes, documentation, settings and `--explain` all derive from it.

use super::{File, Folder, Options, rules};
use crate::diagnostic::{Diagnostic, Rule};

/// A rule with what is behind it.
#[derive(Debug)]
pub struct Entry {
    /// Its code, name and severity.
    pub rule: &'static Rule,
    /// What looks for it.
    pub check: Check,
    /// What a reader should know; native only, so that the wizard does not carry a manual.
    pub docs: Docs,
}

/// Looks at one file.
pub type FileCheck = fn(&File<'_>, &Options, &mut Vec<Diagnostic>);

/// Looks at a folder; findings name the member by number.
pub type FolderCheck = fn(&Folder<'_>, &Options, &mut Vec<(usize, Diagnostic)>);

/// What looks for a rule's findings.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A look at one file.
    File(FileCheck),
    /// A look at the whole folder.
    Folder(FolderCheck),
    /// A look at each file, and one at the folder as a whole.
    Both(FileCheck, FolderCheck),
    /// Found while reading a file, compiling the site, or applying allowances; not by the linter's own rules.
    Elsewhere,
}

/// A rule's documentation.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug)]
pub struct Docs {
    /// What it finds, one sentence.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// Files in which it is found.
    pub bad: &'static [(&'static str, &'static str)],
    /// The same files without it.
    pub good: &'static [(&'static str, &'static str)],
    /// What `--fix` does about it; empty when nothing.
    pub fix: &'static str,
}

/// A rule's documentation, left out of the app.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Copy, Debug)]
pub struct Docs;

/// Defines `RULE` and `ENTRY` of one rule. An example is one text, or files with their paths.
macro_rules! lint {
    (
        $(#[$doc:meta])*
        $code:literal $name:literal $severity:ident, $check:expr,
        what: $what:expr,
        why: $why:expr,
        bad: $bad:tt,
        good: $good:tt,
        fix: $fix:expr $(,)?
    ) => {
        $(#[$doc])*
        pub const RULE: &crate::diagnostic::Rule = &crate::diagnostic::Rule {
            code: $code,
            name: $name,
            severity: crate::diagnostic::Severity::$severity,
        };

        /// The rule's place in the registry.
        pub const ENTRY: crate::lint::registry::Entry = crate::lint::registry::Entry {
            rule: RULE,
            check: $check,
            docs: crate::lint::registry::docs!(what: $what, why: $why, bad: $bad, good: $good, fix: $fix),
        };
    };
}

/// A rule's documentation on the native side, nothing in wasm.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! docs {
    (@ $text:literal) => { &[("runbook.md", $text)] };
    (@ [$($file:tt)*]) => { &[$($file)*] };
    (what: $what:expr, why: $why:expr, bad: $bad:tt, good: $good:tt, fix: $fix:expr) => {
        crate::lint::registry::Docs {
            what: $what,
            why: $why,
            bad: crate::lint::registry::docs!(@ $bad),
            good: crate::lint::registry::docs!(@ $good),
            fix: $fix,
        }
    };
}
#[cfg(target_arch = "wasm32")]
macro_rules! docs {
    ($($anything:tt)*) => {
        crate::lint::registry::Docs
    };
}
pub(crate) use {docs, lint};

/// Every rule, in code order.
pub const ALL: &[Entry] = rules::ALL;

/// The rule with this code or name, case ignored.
pub fn find(name: &str) -> Option<&'static Rule> {
    entry(name).map(|entry| entry.rule)
}

/// The entry of the rule with this code or name, case ignored.
pub fn entry(name: &str) -> Option<&'static Entry> {
    let name = name.trim();
    ALL.iter()
        .find(|entry| entry.rule.code.eq_ignore_ascii_case(name) || entry.rule.name.eq_ignore_ascii_case(name))
}
