//! Sections that are there twice.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, Profile, trim_end};
use crate::lint::registry::{Check, lint};
use crate::runbook::SectionKind;
use crate::runbook::section::plain_heading;
use crate::text::Span;

lint! {
    /// Sections that are there twice.
    "BG052" "section-repeated" Warning, Check::File(check),
    what: "Two sections of a runbook with the same name.",
    why: "A reader who has found the first does not expect a second, and a link to the heading leads to the first.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Diagnosis\n\nLook.\n\n## Symptoms\n\n- Errors\n\n## Resolution\n\nRestart it.\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n- Errors\n\n## Diagnosis\n\nLook.\n\n## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if file.profile == Profile::Index {
        return;
    }
    let sections = &file.runbook().sections;
    // The parts of a page with several level-one headings each have their own sections.
    let parts: Vec<usize> = file
        .runbook()
        .headings
        .iter()
        .filter(|heading| heading.level == 1)
        .map(|heading| heading.span.start)
        .collect();
    let part = |offset: usize| parts.partition_point(|start| *start <= offset);
    for (at, section) in sections.iter().enumerate() {
        if section.kind == SectionKind::Other {
            continue;
        }
        let name = plain_heading(&section.title);
        let same = |other: &&crate::runbook::Section| {
            plain_heading(&other.title) == name && part(other.span.start) == part(section.span.start)
        };
        let Some(first) = sections.iter().take(at).find(same) else {
            continue;
        };
        let place = |start: usize| {
            let heading = file.heading_at(start);
            heading.map_or(Span::at(start), |heading| trim_end(file.source, heading.span))
        };
        out.push(
            Diagnostic::new(
                RULE,
                place(section.span.start),
                format!("there is already a section {}", section.title),
            )
            .label(place(first.span.start), "the first one")
            .help("put both together, or give this one another heading"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn parts_have_their_own_sections() {
        check(
            "section-repeated",
            "# A\n\n## Impact\n\nx\n\n# B\n\n## Impact\n\nx\n",
            &[],
        );
        check(
            "section-repeated",
            "# A\n\n## Impact\n\nx\n\n## impact:\n\nx\n",
            &["## impact:"],
        );
    }
}
