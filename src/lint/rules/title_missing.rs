//! Pages without a title.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};

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
    if file.runbook().title.is_empty() && !file.around.is_index {
        let finding = Diagnostic::new(RULE, file.title_span(), "the runbook has no title");
        out.push(finding.help("begin it with `# Title`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;

    #[test]
    fn front_matter_names_a_title() {
        assert!(of("title-missing", "---\ntitle: T\n---\n\n## Symptoms\n").is_empty());
        assert_eq!(of("title-missing", "").len(), 1);
    }
}
