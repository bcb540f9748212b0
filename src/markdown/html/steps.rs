//! Paragraphs and list items, which may be steps or begin a branch.

use super::Writer;
use crate::runbook::{Step, StepForm};
use crate::text::Span;
use crate::text::escape::push_html_attribute;
use pulldown_cmark::{Event, Tag};

impl Writer<'_> {
    /// The attribute of the element at `start` where it is a step's.
    pub(super) fn step_attribute(&self, start: usize) -> String {
        let step = self.step_at(start).filter(|step| step.form != StepForm::Row);
        step.map(attribute).unwrap_or_default()
    }

    /// The attribute of the cell at `span` where it is a step's. A cell that a row lacks stands at the row's end, where
    /// another step may begin.
    pub(super) fn row_attribute(&self, span: Span) -> String {
        let is_own = |step: &&Step| step.form == StepForm::Row && step.head.end <= span.end && !span.is_empty();
        self.step_at(span.start)
            .filter(is_own)
            .map(attribute)
            .unwrap_or_default()
    }

    fn step_at(&self, start: usize) -> Option<&Step> {
        let steps = &self.document.runbook().steps;
        let at = steps.partition_point(|step| step.span.start < start);
        steps.get(at).filter(|step| step.span.start == start)
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

/// The attribute that says which step an element is.
fn attribute(step: &Step) -> String {
    let mut out = String::from(" data-step=\"");
    push_html_attribute(&mut out, step.id.as_str());
    out.push('"');
    out
}
