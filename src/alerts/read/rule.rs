//! One rule: what it says of its alert.

use super::walk::{MASKED, Reader, Way, is_grafanas};
use super::{Alert, DEEPEST_LIST, Place, RunbookUrl};
use crate::alerts::rules;
use crate::alerts::template;
use crate::alerts::yaml::{Node, NodeKind, Tree};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;
use crate::text::span::Spanned;
use std::collections::HashSet;

impl<'a> Reader<'a> {
    pub(super) fn rule(&mut self, rule: &'a Node, way: Way, group: &str) {
        let tree = self.tree;
        if rule.is_null() || (self.is_masked(rule.span) && !matches!(rule.kind, NodeKind::Mapping { .. })) {
            return;
        }
        if !matches!(rule.kind, NodeKind::Mapping { .. }) {
            self.problem(rule.span, "a rule must be a mapping");
            return;
        }
        self.repeated_keys(rule);
        let is_rule = rule.get("alert").is_some() || rule.get("record").is_some();
        let is_silent = |node: Option<&Node>| node.is_none_or(Node::is_null);
        if is_rule && self.document.masked.is_empty() && is_silent(find(tree, rule, "expr", 0)) {
            // A patch that is laid over a chart's rules may do without.
            let mut finding = Diagnostic::new(
                rules::RULES_UNREADABLE,
                Span::at(rule.span.start),
                "this rule has no `expr`",
            );
            finding.severity = Severity::Warning;
            self.file.diagnostics.push(finding);
        }
        let has_record = rule.get("record").is_some();
        let title = || rule.get("title").filter(|_| is_grafanas(rule));
        let Some((name, _)) = rule.get("alert").or_else(title) else {
            if has_record {
                self.file.records += 1;
            } else {
                self.problem(
                    Span::at(rule.span.start),
                    "this rule has no name: neither `alert` nor `record`, nor Grafana's `title`",
                );
            }
            return;
        };
        let (name, _) = tree.resolve(name);
        if has_record {
            self.problem(name.span, "this rule has both `alert` and `record`");
        }
        if self.is_masked(name.span) {
            // A masked document has said so already.
            if self.document.masked.is_empty() {
                let what = "the alert's name is a template; the alert was passed over";
                self.file
                    .diagnostics
                    .push(Diagnostic::new(rules::TEMPLATED_TEXT, name.span, what));
            }
            return;
        }
        let text = match name.text() {
            Some(text) if !text.trim().is_empty() && !name.is_null() => text,
            _ => {
                self.problem(name.span, "`alert` must be the alert's name");
                return;
            }
        };
        let way = if self.document.masked.is_empty() {
            way
        } else {
            Err(MASKED)
        };
        let severity = self.lookup(rule, "labels", "severity");
        let severity = severity
            .filter(|node| !self.is_masked(node.span))
            .and_then(|node| Some(Spanned::new(node.text()?.trim().to_string(), node.span)))
            .filter(|severity| !severity.value.is_empty());
        let runbook_url = self.runbook_url(rule);
        self.file.alerts.push(Alert {
            name: Spanned::new(text.to_string(), name.span),
            severity,
            group: group.to_string(),
            resource: self.resource.clone(),
            runbook_url,
            place: Place {
                document: self.place.0,
                tree: self.place.1,
                path: way,
            },
        });
    }

    fn runbook_url(&mut self, rule: &'a Node) -> RunbookUrl {
        let Some(node) = self.lookup(rule, "annotations", "runbook_url") else {
            return RunbookUrl::Missing;
        };
        let inside = |part: &Span| part.start < node.span.end && node.span.start < part.end;
        // `{{ .Values.x }}` without quotes is a mapping to YAML.
        let is_braces =
            matches!(node.kind, NodeKind::Mapping { .. }) && template::is_templated(node.span.of(&self.file.text));
        if is_braces || self.document.masked.iter().any(inside) {
            return RunbookUrl::Templated(node.span);
        }
        match node.text() {
            Some(text) if node.is_null() || text.trim().is_empty() => RunbookUrl::Missing,
            Some(text) => RunbookUrl::Given(Spanned::new(text.trim().to_string(), node.span)),
            None => {
                self.problem(node.span, "`runbook_url` must be a text");
                RunbookUrl::Missing
            }
        }
    }

    /// `rule.<map>.<key>`, through aliases and merge keys.
    fn lookup(&mut self, rule: &'a Node, map: &str, key: &str) -> Option<&'a Node> {
        let tree = self.tree;
        let (node, _) = tree.resolve(rule.get(map)?.0);
        if !node.is_null() && !matches!(node.kind, NodeKind::Mapping { .. }) && !self.is_masked(node.span) {
            self.problem(node.span, format!("`{map}` must be a mapping"));
            return None;
        }
        self.repeated_keys(node);
        find(tree, node, key, 0)
    }

    /// Prometheus refuses a file in which a key stands twice.
    pub(super) fn repeated_keys(&mut self, node: &'a Node) {
        let mut seen = HashSet::new();
        // Branches of a template may well hold the same keys.
        if !self.document.masked.is_empty() {
            return;
        }
        for (key, _, _) in node.pairs() {
            if let Some(text) = key.text()
                && text != "<<"
                && !seen.insert(text)
            {
                self.problem(key.span, format!("the key `{text}` stands here a second time"));
            }
        }
    }
}

/// The value of `key` in a mapping, else in what it merges in (`<<`).
fn find<'a>(tree: &'a Tree, node: &'a Node, key: &str, depth: usize) -> Option<&'a Node> {
    if let Some((value, _)) = node.get(key) {
        return Some(tree.resolve(value).0);
    }
    if depth > DEEPEST_LIST {
        return None;
    }
    let merged = node.pairs().filter(|(name, _, _)| name.text() == Some("<<"));
    for (_, value, _) in merged {
        let (value, _) = tree.resolve(value);
        let found = match &value.kind {
            NodeKind::Sequence { items } => items
                .iter()
                .find_map(|item| find(tree, tree.resolve(item).0, key, depth + 1)),
            _ => find(tree, value, key, depth + 1),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}
