//! Pages without a title.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::runbook::SectionKind;
use crate::text::Span;

lint! {
    /// Pages without a title.
    "BG054" "title-missing" Warning, Check::File(check),
    what: "A runbook without a level-one heading and without `title` in its front matter.",
    why: "The list and the search show the file's name instead, which rarely says what the runbook is for.",
    bad: "## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n",
    good: "# Slow Checkout\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let name = file.path.rsplit('/').next().unwrap_or("");
    // Site generators keep a folder's settings in such a file.
    let is_folder = name.starts_with("_index.") && file.runbook().headings.is_empty();
    if file.runbook().title.is_empty() && !file.around.is_index && !is_folder && !is_part(file) {
        let finding = Diagnostic::new(RULE, file.title_span(), "the runbook has no title");
        out.push(finding.help("begin it with `# Title`"));
    }
}

/// Whether the page begins with one heading above all others that names no section: it is a part of a larger document,
/// which has the title.
fn is_part(file: &File<'_>) -> bool {
    let headings = &file.runbook().headings;
    let Some(first) = headings.first() else { return false };
    let before = Span::new(file.document.prepared.start, first.span.start);
    before.of(file.source).trim().is_empty()
        && headings.iter().skip(1).all(|heading| heading.level > first.level)
        && SectionKind::from_heading(&first.text) == SectionKind::Other
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;

    #[test]
    fn front_matter_names_a_title() {
        assert!(of("title-missing", "---\ntitle: T\n---\n\n## Symptoms\n").is_empty());
        assert_eq!(of("title-missing", "").len(), 1);
    }

    #[test]
    fn a_part_of_a_larger_document_begins_with_its_own_heading() {
        assert!(of("title-missing", "## Role: Scribe\n\n### Duties\n\nWrite.\n").is_empty());
        assert_eq!(of("title-missing", "## Role: Scribe\n\n## Duties\n").len(), 1);
        assert_eq!(of("title-missing", "Text.\n\n## Role: Scribe\n").len(), 1);
        assert_eq!(of("title-missing", "## Symptoms\n\n- Slow\n").len(), 1);
    }
}
