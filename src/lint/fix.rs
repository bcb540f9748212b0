//! Applying safe fixes until there are none left.

use super::{Around, Options, check_source};
use crate::diagnostic::{Diagnostic, TextEdit};
use crate::text::edit::{apply, are_apart};

/// How often a file is looked at again. A fix that made room for another one needs a second look; no real file needs a
/// tenth, and a pair of rules that undo each other must end.
const MOST_ROUNDS: usize = 10;

/// What fixing a file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// The findings that were settled, by rule name, in the order of fixing.
    pub settled: Vec<&'static str>,
}

/// Applies the safe fixes of `source` until none is left; `None` when there was none. Findings that are switched off or
/// allowed are left alone.
pub fn fix(path: &str, source: &str, around: &Around, options: &Options) -> Option<Fixed> {
    let mut text = source.to_string();
    let mut settled = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let findings = check_source(path, &text, around, options);
        let (edits, names) = choose(&findings);
        let next = match apply(&text, &edits) {
            Some(next) if next != text => next,
            _ => break,
        };
        text = next;
        settled.extend(names);
    }
    (!settled.is_empty()).then_some(Fixed { text, settled })
}

/// The edits of safe fixes that can be made together, in source order, and the rules they settle. Of two that touch,
/// the second waits for the next round.
fn choose(findings: &[Diagnostic]) -> (Vec<TextEdit>, Vec<&'static str>) {
    let mut edits: Vec<TextEdit> = Vec::new();
    let mut names = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe && !fix.edits.is_empty()) else {
            continue;
        };
        let fits = fix
            .edits
            .iter()
            .all(|new| around_place(&edits, new).iter().all(|old| are_apart(old, new)));
        if fits {
            for edit in &fix.edits {
                let at =
                    edits.partition_point(|old| (old.span.start, old.span.end) <= (edit.span.start, edit.span.end));
                edits.insert(at, edit.clone());
            }
            names.push(finding.rule.name);
        }
    }
    (edits, names)
}

/// The chosen edits, which are in order, that could touch `new`.
fn around_place<'a>(edits: &'a [TextEdit], new: &TextEdit) -> &'a [TextEdit] {
    let from = edits.partition_point(|old| old.span.end < new.span.start);
    let to = edits.partition_point(|old| old.span.start <= new.span.end);
    edits.get(from..to.max(from)).unwrap_or(&[])
}
