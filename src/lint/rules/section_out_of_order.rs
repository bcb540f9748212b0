//! Sections in an unusual order.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, trim_end};
use crate::lint::registry::{Check, lint};
use crate::runbook::section::plain_heading;
use crate::text::Span;

lint! {
    /// Sections in an unusual order.
    "BG053" "section-out-of-order" Info, Check::File(check),
    what: "A section of the nine, under its usual name, that stands behind one that belongs after it.",
    why: "People who know one runbook know where to look in all of them, if the order is the same.",
    bad: "# T\n\n## Symptoms\n\nx\n\n## Impact\n\nx\n\n## Detection\n\nx\n\n## Resolution\n\nx\n\n## Diagnosis\n\nx\n\n## Verification\n\nx\n\n\
          ## Escalation\n\nx\n",
    good: "# T\n\n## Symptoms\n\nx\n\n## Impact\n\nx\n\n## Detection\n\nx\n\n## Diagnosis\n\nx\n\n## Resolution\n\nx\n\n## Verification\n\nx\n\n\
           ## Escalation\n\nx\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if !file.is_runbook() {
        return;
    }
    let mut furthest: Option<&crate::runbook::Section> = None;
    for section in file
        .runbook()
        .sections
        .iter()
        .filter(|section| plain_heading(&section.title) == section.kind.name())
    {
        match furthest {
            Some(before) if section.kind < before.kind => {
                let heading = file.heading_at(section.span.start);
                let span = heading.map_or(Span::at(section.span.start), |heading| {
                    trim_end(file.source, heading.span)
                });
                let message = format!("the section {} stands behind {}", section.title, before.title);
                out.push(Diagnostic::new(RULE, span, message).help(
                    "the usual order is Symptoms, Impact, Detection, Diagnosis, Resolution, Verification, Prevention, \
                     Escalation, Related",
                ));
                // One finding shows the way; the others follow from it.
                return;
            }
            _ => furthest = Some(section),
        }
    }
}
