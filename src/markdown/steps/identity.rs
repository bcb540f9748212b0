//! Ids of steps and branches, which a log refers to: they outlive edits elsewhere.

use crate::markdown::step_text::step_heading;
use crate::runbook::section::with_plain_heading;
use crate::runbook::{Runbook, Section, SectionKind, StepId};
use crate::text::hash::{Map, fnv, long};
use crate::text::slug::id_part;

/// Labels that are longer are cut and told apart by their hash.
const LONGEST_LABEL: usize = 96;

/// Gives steps and branches their ids.
pub(super) fn identify(runbook: &mut Runbook) {
    let Runbook {
        steps,
        branches,
        sections,
        ..
    } = runbook;
    let mut names = Names {
        sections,
        last: (usize::MAX, String::new()),
    };
    let mut taken = Map::with_capacity_and_hasher(steps.len(), Default::default());
    for step in steps.iter_mut() {
        step.id = unique(&mut taken, names.get(step.section_index), &step.text);
    }
    let mut taken = Map::default();
    for branch in branches.iter_mut() {
        branch.id = unique(&mut taken, names.get(branch.section_index), &branch.title);
    }
}

/// The sections' parts of ids, each made once: steps come section by section.
struct Names<'a> {
    sections: &'a [Section],
    last: (usize, String),
}

impl Names<'_> {
    fn get(&mut self, index: usize) -> &str {
        if self.last.0 != index {
            self.last = (index, self.sections.get(index).map_or_else(String::new, section_name));
        }
        &self.last.1
    }
}

/// A section's part of an id: its kind, else its heading without numbers.
fn section_name(section: &Section) -> String {
    match section.kind {
        SectionKind::Other if step_heading(&section.title).is_some() => "steps".to_string(),
        SectionKind::Other => with_plain_heading(&section.title, |title| match title {
            "" => "steps".to_string(),
            title => id_part(title),
        }),
        kind => kind.name().to_string(),
    }
}

/// Whether a text is printable ASCII with single spaces between its words.
pub(in crate::markdown) fn is_folded(text: &str) -> bool {
    // Without a branch per byte, so that many are looked at in one instruction.
    let bytes = text.as_bytes();
    let is_plain = bytes.iter().fold(true, |all, byte| all & (b' '..0x7f).contains(byte));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or(&[]));
    let is_double = pairs.fold(false, |any, (a, b)| any | (*a == b' ' && *b == b' '));
    is_plain && !is_double && !text.starts_with(' ') && !text.ends_with(' ')
}

/// Whether a character is of the blocks from kana to Yi, which hold the ideographs and know neither case nor space.
fn is_han(c: char) -> bool {
    ('\u{3001}'..='\u{a4cf}').contains(&c)
}

/// Whether a text has single spaces between its words, no other white space, and none at its ends.
pub(in crate::markdown) fn is_single_spaced(text: &str) -> bool {
    let mut before = ' ';
    let is_single = text.chars().all(|c| {
        let is_space = !is_han(c) && c.is_whitespace();
        let before = std::mem::replace(&mut before, c);
        !is_space || c == ' ' && before != ' '
    });
    is_single && (before != ' ' || text.is_empty())
}

/// An id that no other has. `taken` counts, for the hash of each id, how often it was asked for; where two ids had the
/// same hash, one would get a number that it does not need.
fn unique(taken: &mut Map<u64, usize>, section: &str, text: &str) -> StepId {
    let mut id = String::with_capacity(section.len() + 1 + text.len());
    id.push_str(section);
    id.push('/');
    let from = id.len();
    if is_folded(text) {
        id.push_str(text);
        if let Some(label) = id.get_mut(from..) {
            label.make_ascii_lowercase();
        }
    } else {
        let mut gap = false;
        for c in text.chars() {
            if !is_han(c) && c.is_whitespace() {
                gap = id.len() > from;
                continue;
            }
            if std::mem::replace(&mut gap, false) {
                id.push(' ');
            }
            if is_han(c) {
                id.push(c);
            } else if !c.is_control() {
                id.extend(c.to_lowercase());
            }
        }
    }
    if id.len() - from > LONGEST_LABEL {
        let hash = fnv(id.as_bytes().get(from..).unwrap_or(&[]));
        let mut end = from + LONGEST_LABEL - 9;
        while !id.is_char_boundary(end) {
            end -= 1;
        }
        id.truncate(end);
        id.push_str(&format!("-{:08x}", hash as u32));
    }
    let key = long(id.as_bytes());
    let mut count = taken.get(&key).copied().unwrap_or(0) + 1;
    if count > 1 {
        let base = id;
        // A label may end in `~2` of its own.
        loop {
            id = format!("{base}~{count}");
            if !taken.contains_key(&long(id.as_bytes())) {
                break;
            }
            count += 1;
        }
        taken.insert(long(id.as_bytes()), 1);
    }
    taken.insert(key, count);
    StepId(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_fold_white_space_and_case_in_every_script() {
        for (text, id) in [
            ("Restart the API", "resolution/restart the api"),
            ("Größe\u{a0}PRÜFEN", "resolution/größe prüfen"),
            ("ポッドを\u{3000}ＡＰＩで確認", "resolution/ポッドを ａｐｉで確認"),
            ("a \u{7} b", "resolution/a  b"),
            ("Kontrolle\u{7}", "resolution/kontrolle"),
            ("a  b ", "resolution/a b"),
        ] {
            assert_eq!(unique(&mut Map::default(), "resolution", text).0, id, "{text}");
        }
    }

    #[test]
    fn folded_texts_are_told() {
        for text in ["", "a", "a b", "ポッド を", "é è"] {
            assert!(is_single_spaced(text), "{text}");
        }
        for text in [" a", "a ", "a  b", "a\u{3000}b", "a\tb", "é\u{a0}è", " "] {
            assert!(!is_single_spaced(text) && !is_folded(text), "{text}");
        }
    }
}
