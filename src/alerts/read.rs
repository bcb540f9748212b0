//! Alerts from rule files.
//!
//! These shapes are read: a Prometheus rule file (`groups` at the top; Thanos, Loki and Mimir write the same), the
//! Prometheus Operator's `PrometheusRule` (`spec.groups`) and what other operators make of it, Grafana's provisioned rules,
//! lists of resources (`kind: List`), rule files as texts in a `ConfigMap`, and rule files below the keys of a chart's
//! values. Documents of other kinds are passed over in silence: a rendered chart has many.

mod rule;
mod walk;

use super::rules;
use super::template;
use super::yaml::{self, Node, Problem, Tree};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;
use crate::text::span::Spanned;
use walk::{NESTED, Reader};

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

/// How much an alert without runbook matters by its label `severity`: where nobody is paged, less.
pub fn level(severity: Option<&str>) -> Severity {
    let quiet = severity.is_some_and(|severity| {
        crate::runbook::Severity::read(severity).is_some_and(|level| level >= crate::runbook::Severity::P3)
    });
    if quiet { Severity::Warning } else { Severity::Error }
}
