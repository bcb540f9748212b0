//! Sets `runbook_url`s in rule files as text edits: comments, order, quotes, line ends and indentation stay as they are.
//!
//! An edit replaces the value of an annotation, or inserts one where the file's own style has a place for it. Before
//! anything is written the new text is read again and held against the old one: the annotations that were to be set
//! must say what they should, and everything else must be the same (`proof`).

mod layout;
mod proof;
mod writer;

use super::read::{Place, RuleFile};
use super::yaml::{Node, NodeKind, Tree};
use crate::diagnostic::TextEdit;
use proof::verified;
use writer::Writer;

/// A `runbook_url` to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Number of the alert in its file.
    pub alert: usize,
    /// What it is to say.
    pub url: String,
}

/// What became of a file's wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The file's new text; `None` when it stays as it is.
    pub text: Option<String>,
    /// The alerts that were set, by number.
    pub set: Vec<usize>,
    /// The alerts that were not, and why.
    pub refused: Vec<(usize, &'static str)>,
}

const NO_PLACE: &str = "there is no place for it that keeps the rest as it is";
const UNPROVEN: &str = "the file would not have said the same afterwards";

/// Sets `runbook_url`s in `file`.
pub fn change(file: &RuleFile, wanted: &[Wanted]) -> Change {
    let mut change = Change::default();
    let mut edits: Vec<(usize, TextEdit)> = Vec::new();
    for wish in wanted {
        match edit(file, wish) {
            Ok(edit) => edits.push((wish.alert, edit)),
            Err(why) => change.refused.push((wish.alert, why)),
        }
    }
    if edits.is_empty() {
        return change;
    }
    let wishes: Vec<&Wanted> = wanted
        .iter()
        .filter(|wish| edits.iter().any(|(alert, _)| *alert == wish.alert))
        .collect();
    let applied = apply(&file.text, edits.iter().map(|(_, edit)| edit));
    match applied.filter(|text| verified(file, text, &wishes)) {
        Some(text) => {
            change.set = edits.iter().map(|(alert, _)| *alert).collect();
            change.text = Some(text);
        }
        // One rule in a shape that nobody foresaw must not keep the others from being set.
        None if edits.len() > 1 => return one_by_one(file, wanted),
        None => change.refused.extend(edits.iter().map(|(alert, _)| (*alert, UNPROVEN))),
    }
    change
}

/// Sets each on its own and keeps those that can be proven.
fn one_by_one(file: &RuleFile, wanted: &[Wanted]) -> Change {
    let mut change = Change::default();
    let mut current = file.clone();
    for wish in wanted {
        let one = self::change(&current, std::slice::from_ref(wish));
        change.refused.extend(one.refused);
        if let Some(text) = one.text {
            current = RuleFile::read(&file.path, &text);
            change.text = Some(text);
            change.set.push(wish.alert);
        }
    }
    change
}

/// The edit that sets one annotation.
fn edit(file: &RuleFile, wish: &Wanted) -> Result<TextEdit, &'static str> {
    let alert = file.alerts.get(wish.alert).ok_or(NO_PLACE)?;
    let path = alert.place.path.as_ref().map_err(|why| *why)?;
    let tree = tree(file, &alert.place).ok_or(NO_PLACE)?;
    if tree.is_shared(path) {
        return Err("its rule is used in several places (a YAML alias)");
    }
    let rule = tree.at(path).ok_or(NO_PLACE)?;
    let writer = Writer { text: &file.text };
    let Some((key, annotations)) = pair(rule, "annotations") else {
        return writer.add_annotations(rule, &wish.url).ok_or(NO_PLACE);
    };
    if annotations.anchor > 0 && tree.is_shared(&child(path, rule, "annotations")) {
        return Err("its annotations are used in several places (a YAML alias)");
    }
    if matches!(annotations.kind, NodeKind::Alias(_)) {
        return Err("its annotations stand elsewhere (a YAML alias)");
    }
    if annotations.is_null() {
        return writer.fill_annotations(key, annotations, &wish.url).ok_or(NO_PLACE);
    }
    match pair(annotations, "runbook_url") {
        Some((key, value)) => {
            if matches!(value.kind, NodeKind::Alias(_)) || value.anchor > 0 || value.tag.is_some() {
                return Err("its value has an anchor, an alias or a tag");
            }
            let flow = matches!(annotations.kind, NodeKind::Mapping { flow: true, .. });
            writer.replace(key, value, &wish.url, flow).ok_or(NO_PLACE)
        }
        None => writer.add_url(annotations, &wish.url).ok_or(NO_PLACE),
    }
}

fn tree<'a>(file: &'a RuleFile, place: &Place) -> Option<&'a Tree> {
    file.documents.get(place.document)?.trees.get(place.tree)
}

fn pair<'a>(node: &'a Node, key: &str) -> Option<(&'a Node, &'a Node)> {
    node.pairs()
        .find(|(name, _, _)| name.text() == Some(key))
        .map(|(key, value, _)| (key, value))
}

fn child(path: &[usize], node: &Node, key: &str) -> Vec<usize> {
    let at = node.get(key).map(|(_, at)| at);
    path.iter().copied().chain(at).collect()
}

/// The text with edits applied; `None` when two overlap.
fn apply<'a>(text: &str, edits: impl Iterator<Item = &'a TextEdit>) -> Option<String> {
    let mut edits: Vec<&TextEdit> = edits.collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len() + edits.len() * 80);
    let mut from = 0;
    for edit in edits {
        out.push_str(text.get(from..edit.span.start)?);
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(text.get(from..)?);
    Some(out)
}

#[cfg(test)]
mod tests;
