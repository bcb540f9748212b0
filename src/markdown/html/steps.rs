//! Paragraphs and list items, which may be steps or begin a branch.

use super::Writer;
use crate::text::Span;
use crate::text::escape::push_html_attribute;
use pulldown_cmark::{Event, Tag};

impl Writer<'_> {
    /// The attribute of the element at `start` where it is a step's.
    pub(super) fn step_attribute(&self, start: usize) -> String {
        let steps = &self.document.runbook().steps;
        let at = steps.partition_point(|step| step.span.start < start);
        let Some(step) = steps.get(at).filter(|step| step.span.start == start) else {
            return String::new();
        };
        let mut out = String::from(" data-step=\"");
        push_html_attribute(&mut out, step.id.as_str());
        out.push('"');
        out
    }

    /// A paragraph, which may be the label of a step or of a branch.
    pub(super) fn paragraph(&mut self, span: Span) {
        let branches = &self.document.runbook().branches;
        let branch = branches
            .get(branches.partition_point(|branch| branch.span.start < span.start))
            .filter(|branch| branch.span.start == span.start);
        let mut start = String::from("<p");
        if let Some(branch) = branch {
            start.push_str(" id=\"");
            push_html_attribute(&mut start, &branch.anchor);
            start.push('"');
        }
        let step = self.step_attribute(span.start);
        let must = !step.is_empty() || branch.is_some();
        start.push_str(&step);
        start.push('>');
        self.open_always(&start, "</p>\n", must);
    }

    pub(super) fn item(&mut self, span: Span) {
        let next = |ahead: usize| self.events.get(self.at + ahead).map(|(event, _)| event);
        let marker = match (next(0), next(1)) {
            (Some(Event::TaskListMarker(checked)), _)
            | (Some(Event::Start(Tag::Paragraph)), Some(Event::TaskListMarker(checked))) => Some(*checked),
            _ => None,
        };
        let step = self.step_attribute(span.start);
        let start = match marker {
            None => format!("<li{step}>"),
            Some(false) => format!("<li class=\"bg-task\"{step}><span class=\"bg-box\" aria-hidden=\"true\"></span>"),
            Some(true) => format!(
                "<li class=\"bg-task\"{step}><span class=\"bg-box bg-box-checked\" role=\"img\" aria-label=\"Checked\"></span>"
            ),
        };
        self.open_always(&start, "</li>\n", !step.is_empty());
    }
}
