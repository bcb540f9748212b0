//! The walk from a document's root to its alerting rules.

use super::{DEEPEST_LIST, Document, MOST_ALERTS, RuleFile};
use crate::alerts::rules;
use crate::alerts::template;
use crate::alerts::yaml::{Node, NodeKind, Style, Tree};
use crate::diagnostic::Diagnostic;
use crate::text::Span;
use crate::text::span::line_start;
use std::collections::HashSet;

/// A walk through one tree.
pub(super) struct Reader<'a> {
    pub(super) file: &'a mut RuleFile,
    pub(super) document: &'a Document,
    pub(super) tree: &'a Tree,
    pub(super) place: (usize, usize),
    pub(super) resource: Option<String>,
    /// Texts that are rule files of their own, with the name of the resource that holds them.
    pub(super) nested: &'a mut Vec<(Span, Option<String>)>,
}

pub(super) type Way = Result<Vec<usize>, &'static str>;

const ALIASED: &str = "it is written once and used in several places (a YAML alias)";
pub(super) const NESTED: &str = "it stands in a text inside another resource";
pub(super) const MASKED: &str = "its document is a template that is not rendered yet";

impl<'a> Reader<'a> {
    pub(super) fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.file
            .diagnostics
            .push(Diagnostic::new(rules::RULES_UNREADABLE, span, message));
    }

    pub(super) fn is_masked(&self, span: Span) -> bool {
        let inside = |part: &Span| part.start < span.end && span.start < part.end;
        self.document.masked.iter().any(inside) || template::is_templated(span.of(&self.file.text))
    }

    pub(super) fn resource(&mut self, node: &'a Node, way: Way, depth: usize) {
        let tree = self.tree;
        let (node, way) = follow(tree, node, way);
        if !matches!(node.kind, NodeKind::Mapping { .. }) {
            return;
        }
        let kind = node.get("kind").and_then(|(kind, _)| kind.text());
        match kind {
            Some("PrometheusRule") => {
                self.resource = name_of(tree, node);
                match get(node, &way, "spec") {
                    Some((spec, way)) => {
                        let (spec, way) = follow(tree, spec, way);
                        match get(spec, &way, "groups") {
                            Some((groups, way)) => self.groups(groups, way),
                            None if spec.is_null() || matches!(spec.kind, NodeKind::Mapping { .. }) => {}
                            None => self.problem(spec.span, "`spec` of this PrometheusRule must be a mapping"),
                        }
                    }
                    None => self.problem(Span::at(node.span.start), "this PrometheusRule has no `spec`"),
                }
                self.resource = None;
            }
            Some(kind) if kind.ends_with("List") && depth < DEEPEST_LIST => {
                if let Some((items, way)) = get(node, &way, "items") {
                    let (items, way) = follow(tree, items, way);
                    if let NodeKind::Sequence { items } = &items.kind {
                        for (at, item) in items.iter().enumerate() {
                            self.resource(item, step(&way, at), depth + 1);
                        }
                    }
                }
            }
            Some("ConfigMap") => self.texts(node),
            Some(_) => {
                self.resource = name_of(tree, node);
                self.other_kind(node, &way);
                self.resource = None;
            }
            None => match get(node, &way, "groups") {
                Some((groups, way)) => self.groups(groups, way),
                // A file that is one rule, as charms have them.
                None if node.get("alert").is_some() && node.get("expr").is_some() => self.rule(node, way, ""),
                None => self.values(node, &way, 0),
            },
        }
    }

    /// Rules in resources of other operators: `spec.groups` as a `PrometheusRule` has it (`VMRule`, Loki's `AlertingRule`,
    /// Google's `Rules`), or a `spec` that is one group (`PrometheusRuleGroup`, `GrafanaAlertRuleGroup`).
    fn other_kind(&mut self, node: &'a Node, way: &Way) {
        let tree = self.tree;
        let Some((spec, way)) = get(node, way, "spec") else {
            return;
        };
        let (spec, way) = follow(tree, spec, way);
        let rules = || get(spec, &way, "rules").filter(|(rules, _)| is_rules(tree, rules));
        if let Some((groups, way)) = get(spec, &way, "groups").filter(|(groups, _)| is_groups(tree, groups)) {
            self.groups(groups, way);
        } else if let Some((rules, way)) = rules() {
            self.file.groups += 1;
            let name = self.resource.clone().unwrap_or_default();
            self.rules(rules, way, &name);
        }
    }

    /// The texts of a ConfigMap that are rule files.
    fn texts(&mut self, node: &'a Node) {
        let tree = self.tree;
        let Some((data, _)) = node.get("data") else { return };
        let name = name_of(tree, node);
        for (_, value, _) in tree.resolve(data).0.pairs() {
            self.text(value, name.as_deref());
        }
    }

    /// A text that may be a rule file.
    fn text(&mut self, value: &Node, resource: Option<&str>) {
        let NodeKind::Scalar { text, style } = &value.kind else {
            return;
        };
        if !text.lines().any(|line| line.trim() == "groups:") {
            return;
        }
        if *style != Style::Block || self.is_folded(value) {
            let what = "the rules in this text are passed over: they are no lines of the file";
            let finding = Diagnostic::new(rules::TEMPLATED_TEXT, Span::at(value.span.start), what);
            let finding = finding.help("write the text behind `|`, or check the file that it was made of");
            self.file.diagnostics.push(finding);
        } else {
            // With the first line's indentation it is YAML as it stands.
            let start = line_start(&self.file.text, value.span.start);
            let place = Span::new(start, value.span.end);
            self.nested.push((place, resource.map(str::to_string)));
        }
    }

    /// Whether a block's lines are joined (`>`).
    fn is_folded(&self, block: &Node) -> bool {
        let before = self.file.text.get(..line_start(&self.file.text, block.span.start));
        let header = before.unwrap_or("").trim_end().rsplit('\n').next().unwrap_or("");
        header.contains(": >")
    }

    /// Rule files below the keys of a chart's values: `serverFiles.alerting_rules.yml.groups`, and as texts, as Loki's
    /// chart has them.
    fn values(&mut self, node: &'a Node, way: &Way, depth: usize) {
        let tree = self.tree;
        for (_, value, at) in node.pairs() {
            let (value, way) = follow(tree, value, step(way, at));
            self.text(value, None);
            let groups = get(value, &way, "groups").filter(|(groups, _)| is_groups(tree, groups));
            match groups {
                Some((groups, way)) => self.groups(groups, way),
                None if depth < DEEPEST_LIST => self.values(value, &way, depth + 1),
                None => {}
            }
        }
    }

    /// The items of a list and the way to it; nothing, reported where it can be judged, for what is none.
    fn list(&mut self, node: &'a Node, way: Way, complaint: &str) -> Option<(&'a [Node], Way)> {
        let (node, way) = follow(self.tree, node, way);
        match &node.kind {
            NodeKind::Sequence { items } => return Some((items, way)),
            _ if node.is_null() || self.is_masked(node.span) => {}
            _ => self.problem(node.span, complaint),
        }
        None
    }

    fn groups(&mut self, node: &'a Node, way: Way) {
        let tree = self.tree;
        let Some((items, way)) = self.list(node, way, "`groups` must be a list") else {
            return;
        };
        let mut names = HashSet::new();
        for (at, group) in items.iter().enumerate() {
            let (group, way) = follow(tree, group, step(&way, at));
            if group.is_null() {
                continue;
            }
            if !matches!(group.kind, NodeKind::Mapping { .. }) {
                if !self.is_masked(group.span) {
                    self.problem(group.span, "a group must be a mapping with `name` and `rules`");
                }
                continue;
            }
            self.file.groups += 1;
            self.repeated_keys(group);
            let name = group.get("name").map(|(name, _)| tree.resolve(name).0);
            let text = name.filter(|name| !name.is_null()).and_then(Node::text).unwrap_or("");
            match name {
                Some(name) if !text.is_empty() => {
                    // Grafana's groups are named by folder.
                    let folder = group.get("folder").and_then(|(folder, _)| folder.text());
                    if !names.insert((folder, text)) && self.document.masked.is_empty() {
                        self.problem(name.span, format!("a group of the name `{text}` stands above"));
                    }
                }
                _ => self.problem(Span::at(group.span.start), "this group has no `name`"),
            }
            let name = text.to_string();
            if let Some((rules, way)) = get(group, &way, "rules") {
                self.rules(rules, way, &name);
            }
        }
    }

    fn rules(&mut self, node: &'a Node, way: Way, group: &str) {
        let tree = self.tree;
        let Some((items, way)) = self.list(node, way, "`rules` must be a list") else {
            return;
        };
        for (at, rule) in items.iter().enumerate() {
            if self.file.alerts.len() >= MOST_ALERTS {
                self.problem(
                    rule.span,
                    format!("more than {MOST_ALERTS} alerts; the rest was passed over"),
                );
                return;
            }
            let (rule, way) = follow(tree, rule, step(&way, at));
            self.rule(rule, way, group);
        }
    }
}

/// The name in a resource's metadata.
fn name_of(tree: &Tree, node: &Node) -> Option<String> {
    let metadata = node.get("metadata").map(|(metadata, _)| tree.resolve(metadata).0)?;
    metadata.get("name")?.0.text().map(str::to_string)
}

/// Whether a value under the key `groups` holds rules: other programs have groups, too.
fn is_groups(tree: &Tree, groups: &Node) -> bool {
    let items = tree.resolve(groups).0.items();
    items.iter().any(|group| tree.resolve(group).0.get("rules").is_some())
}

/// Whether a list holds alerting or recording rules: resources of other kinds have rules, too.
fn is_rules(tree: &Tree, rules: &Node) -> bool {
    let mut items = tree.resolve(rules).0.items().iter().map(|rule| tree.resolve(rule).0);
    items.any(|rule| rule.get("alert").is_some() || rule.get("record").is_some() || is_grafanas(rule))
}

/// Whether a rule is one of Grafana's own, whose name is its title.
pub(super) fn is_grafanas(rule: &Node) -> bool {
    rule.get("title").is_some() && rule.get("condition").is_some() && rule.get("data").is_some()
}

fn step(way: &Way, at: usize) -> Way {
    let mut path = way.clone()?;
    path.push(at);
    Ok(path)
}

/// A node's child by key, and the way to it.
fn get<'a>(node: &'a Node, way: &Way, key: &str) -> Option<(&'a Node, Way)> {
    let (child, at) = node.get(key)?;
    Some((child, step(way, at)))
}

/// What a node stands for. Behind an alias there is no way that would be this place's alone.
fn follow<'a>(tree: &'a Tree, node: &'a Node, way: Way) -> (&'a Node, Way) {
    match tree.resolve(node) {
        (found, Some(_)) => (found, Err(ALIASED)),
        (found, None) => (found, way),
    }
}
