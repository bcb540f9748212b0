//! Sets `runbook_url`s in rule files as text edits: comments, order, quotes, line ends and indentation stay as they are.
//!
//! An edit replaces the value of an annotation, or inserts one where the file's own style has a place for it. Before
//! anything is written the new text is read again and held against the old one: the annotations that were to be set
//! must say what they should, and everything else must be the same ([`verified`]).

use super::read::{Place, RuleFile, RunbookUrl};
use super::yaml::{Node, NodeKind, Style, Tree};
use crate::diagnostic::TextEdit;
use crate::text::Span;
use crate::text::span::line_start;

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

/// Makes edits over one text.
struct Writer<'a> {
    text: &'a str,
}

impl Writer<'_> {
    /// Replaces the value of `runbook_url`.
    fn replace(&self, key: &Node, value: &Node, url: &str, flow: bool) -> Option<TextEdit> {
        let NodeKind::Scalar { style, .. } = value.kind else {
            return None;
        };
        if style == Style::Block || value.span.is_empty() {
            // The value begins behind the key's colon, wherever its content stands.
            let colon = self.colon(key)?;
            let end = if value.span.is_empty() {
                colon
            } else {
                self.trim_line_end(value.span.end)
            };
            let written = if flow { double(url) } else { plain(url) };
            return Some(TextEdit {
                span: Span::new(colon, end.max(colon)),
                text: format!(" {written}"),
            });
        }
        let written = match style {
            Style::Single => format!("'{}'", url.replace('\'', "''")),
            Style::Double => double(url),
            _ if flow => double(url),
            _ => plain(url),
        };
        Some(TextEdit {
            span: value.span,
            text: written,
        })
    }

    /// Adds `runbook_url` to annotations that are there.
    fn add_url(&self, annotations: &Node, url: &str) -> Option<TextEdit> {
        let NodeKind::Mapping { flow, .. } = annotations.kind else {
            return None;
        };
        if flow {
            return self.put_in_braces(annotations, "runbook_url", &double(url));
        }
        self.add_lines(annotations, "runbook_url", &|_| format!("runbook_url: {}", plain(url)))
    }

    /// Gives annotations to a rule without.
    fn add_annotations(&self, rule: &Node, url: &str) -> Option<TextEdit> {
        let NodeKind::Mapping { flow, .. } = rule.kind else {
            return None;
        };
        if flow {
            let quote = self.quote(rule);
            let value = format!("{{{quote}runbook_url{quote}: {}}}", double(url));
            return self.put_in_braces(rule, "annotations", &value);
        }
        let step = " ".repeat(self.step(rule));
        let end = self.line_end();
        self.add_lines(rule, "~", &|indent| {
            format!("annotations:{end}{indent}{step}runbook_url: {}", plain(url))
        })
    }

    /// Gives a value to the key `annotations` that has none.
    fn fill_annotations(&self, key: &Node, value: &Node, url: &str) -> Option<TextEdit> {
        let quote = if key.span.of(self.text).starts_with('"') {
            "\""
        } else {
            ""
        };
        let braces = format!("{{{quote}runbook_url{quote}: {}}}", double(url));
        if !value.span.is_empty() {
            return Some(TextEdit {
                span: value.span,
                text: braces,
            });
        }
        Some(TextEdit {
            span: Span::at(self.colon(key)?),
            text: format!(" {braces}"),
        })
    }

    /// Puts a pair first into a mapping in braces.
    fn put_in_braces(&self, node: &Node, key: &str, value: &str) -> Option<TextEdit> {
        let quote = self.quote(node);
        let pair = format!("{quote}{key}{quote}: {value}");
        match node.items().first() {
            None => {
                let at = node.span.start + 1;
                self.text.get(node.span.start..at).filter(|brace| *brace == "{")?;
                Some(TextEdit {
                    span: Span::at(at),
                    text: pair,
                })
            }
            Some(first) => {
                // A key on its own line gets one before it, in the same way.
                let gap = match self.indent(first.span.start) {
                    Some(indent) => format!("{}{indent}", self.line_end()),
                    None => " ".to_string(),
                };
                Some(TextEdit {
                    span: Span::at(self.outer_start(first)?),
                    text: format!("{pair},{gap}"),
                })
            }
        }
    }

    /// Adds lines for a key to a mapping in block style: before the first key that is greater, where the keys are in
    /// order; else behind the last; else before any that allows it.
    fn add_lines(&self, node: &Node, key: &str, lines: &dyn Fn(&str) -> String) -> Option<TextEdit> {
        let keys: Vec<&Node> = node.pairs().map(|(key, _, _)| key).collect();
        let indent = " ".repeat(self.column(keys.first()?.span.start)?);
        let names: Vec<&str> = keys.iter().filter_map(|key| key.text()).collect();
        let is_sorted = names.windows(2).all(|pair| pair.first() <= pair.last());
        let greater = keys
            .iter()
            .find(|other| is_sorted && other.text().is_some_and(|other| other > key));
        greater
            .and_then(|other| self.before(other, &indent, lines, false))
            .or_else(|| self.behind(node, &indent, lines))
            .or_else(|| {
                keys.iter()
                    .rev()
                    .find_map(|other| self.before(other, &indent, lines, true))
            })
    }

    /// Lines before a key that begins its line. A comment above belongs to the key, so it is not cut off from it,
    /// unless `anyhow`.
    fn before(&self, key: &Node, indent: &str, lines: &dyn Fn(&str) -> String, anyhow: bool) -> Option<TextEdit> {
        self.indent(key.span.start).filter(|found| found == indent)?;
        let line_start = line_start(self.text, key.span.start);
        let above = self.text.get(..line_start)?.trim_end_matches(['\n', '\r']);
        let above = above.rsplit('\n').next().unwrap_or("");
        if above.trim_start().starts_with('#') && !anyhow {
            return None;
        }
        Some(TextEdit {
            span: Span::at(key.span.start),
            text: format!("{}{}{indent}", lines(indent), self.line_end()),
        })
    }

    /// Lines behind the last value of a mapping.
    fn behind(&self, node: &Node, indent: &str, lines: &dyn Fn(&str) -> String) -> Option<TextEdit> {
        let (key, value) = node.pairs().last().map(|(key, value, _)| (key, value))?;
        let last = last_leaf(value);
        let end = match &last.kind {
            NodeKind::Scalar {
                style: Style::Block, ..
            } => {
                // `|+` keeps the empty lines behind it; they would be cut off.
                let head = self
                    .text
                    .get(key.span.end..last.span.start)?
                    .lines()
                    .rfind(|line| !line.trim().is_empty())?;
                let head = head.split('#').next().unwrap_or(head);
                // Without a line end behind it, it says less than with the one that lines behind it need.
                let is_cut = last.span.end >= self.text.len() && !self.text.ends_with('\n') && !head.contains('-');
                if head.contains('+') || is_cut {
                    return None;
                }
                self.trim_line_end(last.span.end)
            }
            _ if last.span.is_empty() => self.colon(key)?,
            _ => last.span.end,
        };
        let rest = self.text.get(end..)?;
        let line = rest.split('\n').next().unwrap_or("").trim_end_matches('\r');
        // Behind the value only a comment may follow.
        let after = line.trim_start();
        if !after.is_empty() && !after.starts_with('#') {
            return None;
        }
        Some(TextEdit {
            span: Span::at(end + line.len()),
            text: format!("{}{indent}{}", self.line_end(), lines(indent)),
        })
    }

    /// How far keys below a key of `rule` are indented: as its own children are, else by two.
    fn step(&self, rule: &Node) -> usize {
        let steps = rule.pairs().filter_map(|(key, value, _)| {
            let NodeKind::Mapping { flow: false, .. } = value.kind else {
                return None;
            };
            let inner = self.column(value.items().first()?.span.start)?;
            inner.checked_sub(self.column(key.span.start)?).filter(|step| *step > 0)
        });
        steps.min().unwrap_or(2)
    }

    /// `"` where the keys of a mapping, or those around it, are quoted as in JSON.
    fn quote(&self, node: &Node) -> &'static str {
        let first = node.items().first();
        let quoted = match first {
            Some(key) => key.span.of(self.text).starts_with('"'),
            None => self
                .text
                .get(..node.span.start)
                .is_some_and(|before| before.trim_end().ends_with("\":")),
        };
        if quoted { "\"" } else { "" }
    }

    /// The end of the colon behind a key.
    fn colon(&self, key: &Node) -> Option<usize> {
        let rest = self.text.get(key.span.end..)?;
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest.get(blank..)?.starts_with(':').then_some(key.span.end + blank + 1)
    }

    /// The start of a node with its anchor and tag: nothing may come between them.
    fn outer_start(&self, node: &Node) -> Option<usize> {
        (node.anchor == 0 && node.tag.is_none()).then_some(node.span.start)
    }

    /// The white space before `offset`, where nothing else stands before it on its line.
    fn indent(&self, offset: usize) -> Option<String> {
        let line = self.text.get(line_start(self.text, offset)..offset)?;
        line.chars().all(|c| c == ' ').then(|| line.to_string())
    }

    /// How many characters stand before `offset` on its line.
    fn column(&self, offset: usize) -> Option<usize> {
        let line = self.text.get(line_start(self.text, offset)..offset)?;
        Some(line.trim_start_matches('\u{feff}').chars().count())
    }

    /// `offset` without the white space and line ends before it.
    fn trim_line_end(&self, offset: usize) -> usize {
        self.text
            .get(..offset)
            .map_or(offset, |before| before.trim_end_matches([' ', '\t', '\n', '\r']).len())
    }

    /// The file's line end: that of its first line.
    fn line_end(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
            _ => "\n",
        }
    }
}

/// What stands last in a node.
fn last_leaf(node: &Node) -> &Node {
    match &node.kind {
        NodeKind::Sequence { items } | NodeKind::Mapping { items, flow: false } if !items.is_empty() => {
            items.last().map_or(node, last_leaf)
        }
        _ => node,
    }
}

/// A web address as YAML without quotes where that is safe.
fn plain(url: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~/%&=+@:".contains(c);
    if url.chars().all(safe) && !url.ends_with(':') {
        url.to_string()
    } else {
        double(url)
    }
}

fn double(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
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

/// Whether `text` says what `file` says, but for the wishes, which it grants.
pub fn verified(file: &RuleFile, text: &str, wishes: &[&Wanted]) -> bool {
    let new = RuleFile::read(&file.path, text);
    if new.documents.len() != file.documents.len() || new.alerts.len() != file.alerts.len() {
        return false;
    }
    let granted = wishes.iter().all(|wish| {
        new.alerts
            .get(wish.alert)
            .is_some_and(|alert| matches!(&alert.runbook_url, RunbookUrl::Given(url) if url.value == wish.url))
    });
    if !granted {
        return false;
    }
    file.documents
        .iter()
        .zip(&new.documents)
        .enumerate()
        .all(|(number, (old, new))| {
            old.trees.len() == new.trees.len()
                && old.trees.iter().zip(&new.trees).enumerate().all(|(tree, (old, new))| {
                    let (mut old, mut new) = (old.root.clone(), new.root.clone());
                    for wish in wishes {
                        let Some(alert) = file.alerts.get(wish.alert) else {
                            return false;
                        };
                        if (alert.place.document, alert.place.tree) != (number, tree) {
                            continue;
                        }
                        let Ok(path) = &alert.place.path else { return false };
                        if !(without_url(&mut old, path) && without_url(&mut new, path)) {
                            return false;
                        }
                    }
                    old.same(&new)
                })
        })
}

/// Takes the `runbook_url` out of the rule at `path`, and annotations that say nothing else. `false` when there is no
/// such rule.
fn without_url(root: &mut Node, path: &[usize]) -> bool {
    let mut node = root;
    for at in path {
        let items = match &mut node.kind {
            NodeKind::Sequence { items } | NodeKind::Mapping { items, .. } => items,
            _ => return false,
        };
        match items.get_mut(*at) {
            Some(child) => node = child,
            None => return false,
        }
    }
    let annotations = node.get("annotations").map(|(_, at)| at);
    let NodeKind::Mapping { items: rule, .. } = &mut node.kind else {
        return false;
    };
    let Some(at) = annotations else { return true };
    let Some(value) = rule.get_mut(at) else { return false };
    let url = value.get("runbook_url").map(|(_, at)| at);
    let is_empty = match &mut value.kind {
        NodeKind::Mapping { items, .. } => {
            if let Some(url) = url {
                items.drain(url - 1..=url);
            }
            items.is_empty()
        }
        _ => value.is_null(),
    };
    if is_empty && value.anchor == 0 {
        rule.drain(at - 1..=at);
    }
    true
}

#[cfg(test)]
mod tests;
