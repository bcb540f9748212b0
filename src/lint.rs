//! The linter: what misleads or breaks in an incident, and what a reader would stumble over.
//!
//! 1. [`File::new`] walks a parsed file once and collects what rules look at: leaves of prose, code blocks, links;
//! 2. every rule of [`registry::ALL`] looks at the file, or at the whole folder;
//! 3. [`allow`] takes away what the author allowed with a reason, and [`Options`] sets the levels of a team;
//! 4. [`fix`] applies the safe changes until there are none left.
//!
//! The same code runs in the generator and in the wizard. Pure: dates and neighbours are passed in.

pub mod allow;
#[cfg(not(target_arch = "wasm32"))]
pub mod docs;
pub mod file;
pub mod fix;
pub mod folder;
pub mod options;
pub mod registry;
pub mod rules;
pub mod words;

use crate::text::order;
pub use file::{Around, File, Profile};
pub use folder::{Folder, Member};
pub use options::Options;
pub use registry::{Check, Entry};

use crate::diagnostic::Diagnostic;

/// Findings of the rules that need one file only, in no particular order, before levels and allowances.
pub fn check_file(file: &File<'_>, options: &Options) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    // A file that is shown as plain text has nothing that rules could look at.
    if file.document.prepared.is_plain {
        return out;
    }
    for entry in registry::ALL {
        if let Check::File(check) | Check::Both(check, _) = entry.check
            && !options.is_off(entry.rule)
        {
            check(file, options, &mut out);
        }
    }
    out
}

/// Everything there is to say about one source on its own, ready to be shown: the wizard's "Problems", and what
/// `--fix` works from.
pub fn check_source(path: &str, source: &str, around: &Around, options: &Options) -> Vec<Diagnostic> {
    let document = crate::markdown::read_with(source, &options.settings);
    let file = File::new(path, source, &document, around);
    let mut out = document.diagnostics.clone();
    out.extend(check_file(&file, options));
    finish(&file, out, options, false)
}

/// Levels, allowances and order. `complete` says that every rule has looked, so that an allowance without effect can
/// be told.
pub fn finish(file: &File<'_>, mut findings: Vec<Diagnostic>, options: &Options, complete: bool) -> Vec<Diagnostic> {
    options.set_levels(&mut findings);
    let mut about_allowances = allow::apply(file, &mut findings, options, complete);
    options.set_levels(&mut about_allowances);
    findings.extend(about_allowances);
    order::sort(&mut findings, &|a, b| {
        (a.span, a.rule.code, &a.message).cmp(&(b.span, b.rule.code, &b.message))
    });
    findings.dedup();
    findings
}

#[cfg(test)]
mod testing;
