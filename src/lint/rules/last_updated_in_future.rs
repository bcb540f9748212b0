//! Dates of tomorrow.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Date;

lint! {
    /// Dates of tomorrow.
    "BG066" "last-updated-in-future" Warning, Check::File(check),
    what: "A date of the last update that has not come yet.",
    why: "It is a typing error, and moves the next review away by as much.",
    bad: "# T\n\n## Resolution\n\nRestart it.\n\n---\n\n**Last Updated**: 9999-01-31\n",
    good: "# T\n\n## Resolution\n\nRestart it.\n\n---\n\n**Last Updated**: 2020-01-31\n",
    fix: "",
}

fn check(file: &File<'_>, options: &Options, out: &mut Vec<Diagnostic>) {
    let Some(text) = &file.runbook().metadata.last_updated else {
        return;
    };
    let (Some(date), Some(today)) = (Date::read(&text.value), options.today) else {
        return;
    };
    // Somewhere it is already tomorrow.
    if date > today && Some(date) != today.plus_days(1) {
        let finding = Diagnostic::new(RULE, text.span, format!("{date} is in the future"));
        out.push(finding.help("write the day of the last change"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Around;
    use crate::lint::testing::findings_with;

    #[test]
    fn tomorrow_is_not_the_future() {
        let options = Options {
            today: Date::read("2025-12-31"),
            ..Options::default()
        };
        let found = |date: &str| {
            let source = format!("---\nlast_updated: {date}\n---\n# T\n");
            let findings = findings_with("a.md", &source, &Around::default(), &options);
            findings.iter().any(|finding| finding.rule == RULE)
        };
        assert!(!found("2025-12-31"));
        assert!(!found("2026-01-01"));
        assert!(found("2026-01-02"));
    }
}
