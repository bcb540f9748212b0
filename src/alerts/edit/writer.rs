//! Makes the edits: a value replaced, or lines put where the file's own style has a place for them.

use crate::alerts::yaml::{Node, NodeKind, Style};
use crate::diagnostic::TextEdit;
use crate::text::Span;
use crate::text::span::line_start;

/// Makes edits over one text.
pub(super) struct Writer<'a> {
    pub(super) text: &'a str,
}

impl Writer<'_> {
    /// Replaces the value of `runbook_url`.
    pub(super) fn replace(&self, key: &Node, value: &Node, url: &str, flow: bool) -> Option<TextEdit> {
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
    pub(super) fn add_url(&self, annotations: &Node, url: &str) -> Option<TextEdit> {
        let NodeKind::Mapping { flow, .. } = annotations.kind else {
            return None;
        };
        if flow {
            return self.put_in_braces(annotations, "runbook_url", &double(url));
        }
        self.add_lines(annotations, "runbook_url", &|_| format!("runbook_url: {}", plain(url)))
    }

    /// Gives annotations to a rule without.
    pub(super) fn add_annotations(&self, rule: &Node, url: &str) -> Option<TextEdit> {
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
    pub(super) fn fill_annotations(&self, key: &Node, value: &Node, url: &str) -> Option<TextEdit> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_quoted_where_they_must_be() {
        assert_eq!(plain("https://x/a/B/"), "https://x/a/B/");
        assert_eq!(plain("https://x/a/B #c"), "\"https://x/a/B #c\"");
        assert_eq!(double("a\"\\"), "\"a\\\"\\\\\"");
    }
}
