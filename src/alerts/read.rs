//! Alerts from rule files.
//!
//! These shapes are read: a Prometheus rule file (`groups` at the top; Thanos, Loki and Mimir write the same), the
//! Prometheus Operator's `PrometheusRule` (`spec.groups`), lists of resources (`kind: List`), rule files as texts in a
//! `ConfigMap`, and rule files below the keys of a chart's values. Documents of other kinds are passed over in silence: a
//! rendered chart has many.

use super::rules;
use super::template;
use super::yaml::{self, Node, NodeKind, Problem, Style, Tree};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;
use crate::text::span::{Spanned, line_start};
use std::collections::HashSet;

/// A file as read.
#[derive(Clone, Debug, Default)]
pub struct RuleFile {
    /// Its path as the user named it.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its documents: for each its trees, and whether its templated parts were taken out first.
    pub documents: Vec<Document>,
    /// The alerts, in order.
    pub alerts: Vec<Alert>,
    /// How many groups of rules it has; 0 for a file that holds no rules.
    pub groups: usize,
    /// How many recording rules it has.
    pub records: usize,
    /// What is wrong with it, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// One document of a file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its content; more than one where documents end with `...` only.
    pub trees: Vec<Tree>,
    /// Where templated parts were taken out, so that it could be read; empty for a document that is YAML as it stands.
    pub masked: Vec<Span>,
}

/// An alerting rule.
#[derive(Clone, Debug)]
pub struct Alert {
    /// The alert's name.
    pub name: Spanned<String>,
    /// Its label `severity`, where it has one.
    pub severity: Option<Spanned<String>>,
    /// The name of its group.
    pub group: String,
    /// The name of the resource that holds it, where it is one.
    pub resource: Option<String>,
    /// Where it says its runbook is.
    pub runbook_url: RunbookUrl,
    /// Where its rule stands.
    pub place: Place,
}

/// A rule's annotation `runbook_url`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunbookUrl {
    /// There is none, or it is empty.
    Missing,
    /// It is filled in by a template engine.
    Templated(Span),
    /// It says this.
    Given(Spanned<String>),
}

/// The way to a rule: document, tree, and the path in it. The path is missing where an alias or a template stands
/// between: such a rule is not edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Number of the document.
    pub document: usize,
    /// Number of the tree in it.
    pub tree: usize,
    /// The way from the root, or why there is none.
    pub path: Result<Vec<usize>, &'static str>,
}

/// Lists inside lists are followed this deep; `kubectl get -o yaml` makes one.
const DEEPEST_LIST: usize = 4;

/// Alerts of one file beyond this are not read: the largest public rule collections have some thousand, and aliases
/// could make any number out of a small file.
pub const MOST_ALERTS: usize = 50_000;

impl RuleFile {
    /// Reads a file's text. Never fails: what cannot be read is in `diagnostics`, everything else still counts.
    pub fn read(path: &str, text: &str) -> Self {
        let mut file = Self {
            path: path.to_string(),
            text: text.to_string(),
            ..Self::default()
        };
        for span in yaml::documents(text) {
            if let Some(document) = file.document(span) {
                file.documents.push(document);
            }
        }
        let mut documents = std::mem::take(&mut file.documents);
        let mut nested = Vec::new();
        for (number, document) in documents.iter().enumerate() {
            for (tree_number, tree) in document.trees.iter().enumerate() {
                Reader {
                    file: &mut file,
                    document,
                    tree,
                    place: (number, tree_number),
                    resource: None,
                    nested: &mut nested,
                }
                .resource(&tree.root, Ok(Vec::new()), 0);
            }
        }
        let mut number = documents.len();
        for (span, resource) in nested {
            let Some(document) = file.document(span) else { continue };
            for (tree_number, tree) in document.trees.iter().enumerate() {
                Reader {
                    file: &mut file,
                    document: &document,
                    tree,
                    place: (number, tree_number),
                    resource: resource.clone(),
                    nested: &mut Vec::new(),
                }
                .resource(&tree.root, Err(NESTED), DEEPEST_LIST);
            }
            documents.push(document);
            number += 1;
        }
        file.documents = documents;
        file.diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span, diagnostic.rule.code));
        file.diagnostics.dedup();
        file
    }

    /// The rule of an alert: its node.
    pub fn rule(&self, place: &Place) -> Option<&Node> {
        let tree = self.documents.get(place.document)?.trees.get(place.tree)?;
        tree.at(place.path.as_ref().ok()?)
    }

    fn document(&mut self, span: Span) -> Option<Document> {
        let text = span.of(&self.text).to_string();
        let problem = match yaml::parse(&text, span.start) {
            Ok(trees) => {
                return Some(Document {
                    trees,
                    masked: Vec::new(),
                });
            }
            Err(problem) => problem,
        };
        if let Some(at) = text.find(NOTES) {
            // What an installation would tell the user stands behind the last manifest, without a marker.
            let notes = Span::at(span.start + at + 1);
            let what = "the chart's notes are no YAML; they were passed over";
            self.diagnostics
                .push(Diagnostic::new(rules::TEMPLATED_TEXT, notes, what));
            return self.document(Span::new(span.start, span.start + at + 1));
        }
        let (masked, parts) = template::mask(&text);
        if !template::is_chart(&text, &parts) {
            return self.broken(&masked, &problem, parts, span);
        }
        let parts: Vec<Span> = parts.into_iter().map(|part| part.shifted(span.start)).collect();
        let first = parts.first().copied().unwrap_or(Span::at(problem.at));
        match yaml::parse(&masked, span.start) {
            Ok(trees) => {
                let count = parts.len();
                self.diagnostics.push(
                    Diagnostic::new(
                        rules::TEMPLATED_TEXT,
                        first,
                        format!(
                            "{count} templated part{} passed over",
                            if count == 1 { " was" } else { "s were" }
                        ),
                    )
                    .help("render the chart (`helm template`) and check its output to have everything checked"),
                );
                Some(Document { trees, masked: parts })
            }
            Err(problem) => {
                self.diagnostics.push(
                    Diagnostic::new(
                        rules::TEMPLATED_TEXT,
                        first,
                        "this document is a template and no YAML; it was passed over",
                    )
                    .label(Span::at(problem.at), problem.message)
                    .help("render the chart (`helm template`) and check its output"),
                );
                None
            }
        }
    }

    /// A document that is no YAML, and no chart's either. Where only labels' templates without quotes stand in the way, its
    /// alerts are read all the same.
    fn broken(&mut self, masked: &str, problem: &Problem, parts: Vec<Span>, span: Span) -> Option<Document> {
        let trees = (!parts.is_empty())
            .then(|| yaml::parse(masked, span.start).ok())
            .flatten();
        let help = match &trees {
            Some(_) => "put texts with `{{ … }}` in quotes; the document's alerts were read all the same",
            None => "the rest of the file was read; mend this document to have its alerts checked",
        };
        self.diagnostics.push(
            Diagnostic::new(
                rules::RULES_UNREADABLE,
                Span::at(problem.at),
                format!("this document is no YAML: {}", problem.message),
            )
            .help(help),
        );
        let masked = parts.into_iter().map(|part| part.shifted(span.start)).collect();
        Some(Document { trees: trees?, masked })
    }
}

/// Where `helm` prints a chart's notes behind its manifests.
const NOTES: &str = "\nNOTES:\n";

/// A walk through one tree.
struct Reader<'a> {
    file: &'a mut RuleFile,
    document: &'a Document,
    tree: &'a Tree,
    place: (usize, usize),
    resource: Option<String>,
    /// Texts that are rule files of their own, with the name of the resource that holds them.
    nested: &'a mut Vec<(Span, Option<String>)>,
}

type Way = Result<Vec<usize>, &'static str>;

const ALIASED: &str = "it is written once and used in several places (a YAML alias)";
const NESTED: &str = "it stands in a text inside another resource";
const MASKED: &str = "its document is a template that is not rendered yet";

impl<'a> Reader<'a> {
    fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.file
            .diagnostics
            .push(Diagnostic::new(rules::RULES_UNREADABLE, span, message));
    }

    fn is_masked(&self, span: Span) -> bool {
        let inside = |part: &Span| part.start < span.end && span.start < part.end;
        self.document.masked.iter().any(inside) || template::is_templated(span.of(&self.file.text))
    }

    fn resource(&mut self, node: &'a Node, way: Way, depth: usize) {
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
            Some(_) => {}
            None => match get(node, &way, "groups") {
                Some((groups, way)) => self.groups(groups, way),
                None => self.values(node, &way, 0),
            },
        }
    }

    /// The texts of a ConfigMap that are rule files.
    fn texts(&mut self, node: &'a Node) {
        let tree = self.tree;
        let Some((data, _)) = node.get("data") else { return };
        for (_, value, _) in tree.resolve(data).0.pairs() {
            let NodeKind::Scalar { text, style } = &value.kind else {
                continue;
            };
            if !text.lines().any(|line| line.trim() == "groups:") {
                continue;
            }
            if *style != Style::Block || self.is_folded(value) {
                let what = "the rules in this text are passed over: they are no lines of the file";
                let finding = Diagnostic::new(rules::TEMPLATED_TEXT, Span::at(value.span.start), what);
                let finding = finding.help("write the text behind `|`, or check the file that it was made of");
                self.file.diagnostics.push(finding);
            } else {
                // With the first line's indentation it is YAML as it stands.
                let start = line_start(&self.file.text, value.span.start);
                self.nested
                    .push((Span::new(start, value.span.end), name_of(tree, node)));
            }
        }
    }

    /// Whether a block's lines are joined (`>`).
    fn is_folded(&self, block: &Node) -> bool {
        let before = self.file.text.get(..line_start(&self.file.text, block.span.start));
        let header = before.unwrap_or("").trim_end().rsplit('\n').next().unwrap_or("");
        header.contains(": >")
    }

    /// Rule files below the keys of a chart's values: `serverFiles.alerting_rules.yml.groups`.
    fn values(&mut self, node: &'a Node, way: &Way, depth: usize) {
        let tree = self.tree;
        for (_, value, at) in node.pairs() {
            let (value, way) = follow(tree, value, step(way, at));
            let groups = get(value, &way, "groups").filter(|(groups, _)| is_groups(tree, groups));
            match groups {
                Some((groups, way)) => self.groups(groups, way),
                None if depth < DEEPEST_LIST => self.values(value, &way, depth + 1),
                None => {}
            }
        }
    }

    fn groups(&mut self, node: &'a Node, way: Way) {
        let tree = self.tree;
        let (node, way) = follow(tree, node, way);
        if node.is_null() {
            return;
        }
        let NodeKind::Sequence { items } = &node.kind else {
            if !self.is_masked(node.span) {
                self.problem(node.span, "`groups` must be a list");
            }
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
                    if !names.insert(text) && self.document.masked.is_empty() {
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
        let (node, way) = follow(tree, node, way);
        if node.is_null() {
            return;
        }
        let NodeKind::Sequence { items } = &node.kind else {
            if !self.is_masked(node.span) {
                self.problem(node.span, "`rules` must be a list");
            }
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

    fn rule(&mut self, rule: &'a Node, way: Way, group: &str) {
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
        let Some((name, _)) = rule.get("alert") else {
            if has_record {
                self.file.records += 1;
            } else {
                self.problem(Span::at(rule.span.start), "this rule has neither `alert` nor `record`");
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
    fn repeated_keys(&mut self, node: &'a Node) {
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

/// How much an alert without runbook matters by its label `severity`: where nobody is paged, less.
pub fn level(severity: Option<&str>) -> Severity {
    let quiet = severity.is_some_and(|severity| {
        crate::runbook::Severity::read(severity).is_some_and(|level| level >= crate::runbook::Severity::P3)
    });
    if quiet { Severity::Warning } else { Severity::Error }
}
