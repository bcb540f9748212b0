//! Sections with nothing in them.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, LeafKind, trim_end};
use crate::lint::registry::{Check, lint};
use crate::runbook::SectionKind;
use crate::text::Span;

lint! {
    /// Sections with nothing in them.
    "BG051" "section-empty" Warning, Check::File(check),
    what: "A section that has a heading and no content.",
    why: "A heading promises that there is something to read; whoever finds nothing there searches elsewhere and loses time.",
    bad: "# T\n\n## Symptoms\n\n## Diagnosis\n\nLook.\n\n## Resolution\n\nRestart it.\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Diagnosis\n\nLook.\n\n## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for section in &file.runbook().sections {
        if section.kind == SectionKind::Other || file.profile == crate::lint::Profile::Index {
            continue;
        }
        let prose = file
            .leaves_in(section.span)
            .any(|leaf| !matches!(leaf.kind, LeafKind::Heading(_)) && !leaf.text().trim().is_empty());
        let other = file.codes_in(section.span).next().is_some()
            || file.links_in(section.span).next().is_some()
            || file
                .html_in(section.span)
                .any(|html| !html.of(file.source).trim_start().starts_with("<!--"));
        // Steps that are headings alone still say what to do.
        let steps = &file.runbook().steps;
        let from = steps.partition_point(|step| step.span.start < section.span.start);
        let steps = steps.get(from).is_some_and(|step| step.span.start < section.span.end);
        if prose || other || steps {
            continue;
        }
        let heading = file.heading_at(section.span.start);
        let span = heading.map_or(Span::at(section.span.start), |heading| {
            trim_end(file.source, heading.span)
        });
        let finding = Diagnostic::new(RULE, span, format!("the section {} is empty", section.title));
        out.push(finding.help("write it, or remove the heading"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn comments_are_no_content() {
        check(
            "section-empty",
            "# T\n\n## Impact\n\n<!-- later -->\n\n## Diagnosis\n\n```\nls\n```\n",
            &["## Impact"],
        );
    }

    #[test]
    fn a_table_or_an_image_is_content() {
        check(
            "section-empty",
            "# T\n\n## Impact\n\n| a |\n|--|\n| b |\n\n## Related\n\n![x](a.png)\n",
            &[],
        );
    }
}
