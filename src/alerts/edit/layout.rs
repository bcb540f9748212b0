//! How a file is laid out: where things stand on their lines, and the style that what is added takes on.

use super::writer::Writer;
use crate::alerts::yaml::{Node, NodeKind};
use crate::text::span::line_start;

impl Writer<'_> {
    /// How far keys below a key of `rule` are indented: as its own children are, else by two.
    pub(super) fn step(&self, rule: &Node) -> usize {
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
    pub(super) fn quote(&self, node: &Node) -> &'static str {
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
    pub(super) fn colon(&self, key: &Node) -> Option<usize> {
        let rest = self.text.get(key.span.end..)?;
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest.get(blank..)?.starts_with(':').then_some(key.span.end + blank + 1)
    }

    /// The start of a node with its anchor and tag: nothing may come between them.
    pub(super) fn outer_start(&self, node: &Node) -> Option<usize> {
        (node.anchor == 0 && node.tag.is_none()).then_some(node.span.start)
    }

    /// The white space before `offset`, where nothing else stands before it on its line.
    pub(super) fn indent(&self, offset: usize) -> Option<String> {
        let line = self.text.get(line_start(self.text, offset)..offset)?;
        line.chars().all(|c| c == ' ').then(|| line.to_string())
    }

    /// How many characters stand before `offset` on its line.
    pub(super) fn column(&self, offset: usize) -> Option<usize> {
        let line = self.text.get(line_start(self.text, offset)..offset)?;
        Some(line.trim_start_matches('\u{feff}').chars().count())
    }

    /// `offset` without the white space and line ends before it.
    pub(super) fn trim_line_end(&self, offset: usize) -> usize {
        self.text
            .get(..offset)
            .map_or(offset, |before| before.trim_end_matches([' ', '\t', '\n', '\r']).len())
    }

    /// The file's line end: that of its first line.
    pub(super) fn line_end(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
            _ => "\n",
        }
    }
}
